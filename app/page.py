"""The page that every visitor sees: the navigation, and the view it leads to."""

import streamlit as st

from app.views.explore import explore

st.set_page_config(page_title="Gradient surgery explorer", layout="wide")
st.navigation([st.Page(explore, title="Explore", url_path="explore", default=True)]).run()
