"""Whether a visitor stopped the work of a page: then an export takes it as far as it came."""

import streamlit as st

from app.maps.kinds import kind_of
from app.study.atlas_link import fit
from app.study.study import Study

RECON = "recon-stopped"
"""Where the session keeps the settings of a training that was stopped."""


def is_left(study: Study, page: str) -> bool:
    """Whether something of what the page shows is missing, and nobody goes on with it."""
    if page == "recon":
        return bool(st.session_state.get(RECON) == study.recon)
    if page != "maps":
        return False
    atlas = fit(study.atlas, study)
    try:
        jobs = [layer.job for layer in kind_of(atlas).layers(study, atlas)]
    except ValueError:  # too many settings: the page says so
        return False
    missing = [job for job in jobs if not job.done()]
    return bool(missing) and not any(job.is_watched for job in missing)
