"""How a component's few lines find the front side's modules."""

from app.scene.files import version

PLACE = "scene"
"""Where the front side's files and routes are, below the app's address."""

# A few lines that fetch the real modules: this text travels again with every message.
LOADER = """
const place = new URL("./%s/%s/", document.baseURI).href;
let modules;
export default function (component) {
  const host = component.parentElement.querySelector(".%s");
  modules ??= import(place + "%s");
  modules.then((main) => main.show(component, host, place))
    .catch((error) => component.setStateValue("failed", String(error)));
  return () => modules.then((main) => main.leave(host));
}
"""


def loader(host: str, main: str) -> str:
    """The text of a component that shows the module ``main`` in its element of a class."""
    return LOADER % (PLACE, version(), host, main)
