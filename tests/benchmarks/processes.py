"""What processes use, read from Linux: a server and the processes that it started."""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def family(pid: int) -> Iterator[int]:
    """A process and all that it started, and they in turn."""
    yield pid
    for child in children(pid):
        yield from family(child)


def children(pid: int) -> Iterator[int]:
    """What a process started."""
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):  # the thread has ended meanwhile
            yield from map(int, task.read_text().split())


def is_sweeping(pid: int) -> bool:
    """Whether a process runs sweeps: it is nice, and takes what the pages leave."""
    with suppress(ProcessLookupError):  # it has ended meanwhile
        return os.getpriority(os.PRIO_PROCESS, pid) > 0
    return False


def cpu_seconds(pids: Sequence[int]) -> float:
    """Seconds of CPU that a server has used in all its processes but those that run sweeps."""
    return sum(_cpu(each) for pid in pids for each in family(pid) if not is_sweeping(each))


def memory(pids: Sequence[int]) -> int:
    """Bytes that a server and its processes hold, shared pages counted once."""
    return sum(_proportional(each) for pid in pids for each in family(pid))


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


def _proportional(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):  # it has ended
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
