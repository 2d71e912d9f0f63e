"""Where sweeps run: what the environment says of it."""

import os
from collections.abc import Mapping

SCHEDULER, PROCESSES = "SURGERY_SCHEDULER", "SURGERY_MAP_PROCESSES"
"""The address of a Dask scheduler; how many processes on this machine run sweeps for one process of
the server."""
HELPER = "SURGERY_PICTURE_PROCESS"
"""Whether a full room has a process for its pictures: 0 for none, 1 by itself."""
STOPS = "SURGERY_STOPS"
"""The folder in which the processes of one server tell one another of pressed buttons."""
MAX_BY_ITSELF, MAX_PROCESSES = 4, 256


def n_processes(environment: Mapping[str, str]) -> int:
    """How many processes run sweeps: as many as there are cores, four at most, unless it is said.

    A server of several processes has that many for each of its own, unless it is said. Raises
    ``ValueError`` for anything but a whole number.
    """
    text = environment.get(PROCESSES, "")
    if not text:
        return min(os.cpu_count() or 1, MAX_BY_ITSELF)
    if not text.isdecimal() or not 1 <= int(text) <= MAX_PROCESSES:
        rule = f"must be a whole number in [1, {MAX_PROCESSES}]"
        raise ValueError(f"{PROCESSES} {rule}; got {text!r}.")
    return int(text)


def has_helper(environment: Mapping[str, str]) -> bool:
    """Whether pictures have a process of their own when many visitors are there.

    Raises ``ValueError`` for anything but 0 and 1.
    """
    text = environment.get(HELPER) or "1"
    if text not in ("0", "1"):
        raise ValueError(f"{HELPER} must be 0 or 1; got {text!r}.")
    return text == "1"
