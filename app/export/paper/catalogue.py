"""The pages that can be put on paper."""

from app.export.paper.explore import ExplorePaper
from app.export.paper.maps import MapsPaper
from app.export.paper.paper import Paper
from app.export.paper.recon import ReconPaper
from app.export.paper.vectors import VectorsPaper
from app.export.paper.yours import YoursPaper

PAPERS: tuple[Paper, ...] = (
    *(ExplorePaper(), VectorsPaper(), MapsPaper()),
    *(ReconPaper(), YoursPaper()),
)
"""In the order of the pages."""


def paper_of(page: str) -> Paper:
    """What a page gives to a figure; raises ``ValueError`` for one that has none."""
    for paper in PAPERS:
        if paper.page == page:
            return paper
    pages = ", ".join(paper.page for paper in PAPERS)
    raise ValueError(f"page must be one of {pages}; got {page[:40]!r}.")
