"""A process that runs sweeps for the page's own process: ``python -m app.runs.worker``.

It reads pickled sweeps from its input, one after the other. While one runs it writes the fraction
done, and after each reads one byte: ``GO_ON``, or any other to stop. At last it writes the ends.
"""

import os
import pickle
import signal
from contextlib import suppress
from typing import BinaryIO

GO_ON, STOP = b"+", b"-"
NICENESS = 19
"""How far the sweeps stand back behind the pages, which a visitor waits for."""


def main() -> None:
    """Serve until the input ends, which it does with the page's process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # so that nothing that is printed gets between the answers
    import torch

    from app.study.study import Study
    from samgs_core.methods import LS
    from samgs_core.native.store import KERNELS
    from samgs_core.sweep import Sweep, run_sweep

    torch.set_num_threads(1)
    KERNELS.start(is_maker=False)
    run_sweep(Sweep(Study(steps=2).experiment(LS())))  # the first run takes longer
    with suppress(BrokenPipeError):  # the page's process has ended
        serve(requests, answers)


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer every request; what goes wrong is an answer too."""
    from samgs_core.sweep import run_sweep

    def write(answer: object) -> None:
        pickle.dump(answer, answers)
        answers.flush()

    def tell(share: float) -> bool:
        write(share)
        return requests.read(1) == GO_ON

    while True:
        try:
            sweep = pickle.load(requests)
        except EOFError:
            return
        try:
            write(tuple(run_sweep(sweep, progress=tell)))
        except Exception as error:
            write(error)


if __name__ == "__main__":
    main()
