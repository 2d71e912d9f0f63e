"""Which specs have code by now, and the process that makes it for the others."""

import atexit
import os
import pickle
import subprocess
import sys
import threading
from contextlib import suppress
from itertools import count
from pathlib import Path
from queue import PriorityQueue

import torch
from torch import Tensor

from samgs_core.native.library import Library, compiler, has_folder, path_of
from samgs_core.native.spec import KernelSpec, spec_of
from samgs_core.step_rule import StepRule
from samgs_core.tally import Criteria

WORTH = 0.05
"""Seconds in torch below which nobody would notice the difference."""
LONG = 1.5
"""Seconds in torch that are longer than making the code takes."""
STEP, START_STEP = 1e-4, 1e-6
"""About so many seconds torch takes for a step, and for each start in it."""
PATIENCE = 5.0
"""Seconds after which nobody waits any longer for code."""


class KernelStore:
    """The loaded code by spec. Off until ``start``: then missing code is made beside."""

    def __init__(self) -> None:
        self.is_on = self.is_maker = False
        self.patience: float | None = None
        self.lock = threading.Lock()
        self.loaded: dict[str, Library] = {}
        self.asked: dict[str, threading.Event] = {}
        self.queue: PriorityQueue[tuple[bool, int, KernelSpec]] = PriorityQueue()
        self.numbers = count()

    def start(self, *, is_maker: bool = True, patience: float | None = None) -> None:
        """From now on make and use code, if there is a compiler and a folder to keep it in.

        One that is no maker uses what another process makes, and waits for nothing. Where nobody
        sits before a page, the ``patience`` with which code is waited for may be longer.
        """
        with self.lock:
            if self.is_on or compiler() is None or not has_folder():
                return
            self.is_on, self.is_maker, self.patience = True, is_maker, patience
        if not is_maker:
            return
        threading.Thread(target=self._work, daemon=True, name="native steps").start()

    def for_rule(
        self,
        rule: StepRule,
        x: Tensor,
        criteria: Criteria | None = None,
        *,
        is_wanted: bool = False,
    ) -> Library | None:
        """Code for a rule from the points x [B, D]; None if there is none, or none yet.

        Long work waits for it to be made, which takes a second or so, but not for ever, and so does
        any work for which code ``is_wanted``.
        """
        seconds = rule.steps * (STEP + START_STEP * len(x))
        is_at_home = x.dtype == torch.float64 and x.device.type == "cpu"
        if not self.is_on or not is_at_home or (seconds < WORTH and not is_wanted):
            return None
        spec = spec_of(rule, x, criteria)
        return self.get(spec, is_patient=is_wanted or seconds >= LONG) if spec.is_fit else None

    def get(self, spec: KernelSpec, *, is_patient: bool = False) -> Library | None:
        """The spec's code if it is ready; else it is asked for, and, if patient, waited for."""
        key = spec.key
        with self.lock:
            if key in self.loaded:
                return self.loaded[key]
            is_new = key not in self.asked
            made = self.asked.setdefault(key, threading.Event())
        if is_new or not self.is_maker:
            self._load(spec)
        if self.is_maker and not made.is_set() and (is_new or is_patient):
            # What somebody waits for comes first, also if it was asked for before.
            self.queue.put((not is_patient, next(self.numbers), spec))
        if is_patient and self.is_maker:
            made.wait(PATIENCE if self.patience is None else self.patience)
        return self.loaded.get(key)

    def _load(self, spec: KernelSpec) -> bool:
        """Whether the code is there; a file that is no code is removed, where that is possible."""
        path = path_of(spec)
        if not path.exists():
            return False
        try:
            library = Library(path)
        except (OSError, ValueError):
            with suppress(OSError):
                path.unlink(missing_ok=True)
            return False
        with self.lock:
            self.loaded[spec.key] = library
            self.asked[spec.key].set()
        return True

    def _work(self) -> None:
        """Pass the specs to a process of its own, one after the other."""
        helper: subprocess.Popen[bytes] | None = None
        while True:
            *_, spec = self.queue.get()
            if self.asked[spec.key].is_set():
                continue
            if helper is None or helper.poll() is not None:
                helper = _helper()
            if not (_made(helper, spec) and self._load(spec)):
                with self.lock:
                    self.asked[spec.key].set()


def _helper() -> subprocess.Popen[bytes]:
    root = Path(__file__).parents[2]
    paths = os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    helper = subprocess.Popen(
        [sys.executable, "-m", "samgs_core.native.maker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": paths, "OMP_NUM_THREADS": "1"},
    )
    atexit.register(helper.kill)
    return helper


def _made(helper: subprocess.Popen[bytes], spec: KernelSpec) -> bool:
    """Whether the process could make the code."""
    if helper.stdin is None or helper.stdout is None:
        return False
    try:
        pickle.dump(spec, helper.stdin)
        helper.stdin.flush()
        return helper.stdout.readline() == b"made\n"
    except OSError:
        return False


KERNELS = KernelStore()
"""The code of this process."""
