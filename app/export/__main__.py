"""``python -m app.export LINK out.pdf``: what a link shows as a file, for papers made by make."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from app.export.library import ENDINGS, exported, order, study
from app.export.paper.layout import WIDTHS
from app.files.waiting import NotYet


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the file; what is wrong with the question is said, with the status 2."""
    parser = argparse.ArgumentParser(prog="python -m app.export", description=__doc__)
    parser.add_argument("link", help="the address of a page, or its query alone, as in ?v=1")
    parser.add_argument("file", type=Path, help=f"ends in {', '.join(ENDINGS)}")
    parser.add_argument("--panels", default="", help="keys of panels with commas; else all")
    parser.add_argument("--width", default="page", choices=[*WIDTHS], help="7 or 3.25 inches")
    asked = parser.parse_args(arguments)
    panels = tuple(filter(None, asked.panels.split(",")))
    try:
        wanted = order(asked.link, panels, asked.width)
        asked.file.write_bytes(exported(study(asked.link), asked.file.name, wanted))
    except (ValueError, NotYet, OSError) as refused:
        parser.error(str(refused))


if __name__ == "__main__":
    main()
