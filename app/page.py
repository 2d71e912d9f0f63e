"""The page that every visitor sees: one of the views, which link to each other."""

import streamlit as st

from app.look.styles import sheet
from app.pages import pages

st.set_page_config(page_title="Gradient surgery explorer", layout="wide")
for name in ("calm", "page", "print"):  # as Markdown, for HTML loads later
    st.markdown(sheet(name), unsafe_allow_html=True)
st.navigation(pages(), position="hidden").run()
