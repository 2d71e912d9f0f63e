"""One message of a JSON header and arrays: how numbers travel to the browser."""

import json
from collections.abc import Mapping

import numpy as np
from isal import igzip

ALIGNED = 8
"""Every array begins at a multiple of so many bytes, as typed arrays demand."""


def packed(header: Mapping[str, object], arrays: Mapping[str, np.ndarray]) -> bytes:
    """The length of the header (4 bytes, little endian), the header, then the arrays' bytes.

    The header gains ``arrays``: for each array its type, its shape and where it begins, counted
    from the end of the header. Only whole numbers and single precision travel.
    """
    places: dict[str, tuple[str, tuple[int, ...], int]] = {}
    parts, at = [], 0
    for name, array in arrays.items():
        data = np.ascontiguousarray(array).tobytes()
        places[name] = (array.dtype.name, array.shape, at)
        parts.append(_padded(data))
        at += len(parts[-1])
    text = json.dumps({**header, "arrays": places}, separators=(",", ":"), allow_nan=False)
    head = text.encode()
    head += b" " * (-(4 + len(head)) % ALIGNED)
    return len(head).to_bytes(4, "little") + head + b"".join(parts)


def zipped(message: bytes) -> bytes:
    """A message as it travels."""
    return igzip.compress(message, 1)


def unpacked(message: bytes) -> tuple[dict, dict[str, np.ndarray]]:
    """The header and the arrays of a message."""
    begin = 4 + int.from_bytes(message[:4], "little")
    header = json.loads(message[4:begin])
    arrays = {}
    for name, (kind, shape, at) in header["arrays"].items():
        count = int(np.prod(shape))
        flat = np.frombuffer(message, kind, count, begin + at)
        arrays[name] = flat.reshape(shape)
    return header, arrays


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % ALIGNED)
