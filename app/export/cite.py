"""References: the papers of the drawn methods, and this software with its version and link."""

from app.export.papers import PAPERS
from app.export.papers_more import MORE_PAPERS, RECON
from app.export.version import TITLE, own_version
from app.study.study import Study


def bibtex(study: Study, link: str, page: str = "explore") -> str:
    """All as BibTeX: first this software, then each paper once; Recon's of its page."""
    drawn = {*study.drawn, *study.vectors.drawn, type(study.recon.method)}
    papers = [each for each in (*PAPERS, *MORE_PAPERS) if drawn & {*each.methods}]
    if page == "recon":
        papers.append(RECON)
    return "\n\n".join([_own(link), *(paper.bibtex for paper in papers)]) + "\n"


def _own(link: str) -> str:
    where = f"  url = {{{link}}}" if "://" in link else f"  note = {{Settings: {_safe(link)}}}"
    fields = (f"  title = {{{{{TITLE}}}}}", f"  version = {{{own_version()}}}", where)
    return "@software{gradient_surgery_explorer,\n" + ",\n".join(fields) + "\n}"


def _safe(text: str) -> str:
    r"""Text that LaTeX sets as it is, such as \% for a percent sign."""
    for sign in "%&_#":
        text = text.replace(sign, f"\\{sign}")
    return text
