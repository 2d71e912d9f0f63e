"""Machine code on disk: compiled, kept, loaded and called."""

import ctypes
import os
import platform
import shutil
import subprocess
import sys
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import numpy as np
import torch

from samgs_core.native.spec import KernelSpec
from samgs_core.native.trace import source

FLAGS = (
    *("-O3", "-march=native", "-fopenmp-simd", "-fno-math-errno", "-fno-trapping-math"),
    *("-ffp-contract=off", "-shared", "-fPIC", "-std=gnu++14"),
)
"""Vector instructions over the lanes of a block, which need functions without side effects; no
fused multiply-add, which rounds once where torch rounds twice; a standard whose ``<cmath>`` has no
special functions, so that compiling takes a third less."""
MAX_FILES = 1_000
_DOUBLES = ctypes.POINTER(ctypes.c_double)


class Library:
    """The loop over lanes and steps of one spec."""

    def __init__(self, path: Path) -> None:
        loaded = ctypes.CDLL(str(path))
        widths = (ctypes.c_int * 5).in_dll(loaded, "WIDTHS")
        self.n_state, self.n_numbers, self.n_noise, self.n_draws, self.n_shown = widths
        self._walk = loaded.walk
        self._walk.restype = None

    def walk(
        self,
        first: int,
        last: int,
        states: np.ndarray,
        numbers: np.ndarray,
        noise: np.ndarray,
        draws: np.ndarray,
        out: np.ndarray | None = None,
        every: int = 1,
    ) -> None:
        """Take the steps from ``first`` up to but not including ``last``; changes ``states``.

        All arrays are float64 in C order: ``states`` [B, n_state], ``numbers`` [B, n_numbers],
        ``noise`` [steps, n_noise] and ``draws`` [steps, n_draws], counted from ``first``. Every
        step whose number ``every`` divides is written to ``out`` [B, rows, n_shown], at its number
        divided by ``every``. Other threads run meanwhile.
        """
        rows = 0 if out is None else out.shape[1]
        self._walk(
            *(ctypes.c_long(each) for each in (len(states), first, last)),
            *(_pointer(each) for each in (states, numbers, noise, draws)),
            None if out is None else _pointer(out),
            *(ctypes.c_long(each) for each in (rows, every)),
        )


def _pointer(array: np.ndarray) -> "ctypes._Pointer[ctypes.c_double]":
    assert array.dtype == np.float64 and array.flags.c_contiguous
    return array.ctypes.data_as(_DOUBLES)


def compiler() -> str | None:
    """The C++ compiler, if there is one."""
    return shutil.which(os.environ.get("CXX", "g++")) or shutil.which("clang++")


@lru_cache(maxsize=1)
def folder() -> Path:
    """Where code is kept between processes."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    place = cache / "gradient-surgery" / "steps"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


def has_folder() -> bool:
    """Whether there is a place to keep code."""
    try:
        return os.access(folder(), os.W_OK)
    except OSError:
        return False


def path_of(spec: KernelSpec) -> Path:
    """The file of a spec's code; another one for other code, torch, compiler or machine."""
    programs = sources(type(spec.landscape).__module__.partition(".")[0])
    made_with = (torch.__version__, platform.machine(), processor(), str(compiler()))
    name = " ".join((spec.key, *made_with, programs))
    return folder() / f"{sha256(name.encode()).hexdigest()[:24]}.so"


def build(spec: KernelSpec) -> Path:
    """Compile a spec's code unless it is there; raises ``Untranslatable`` or ``RuntimeError``."""
    path, tool = path_of(spec), compiler()
    if path.exists():
        return path
    if tool is None:
        raise RuntimeError("There is no C++ compiler on this machine: g++ or clang++.")
    draft = path.with_suffix(f".{os.getpid()}.draft")
    command = [tool, "-x", "c++", "-", *FLAGS, "-o", str(draft)]
    done = subprocess.run(command, input=source(spec), text=True, capture_output=True)
    if done.returncode:
        raise RuntimeError(f"The C++ compiler failed: {done.stderr[:500]}")
    draft.replace(path)
    _forget_the_oldest()
    return path


def _forget_the_oldest() -> None:
    files = sorted(folder().glob("*.so"), key=lambda path: path.stat().st_mtime)
    for path in files[:-MAX_FILES]:
        path.unlink(missing_ok=True)


@lru_cache(maxsize=8)
def sources(package: str) -> str:
    """A digest of the sources that steps are made from: the core's, and those of a package."""
    digest = sha256()
    for name in sorted({"samgs_core", package}):
        root = Path(str(sys.modules[name].__file__)).parent
        for path in sorted(root.rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def processor() -> str:
    """What the processor can do: code for one may be none for another that shares the folder."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((line for line in lines if line.startswith(("flags", "Features"))), "")
