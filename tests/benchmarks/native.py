"""How fast is machine code? Run with ``python -m tests.benchmarks.native [starts]``.

Beside the natural torch loop and the engine in torch, in one run: one method from seven starts,
every method from seven starts, and many starts of SAM-GS (44,000 if not said otherwise), each for
20,000 steps; what making the code takes; how the cost grows with the starts; and the memory. Beside
the many starts a loop over scalars written by hand in C++, on one core.
"""

import ctypes
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import torch

from samgs_core import Adam, Experiment, run, run_together
from samgs_core.methods import METHODS, SAMGS
from samgs_core.native.library import build, compiler
from samgs_core.native.spec import spec_of
from samgs_core.native.store import KERNELS
from samgs_core.step_rule import rule_of
from samgs_core.sweep import Sweep, run_sweep
from samgs_core.tally import criteria_of
from synthetic import OneOptimum
from tests.benchmarks.engine import natural_loop, seconds

STEPS = 20_000
SEVEN = OneOptimum.starts[0].points


def experiment(method: type, starts: tuple[tuple[float, ...], ...], steps: int) -> Experiment:
    """A run that keeps every hundredth step."""
    return Experiment(
        landscape=OneOptimum(),
        method=method(),
        optimizer=Adam(lr=1e-3),
        starts=starts,
        steps=steps,
        record_every=100,
        clip_norm=1.0,
    )


def made(asked: Experiment) -> bool:
    """Make the code of an experiment, for runs and for sweeps; whether that was possible."""
    x = torch.tensor(asked.starts[:1], dtype=torch.float64)
    rule = rule_of(asked, x)
    try:
        build(spec_of(rule, x))
        build(spec_of(rule, x, criteria_of([asked], np.zeros(1, int), x)))
    except RuntimeError:
        return False
    return True


def grid(n: int) -> tuple[tuple[float, float], ...]:
    """About n starts over the window."""
    side = round(n**0.5)
    line = np.linspace(-11, 11, side).tolist()
    return tuple((x, y) for y in np.linspace(-11, 11, max(n // side, 1)).tolist() for x in line)


def timed(asked: Experiment, *, is_swept: bool = False) -> float:
    """Nanoseconds for a step of a start."""
    began = time.perf_counter()
    if is_swept:
        run_sweep(Sweep(asked))
    else:
        run(asked)
    return (time.perf_counter() - began) / (len(asked.starts) * asked.steps) * 1e9


def main() -> None:
    """Print the figures."""
    if compiler() is None:
        sys.exit("There is no C++ compiler here: g++ or clang++.")
    torch.set_num_threads(1)
    n_many = int(sys.argv[1]) if len(sys.argv) > 1 else 44_000
    many = [experiment(method, SEVEN, 300) for method in METHODS]
    together = seconds(lambda: run_together(many)) / (300 * len(SEVEN) * len(METHODS)) * 1e9
    every = seconds(lambda: [natural_loop(method(), 100) for method in METHODS])
    every_natural = every / (100 * len(METHODS)) * 1e9
    natural = seconds(lambda: natural_loop(SAMGS(), 300)) / 300 * 1e9
    print(f"natural loop: {natural / 1e3:.0f} microseconds for a step of a start with SAM-GS,")
    print(f"    {every_natural / 1e3:.0f} on average over the methods")
    torch_own = timed(experiment(SAMGS, SEVEN, 1_000))
    began = time.perf_counter()
    in_code = [method for method in METHODS if made(experiment(method, SEVEN, STEPS))]
    took = time.perf_counter() - began
    print(f"code for {len(in_code)} of {len(METHODS)} methods, made or found in {took:.0f} s")
    KERNELS.start()
    tell("(a) SAM-GS, seven starts, in torch", torch_own, natural)
    run(experiment(SAMGS, SEVEN, STEPS))  # loads the code
    tell("    in code", timed(experiment(SAMGS, SEVEN, STEPS)), natural)
    tell("(b) every method, seven starts, in torch together", together, every_natural)
    began = time.perf_counter()
    for method in in_code:
        run(experiment(method, SEVEN, STEPS))
    whole = time.perf_counter() - began
    each = whole / (len(in_code) * len(SEVEN) * STEPS) * 1e9
    tell(f"    in code, {len(in_code)} methods, {whole:.1f} s", each, every_natural)
    many = experiment(SAMGS, grid(n_many), STEPS)
    began = time.perf_counter()
    cost = timed(many, is_swept=True)
    whole = time.perf_counter() - began
    tell(f"(c) {len(many.starts)} starts of SAM-GS, {whole:.0f} s", cost, natural)
    tell("    scalars by hand, one core", by_hand(grid(900), 1_000), natural)
    print("(d) SAM-GS in code, by starts:")
    for n in (1, 10, 100, 1_000, 10_000, 100_000):
        steps = max(20, min(STEPS, 4_000_000 // n))
        tell(f"    {n}", timed(experiment(SAMGS, grid(n), steps), is_swept=True), natural)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"most memory of the process: {peak:.0f} MB")


def by_hand(starts: tuple[tuple[float, ...], ...], steps: int) -> float:
    """Nanoseconds for a step of a start in the loop over scalars, which must end where runs do."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scalar.so"
        source = Path(__file__).with_name("scalar.cpp")
        flags = ("-O2", "-march=native", "-fno-math-errno", "-shared", "-fPIC")
        subprocess.run([str(compiler()), *flags, str(source), "-o", str(path)], check=True)
        walk = ctypes.CDLL(str(path)).walk
    points = np.array(starts)
    place = points.ctypes.data_as(ctypes.POINTER(ctypes.c_double))
    began = time.perf_counter()
    walk(*map(ctypes.c_long, (len(starts), steps)), place, *map(ctypes.c_double, (1e-3, 0.1)))
    took = time.perf_counter() - began
    ends = run(experiment(SAMGS, starts, steps)).x[:, -1]
    assert np.mean(np.abs(points - ends).max(1) < 1e-6) > 0.99, "the loop takes other steps"
    return took / (len(starts) * steps) * 1e9


def tell(name: str, nanoseconds: float, natural: float) -> None:
    """One line."""
    ratio = natural / nanoseconds
    print(f"{name}: {nanoseconds:,.0f} ns for a step of a start, natural loop / {ratio:,.0f}")


if __name__ == "__main__":
    main()
