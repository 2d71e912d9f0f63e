"""Arrays out of a zip file of strangers: nothing is executed, nothing grows beyond a bound."""

import ast
import zipfile
from typing import BinaryIO

import numpy as np

MAX_BYTES = 256 * 2**20
"""How many bytes the arrays of a file may have together."""
MAX_ARRAYS = 64
MAX_HEADER = 10_000
PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Refused(ValueError):
    """A file that is not read, with the reason."""


def arrays(opened: BinaryIO) -> dict[str, np.ndarray]:
    """The arrays of an npz file, read-only; ``Refused`` or another error for anything else.

    What the file says of its size is believed only as a bound: of each part no more is unpacked
    than it says, and its array must have exactly so many bytes.
    """
    if not zipfile.is_zipfile(opened):
        raise Refused("it is no npz file")
    with zipfile.ZipFile(opened) as packed:
        parts = packed.infolist()
        if len(parts) > MAX_ARRAYS or len({part.filename for part in parts}) < len(parts):
            raise Refused("it holds other things than arrays")
        total = sum(part.file_size for part in parts)
        if total > MAX_BYTES:
            raise Refused(f"it unpacks to {total / 2**20:,.0f} MB, and {MAX_BYTES >> 20} are read")
        if any(part.compress_type not in PLAIN or part.flag_bits & 1 for part in parts):
            raise Refused("it is packed in another way")
        return {part.filename.removesuffix(".npy"): _array(packed.read(part)) for part in parts}


def _array(content: bytes) -> np.ndarray:
    """The array of an npy file, which shares its memory."""
    if content[:6] != b"\x93NUMPY" or content[6:7] not in (b"\x01", b"\x02"):
        raise Refused("it holds other things than arrays")
    begin = 10 if content[6] == 1 else 12
    end = begin + int.from_bytes(content[8:begin], "little")
    if end - begin > MAX_HEADER:
        raise Refused("it holds other things than arrays")
    told = ast.literal_eval(content[begin:end].decode("latin1"))
    kind, shape = np.dtype(str(told["descr"])), tuple(told["shape"])
    if kind.kind not in "fiub" or kind.itemsize > 8 or not kind.isnative or told["fortran_order"]:
        raise Refused("it holds other things than numbers")
    flat = np.frombuffer(content, dtype=kind, offset=end)
    return flat.reshape(shape)
