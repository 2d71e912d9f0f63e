"""Small pictures as PNG, written without a plotting library."""

import struct
import zlib
from base64 import b64encode

import numpy as np

PALETTE, COLOURS = 3, 2
"""How a PNG says that its pixels are entries of a palette, or red, green and blue."""


def png(pixels: np.ndarray, palette: np.ndarray | None = None) -> bytes:
    """A picture as a PNG, the first row on top.

    ``pixels`` are entries [ny, nx] uint8 of a palette [k, 3] uint8, or colours [ny, nx, 3] uint8.
    """
    ny, nx = pixels.shape[:2]
    kind = COLOURS if palette is None else PALETTE
    rows = np.pad(pixels.reshape(ny, -1), ((0, 0), (1, 0)))  # every row begins with 0: no filter
    size = struct.pack(">IIBBBBB", nx, ny, 8, kind, 0, 0, 0)
    chunks = [(b"IHDR", size), (b"IDAT", zlib.compress(rows.tobytes(), 9)), (b"IEND", b"")]
    if palette is not None:
        chunks.insert(1, (b"PLTE", palette.tobytes()))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*each) for each in chunks)


def address_of(picture: bytes) -> str:
    """An address that holds a PNG."""
    return f"data:image/png;base64,{b64encode(picture).decode()}"


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
