"""Makes the code of specs: the process beside, fed by ``store``. Run by it, not by hand."""

import os
import pickle
import sys

from samgs_core.native.library import build


def main() -> None:
    """Make the code of every spec that is read from the standard input, and say how it went."""
    os.nice(10)
    while True:
        try:
            spec = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        try:
            build(spec)
            answer = "made"
        except Exception as failed:  # the step stays in torch; whatever went wrong is told
            answer = "failed"
            reason = str(failed).splitlines()[0][:200]
            name = type(spec.method).__name__
            print(f"{name} keeps running in torch, without code: {reason}", file=sys.stderr)
        print(answer, flush=True)


if __name__ == "__main__":
    main()
