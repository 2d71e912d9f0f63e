"""The page that every visitor sees: one of the views, which link to each other."""

import streamlit as st

from app.navigation import Pages
from app.views.explore import explore
from app.views.maps import maps
from app.views.methods import methods
from app.views.recon import recon

st.set_page_config(page_title="Gradient surgery explorer", layout="wide")
PAGES: Pages = Pages(
    st.Page(lambda: explore(PAGES), title="Explore", url_path="explore", default=True),
    st.Page(lambda: maps(PAGES), title="Maps", url_path="maps"),
    st.Page(lambda: methods(PAGES), title="Methods", url_path="methods"),
    st.Page(lambda: recon(PAGES), title="Recon", url_path="recon"),
)
st.navigation(PAGES, position="hidden").run()
