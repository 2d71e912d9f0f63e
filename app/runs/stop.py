"""The button that stops work under way. The run that draws it hears of it at once.

A button of Streamlit's would have the whole page drawn anew first, which takes a browser a second
while it has a map to draw.
"""

import os
import re
import secrets
import tempfile
from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from app.runs import setting

PLACE = "stop"
NAME = re.compile(r"[\w-]{16}", re.ASCII)

_button = st.components.v2.component(
    "gradient_surgery.stop",
    html='<button type="button"></button>',
    css="""
button { width: 100%; min-height: 2.5rem; padding: .25rem .75rem; font: inherit; cursor: pointer;
  color: var(--st-text-color); background: var(--st-background-color);
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius, .5rem); }
button:not(:disabled):hover { color: var(--st-primary-color); border-color: currentColor; }
button:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 1px; }
button:disabled { cursor: default; }
@media (pointer: coarse) { button { min-height: 44px; } }
""",
    js="""
export default function ({ parentElement, data }) {
  const button = parentElement.querySelector("button");
  const isReady = (ready) => {
    button.disabled = !ready;
    button.textContent = ready ? "Cancel" : "Stopping …";
  };
  isReady(true);
  button.onclick = async () => {
    isReady(false);
    const asked = fetch(new URL(data, document.baseURI), { method: "POST" });
    const isHeard = await asked.then((answer) => answer.ok, () => false);
    if (!isHeard) isReady(true);
  };
}
""",
)


class Stops:
    """Which of the buttons on the pages were pressed: the processes of a server tell one another.

    Buttons have random names, so that nobody stops what is on another one's page. Each is a file
    in a folder that all share; it is there as long as the button, and empty until it is pressed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def offer(self) -> str:
        """The name of a new button."""
        name = secrets.token_urlsafe(12)
        self.folder.mkdir(exist_ok=True)  # whatever tidies temporary files may have taken it
        (self.folder / name).touch()
        return name

    def withdraw(self, name: str) -> None:
        """The button is no longer on a page."""
        (self.folder / name).unlink(missing_ok=True)

    def press(self, name: str) -> bool:
        """Press a button; whether there is one of this name."""
        file = self.folder / name
        if not NAME.fullmatch(name) or not file.exists():
            return False
        file.write_bytes(b"!")
        return True

    def is_pressed(self, name: str) -> bool:
        """Whether somebody pressed it."""
        file = self.folder / name
        return file.exists() and file.stat().st_size > 0


FOLDER = tempfile.TemporaryDirectory(prefix="surgery-")
"""For a server of one process."""
STOPS = Stops(Path(os.environ.get(setting.STOPS, FOLDER.name)))
"""The buttons of all visitors."""


def stop_button(name: str) -> None:
    """The button of this name, in the current place."""
    _button(key="cancel", data=f"./{PLACE}/{name}")


def route() -> Route:
    """Where a browser says that a button was pressed."""
    return Route(f"/{PLACE}/{{name}}", _press, methods=["POST"])


def _press(request: Request) -> Response:
    if STOPS.press(request.path_params["name"]):
        return Response(status_code=204)
    return PlainTextResponse("There is nothing to stop.", status_code=404)
