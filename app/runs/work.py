"""Work on its way in other processes: piece by piece, for as long as somebody looks at it."""

import time
from abc import abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar, Protocol, TypeVar

import numpy as np

from app.runs.shelf import Flight
from samgs_core.axes import Sweep
from samgs_core.record import Engine
from samgs_core.sweep_run import SweepRun

PATIENCE = 1.0
"""Seconds after which work that nobody looks at rests."""
MAX_DEATHS = 2
"""After so many processes that ended over it, a piece is given up, and its work with it."""
ENDED = "The process that computed it ended; it may have lacked memory."
V = TypeVar("V")


class Runner(Protocol):
    """What runs a piece: a process of this machine, or a cluster."""

    def run(self, sweep: Sweep, engine: Engine, progress: Callable[[float], bool]) -> SweepRun:
        """Run a sweep; ``progress`` hears the share done and says whether to go on."""


class Work(Flight[V]):
    """Something that is computed in pieces, and drawn meanwhile. Safe among threads."""

    can_travel: ClassVar[bool]
    """Whether a cluster may do it as well as a process of this machine."""
    version: int
    """Grows with all that is done."""

    def __init__(self) -> None:
        super().__init__()
        self.version = 0
        self.seen = -np.inf

    @property
    def failure(self) -> str:
        """Why it failed, as a sentence; nothing if it did not."""
        return str(self.exception()) if self.has_failed else ""

    @property
    def is_watched(self) -> bool:
        """Whether somebody looked at it just now."""
        return time.monotonic() - self.seen < PATIENCE

    @property
    def is_idle(self) -> bool:
        return self.done() or not self.is_watched

    @property
    @abstractmethod
    def share(self) -> float:
        """The share that is done."""

    def look(self) -> None:
        """Say that somebody looks at it."""
        self.seen = time.monotonic()

    def leave(self) -> None:
        """Say that somebody no longer looks; others say so by looking again."""
        self.seen = -np.inf

    @abstractmethod
    def take_out(self) -> Any | None:
        """A piece to run, if any waits."""

    @abstractmethod
    def run_in(self, runner: Any, piece: Any) -> None:
        """Have a piece run there, and take what comes of it; raises what went wrong."""

    @abstractmethod
    def put_back(self, piece: Any) -> None:
        """Have a piece wait again."""

    @abstractmethod
    def fail(self, piece: Any, reason: str) -> None:
        """Give up, for a reason that the visitor is told."""

    def lose(self, piece: Any) -> None:
        """Have a piece run again whose process ended, unless that happened too often."""
        piece.deaths += 1
        if piece.deaths < MAX_DEATHS:
            self.put_back(piece)
        else:
            self.fail(piece, ENDED)
