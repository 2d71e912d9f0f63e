"""A folder of what is done, from which an interrupted table goes on."""

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from samgs_core.benchmark.log import LaneLog
from samgs_core.benchmark.problem import Benchmark
from samgs_core.benchmark.settings import Lane, Settings
from samgs_core.recorder import Recording
from samgs_core.recorder.archive import arrays

RECORDING, LOG, PART = ".npz", ".lane", ".part"
"""The recording of a lane, what else is known of it once it is over, and how far it has come."""
ARRAYS = ("losses", "evaluated_at", "metrics", "seconds")


class Store:
    """The lanes of one benchmark with one budget in a folder, each in files of its own.

    The names of the files tell benchmark, method, seed and a digest of all settings, so that
    lanes of other settings may lie beside them. Every file is there as a whole or not at all, and
    nothing in one is executed. Raises ``OSError`` if the folder cannot be made.
    """

    def __init__(
        self, folder: str | os.PathLike[str], benchmark: Benchmark, settings: Settings
    ) -> None:
        self.folder, self.benchmark, self.settings = Path(folder), benchmark, settings
        self.folder.mkdir(parents=True, exist_ok=True)

    def path(self, lane: Lane, kind: str = RECORDING) -> Path:
        """Where a file of a lane lies: its recording, if nothing else is asked for."""
        benchmark = self.benchmark
        what = lane.method.key if lane.method else f"{benchmark.tasks[lane.tasks[0]].key}-alone"
        digest = hashlib.sha256(self._identity(lane).encode()).hexdigest()[:8]
        return self.folder / f"{benchmark.key}-{what}-seed{lane.seed}-{digest}{kind}"

    def log(self, lane: Lane) -> LaneLog | None:
        """What is known of a lane that is over; None if it is not.

        Raises ``ValueError`` with the file if it is damaged or another's.
        """
        path = self.path(lane, LOG)
        try:
            with path.open("rb") as opened:
                values = arrays(opened)
            header = json.loads(values.pop("header").tobytes())
            if header.pop("identity") != self._identity(lane):
                raise ValueError("it is of another lane")
            tasks = tuple(self.benchmark.tasks[k] for k in lane.tasks)
            has_recording = header.pop("has_recording")
            recording = Recording.load(self.path(lane)) if has_recording else None
            parts: dict[str, Any] = {name: values[name] for name in ARRAYS}
            return LaneLog(lane, tasks, self.settings.steps, recording=recording, **header, **parts)
        except FileNotFoundError:
            return None
        except Exception as broken:  # whatever zip, numpy and JSON say of bytes that are damaged
            reason = f"{type(broken).__name__}: {str(broken)[:200]}"
            raise ValueError(
                f"Store.folder must hold whole files; got {path.name}: {reason}. Remove it."
            ) from broken

    def keep(self, log: LaneLog) -> None:
        """Write what is known of a lane that is over, and its recording before."""
        lane = log.lane
        if log.recording is not None:
            log.recording.save(self.path(lane))
        header = {
            "identity": self._identity(lane),
            "diverged_at": log.diverged_at,
            "device": log.device,
            "has_recording": log.recording is not None,
        }
        text = np.frombuffer(json.dumps(header).encode(), dtype=np.uint8)
        present: dict[str, Any] = {name: getattr(log, name) for name in ARRAYS}
        _write(self.path(lane, LOG), lambda opened: np.savez(opened, header=text, **present))
        self.path(lane, PART).unlink(missing_ok=True)

    def part(self, lane: Lane) -> bytes | None:
        """The checkpoint of a lane that was interrupted."""
        path = self.path(lane, PART)
        return path.read_bytes() if path.exists() else None

    def keep_part(self, lane: Lane, checkpoint: bytes) -> None:
        """Write the checkpoint of a lane that is not over."""
        _write(self.path(lane, PART), lambda opened: opened.write(checkpoint))

    def _identity(self, lane: Lane) -> str:
        """All that the numbers of a lane depend on."""
        return f"{self.benchmark!r} {self.settings!r} {lane!r}"


def _write(path: Path, write: Callable[[BinaryIO], object]) -> None:
    draft = path.with_name(f"{path.name}.{os.getpid()}.draft")
    try:
        with draft.open("wb") as opened:
            write(opened)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
