"""QR codes that are read from the back row: few modules, large, dark on white in every theme."""

from base64 import b64encode
from html import escape
from io import BytesIO

import segno

QUIET = 4
"""Modules of white around the code, as the standard asks."""


def code_of(address: str) -> segno.QRCode:
    """The code with the fewest modules; what room it has left goes into correcting errors."""
    return segno.make(address, error="l", boost_error=True, micro=False)


def drawn(address: str) -> str:
    """The code as an image, in HTML, that is as wide as its place."""
    svg = BytesIO()
    look = {"border": QUIET, "dark": "#000", "light": "#fff", "omitsize": True}
    code_of(address).save(svg, kind="svg", xmldecl=False, **look)
    crisp = svg.getvalue().replace(b"<svg ", b'<svg shape-rendering="crispEdges" ', 1)
    source = f"data:image/svg+xml;base64,{b64encode(crisp).decode()}"
    return f'<img class="share-code" alt="QR code of {escape(address)}" src="{source}">'
