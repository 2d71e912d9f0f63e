"""The page that every visitor sees: one of the views, which link to each other."""

import streamlit as st

from app.look.parts import CALM
from app.pages import pages

st.set_page_config(page_title="Gradient surgery explorer", layout="wide")
st.markdown(CALM, unsafe_allow_html=True)
st.navigation(pages(), position="hidden").run()
