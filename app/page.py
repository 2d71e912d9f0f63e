"""The page that every visitor sees: one of the views, which link to each other."""

import streamlit as st

from app.look.parts import theme_of_page
from app.look.styles import sheet
from app.look.theme import DARK
from app.pages import pages

st.set_page_config(page_title="Gradient surgery explorer", layout="wide")
on_paper = sheet("print") + (sheet("print-dark") if theme_of_page() is DARK else "")
for style in (sheet("calm"), sheet("page"), on_paper):  # as Markdown, for HTML loads later
    st.markdown(style, unsafe_allow_html=True)
st.navigation(pages(), position="hidden").run()
