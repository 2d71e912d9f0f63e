"""How fast is the engine? Run with ``python -m tests.benchmarks.engine``.

Prints microseconds per step and start for every method at several batch sizes, beside the natural
torch loop (one start, two backward passes, the method, torch's clipping and Adam), all measured in
one run on one thread.
"""

import statistics
import time
from collections.abc import Callable

import torch

from samgs_core import Adam, Experiment, run
from samgs_core.method import Method
from samgs_core.methods import LS, METHODS, SAMGS, PCGrad
from synthetic import OneOptimum

SIZES = ((1, 1_000), (7, 1_000), (100, 500), (10_000, 30))
LANDSCAPE = OneOptimum()
STARTS = LANDSCAPE.starts[0].points


def natural_loop(method: Method, steps: int) -> None:
    """What one writes first: one start, one backward pass for each task, torch's clip and Adam."""
    x = torch.tensor(STARTS[0], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.Adam([x], lr=0.02)
    bounds = x.new_tensor(LANDSCAPE.lower_bounds)
    state = method.init(torch.zeros(1, 2, 2, dtype=torch.float64))
    for _ in range(steps):
        losses = LANDSCAPE.losses(x[None])[0]
        grads = torch.stack([torch.autograd.grad(loss, x, retain_graph=True)[0] for loss in losses])
        with torch.no_grad():
            above = losses - bounds if method.needs_positive_losses() else losses
            draws = torch.rand(method.n_draws(2, 2), dtype=torch.float64)
            operated, state = method.operate(grads[None], above[None], state, draws)
        x.grad = operated[0].sum(0)
        torch.nn.utils.clip_grad_norm_([x], 1.0)
        optimizer.step()


def batch(method: type, n: int, steps: int, every: int) -> None:
    """The engine on n starts."""
    starts = tuple(STARTS[i % len(STARTS)] for i in range(n))
    run(
        Experiment(
            landscape=LANDSCAPE,
            method=method(),
            optimizer=Adam(lr=0.02),
            starts=starts,
            steps=steps,
            record_every=every,
            clip_norm=1.0,
        ),
        device="cpu",
    )


def seconds(work: Callable[[], None], repeats: int = 3) -> float:
    """The median time of a piece of work, after one turn to warm up."""
    work()
    times = []
    for _ in range(repeats):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def main() -> None:
    """Print the table."""
    torch.set_num_threads(1)
    print("Microseconds per step and start; in brackets how many times less than the natural loop.")
    print(f"{'method':12}{'natural':>9}" + "".join(f"{n:>9} starts   " for n, _ in SIZES))
    for method in METHODS:
        natural = seconds(lambda: natural_loop(method(), 100)) / 100 * 1e6  # noqa: B023
        cells = [f"{natural:9.0f}"]
        for n, steps in SIZES:
            every = 1 if n <= 100 else steps
            micro = seconds(lambda: batch(method, n, steps, every)) / (n * steps) * 1e6  # noqa: B023
            cells.append(f"{micro:9.2f} ({natural / micro:4.0f}x)")
        print(f"{method.key:12}" + "".join(cells))
    scene = seconds(lambda: [batch(method, 7, 1_000, 1) for method in (LS, PCGrad, SAMGS)])
    print(f"default scene, three runs: {scene:.2f} s")


if __name__ == "__main__":
    main()
