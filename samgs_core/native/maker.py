"""Makes the code of plans: the process beside, fed by ``store``. Run by it, not by hand."""

import os
import pickle
import sys

from samgs_core.native.library import build


def main() -> None:
    """Make the code of every plan that is read from the standard input, and say how it went."""
    os.nice(10)
    while True:
        try:
            plan = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        try:
            build(plan)
            answer = "made"
        except Exception as failed:  # the step stays in torch; whatever went wrong is told
            answer = "failed"
            reason = str(failed).splitlines()[0][:200]
            name = type(plan.method).__name__
            print(f"{name} keeps running in torch, without code: {reason}", file=sys.stderr)
        print(answer, flush=True)


if __name__ == "__main__":
    main()
