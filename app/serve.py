"""Starts the explorer where it is installed: ``surgery-explorer``, or ``python -m app.serve``."""

import sys
from pathlib import Path

from streamlit.web import cli


def main() -> None:
    """Serve the app with its own settings; what follows the command are options of Streamlit's."""
    sys.argv = ["streamlit", "run", str(Path(__file__).with_name("main.py")), *sys.argv[1:]]
    cli.main()


if __name__ == "__main__":
    main()
