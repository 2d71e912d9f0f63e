"""What computed some numbers: equal numbers come from equal engines, programs and processors."""

import platform
from collections.abc import Collection
from hashlib import sha256
from typing import NamedTuple

import torch

from samgs_core.landscape import Landscape
from samgs_core.native.library import compiler, processor, sources
from samgs_core.record import Engine


class Origin(NamedTuple):
    """An engine on a machine. Two that are equal give equal numbers, bit for bit."""

    engine: Engine
    machine: str
    """For the reader: the release of torch, and the instructions that it uses."""
    key: str
    """A digest of the programs and of what they were made with."""

    def __str__(self) -> str:
        return f"{self.engine} ({self.machine}, programs {self.key[:6]})"


def origin_of(engine: Engine, landscape: Landscape) -> Origin:
    """What this process is, when it takes steps on a landscape with an engine."""
    instructions = torch.backends.cpu.get_cpu_capability()
    machine = f"torch {torch.__version__}, {platform.machine()} {instructions}"
    made_with = f"{processor()} {compiler()}" if engine is Engine.CODE else ""
    programs = sources(type(landscape).__module__.partition(".")[0])
    return Origin(engine, machine, sha256(f"{machine} {made_with} {programs}".encode()).hexdigest())


def differing(origins: Collection[Origin]) -> str:
    """A sentence if the numbers of these may differ where they should not; else nothing."""
    if len(set(origins)) < 2:
        return ""
    named = sorted(map(str, set(origins)))
    return (
        f"Parts of this were computed by {' and by '.join(named)}, which round differently: from "
        "a start on a knife's edge two may end elsewhere."
    )
