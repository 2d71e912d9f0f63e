"""The button that stops a map. The run that draws the map hears of it at once.

A button of Streamlit's would have the whole page drawn anew first, which takes a browser a second
while it has a map to draw.
"""

import secrets
import threading

import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

PLACE = "stop"

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
    """Which of the buttons on the pages were pressed; safe among threads.

    Buttons have random names, so that nobody stops what is on another one's page.
    """

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.pressed: dict[str, bool] = {}

    def offer(self) -> str:
        """The name of a new button."""
        name = secrets.token_urlsafe(12)
        with self.lock:
            self.pressed[name] = False
        return name

    def withdraw(self, name: str) -> None:
        """The button is no longer on a page."""
        with self.lock:
            self.pressed.pop(name, None)

    def press(self, name: str) -> bool:
        """Press a button; whether there is one of this name."""
        with self.lock:
            if name not in self.pressed:
                return False
            self.pressed[name] = True
            return True

    def is_pressed(self, name: str) -> bool:
        """Whether somebody pressed it."""
        with self.lock:
            return self.pressed.get(name, False)


STOPS = Stops()
"""The buttons of all visitors of this process."""


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
