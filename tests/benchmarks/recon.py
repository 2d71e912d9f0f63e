"""How long does Recon take? Run with ``python -m tests.benchmarks.recon``.

Prints for every preset, with three seeds and the default plan, the seconds from the call to the
first partial report and to the last, and whether the outcome is as expected; then the same for two
split layers, and the main preset's outcome over ten seeds.
"""

import time

import torch

from samgs_core.methods import LS
from samgs_core.recon import Report, Summary, repeat
from synthetic import PRESETS, Preset

SEEDS = (0, 1, 2)


def timed(
    preset: Preset, k: int, seeds: tuple[int, ...]
) -> tuple[float, float, float, tuple[Report, ...]]:
    """Seconds to the first report, to the last, of processor time, and the reports."""
    began, busy = time.perf_counter(), time.process_time()
    told: list[float] = []

    def note(share: float, reports: tuple[Report, ...]) -> None:
        told.append(time.perf_counter() - began)

    reports = repeat(preset.problem, LS(), k, seeds, progress=note)
    return told[0], time.perf_counter() - began, time.process_time() - busy, reports


def main() -> None:
    """Print the tables."""
    torch.set_num_threads(1)
    print(f"{'preset':22}{'k':>2}{'first':>8}{'all':>8}{'busy':>8}  seconds; as expected")
    for preset, k in [*((preset, 1) for preset in PRESETS), (PRESETS[0], 2)]:
        first, done, busy, reports = timed(preset, k, SEEDS)
        holds = preset.holds(Summary(reports)) if k == 1 else ""
        print(f"{preset.title:22}{k:2}{first:8.2f}{done:8.2f}{busy:8.2f}  {holds}")
    seen = Summary(timed(PRESETS[0], 1, tuple(range(10)))[-1])
    print(f"\n{PRESETS[0].title}, ten seeds: picks {seen.picks}, agreement {seen.agreement:.2f}")
    for name in seen.test_loss:
        (loss, error), share = seen.test_loss[name], seen.conflict_share[name].mean
        print(f"{name:8} test loss {loss:.4f} ± {error:.4f}, severe conflicts {share:6.1%}")
    print(f"severe conflicts left by bookkeeping alone {seen.left_share.mean:.1%}")


if __name__ == "__main__":
    main()
