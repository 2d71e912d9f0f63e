"""A process that answers in place of the page's own, which a full room keeps busy.

The two speak by pipes. It is no pool's: there a question passes through threads of the page's
process, and each of them would have to wait for its turn among those that draw pages.
"""

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, ParamSpec, TypeVar

RETRY = 10.0
"""Seconds at least between two starts: one that ends at once is not started again and again."""
PIPE = 2**20
"""Bytes that a pipe of answers holds: whoever reads one piecemeal waits again for every piece."""
MOST = 12
"""Questions that may wait; a pipe holds as many of them."""
PATIENCE = 3.0
"""Seconds after which an answer is not waited for any longer."""
P = ParamSpec("P")
T = TypeVar("T")


class Away(Exception):
    """The process is not there, not yet or no longer, or has too much to do."""


class Helper:
    """Such a process, started when it is first asked; safe among threads.

    ``make_ready`` is called there before anything else. It ends with the page's process.
    """

    def __init__(self, make_ready: Callable[[], None]) -> None:
        self.make_ready = make_ready
        self.lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.listener, self.started = threading.Thread(), -RETRY
        self.asked: deque[Future[Any]] = deque()
        """The answers that are on their way, in their order."""
        self.is_ready = False

    def ask(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What a function of some module answers there, or raises; ``Away`` if it does not come."""
        with self.lock:
            if not self.is_ready:
                self._begin()
            if not self.is_ready or len(self.asked) >= MOST:
                raise Away
            answer = self._ask(function, *args, **kwargs)
        try:
            return answer.result(PATIENCE)
        except (TimeoutError, CancelledError) as late:
            raise Away from late

    def end(self) -> None:
        """End the process for good, whatever it does."""
        with self.lock:
            self.started = float("inf")
            if self.process is not None:
                self.process.kill()
                self.process.wait()

    def _begin(self) -> None:
        """Start the process, unless it is on its way or was tried just now; nobody waits for it."""
        if not self.listener.is_alive() and time.monotonic() - self.started >= RETRY:
            self.started = time.monotonic()
            self.listener = threading.Thread(target=self._listen, daemon=True)
            self.listener.start()

    def _listen(self) -> None:
        """Start the process, and pass its answers on for as long as it is there."""
        root = Path(__file__).parents[2]
        paths = os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": paths, "OMP_NUM_THREADS": "1"},
        )
        with suppress(OSError, EOFError), process:
            try:
                self._pass_on(process)
            finally:
                process.kill()
                with self.lock:
                    self.is_ready = False
                for waiting in self.asked:
                    waiting.cancel()

    def _pass_on(self, process: subprocess.Popen[bytes]) -> None:
        """Make the process ready, and pass its answers on until it ends."""
        with self.lock:
            self.process, self.asked = process, deque()
            self._ask(self.make_ready).add_done_callback(self._note_ready)
        if process.stdout is not None:
            _widen(process.stdout)
        while process.stdout is not None:
            is_fine, answer = _received(process.stdout)
            waiting = self.asked.popleft()
            waiting.set_result(answer) if is_fine else waiting.set_exception(answer)

    def _ask(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        answer: Future[T] = Future()
        self.asked.append(answer)
        if self.process is not None and self.process.stdin is not None:
            with suppress(OSError):  # who listens hears that it ended
                _send(self.process.stdin, (function, args, kwargs))
        return answer

    def _note_ready(self, made: Future[None]) -> None:
        self.is_ready = not made.cancelled() and made.exception() is None


def main() -> None:
    """Answer until the page's process has ended: then nothing more comes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asked, answered = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what is printed is no answer
    with suppress(EOFError, BrokenPipeError):
        while True:
            function, args, kwargs = _received(asked)
            _send(answered, _tried(function, *args, **kwargs))


def _tried(function: Callable[..., Any], *args: Any, **kwargs: Any) -> tuple[bool, Any]:
    """Whether it went well, and what it gave or what went wrong."""
    try:
        return True, function(*args, **kwargs)
    except Exception as error:
        return False, error


def _send(pipe: IO[bytes], thing: object) -> None:
    packed = pickle.dumps(thing, pickle.HIGHEST_PROTOCOL)
    pipe.write(len(packed).to_bytes(8, "big") + packed)
    pipe.flush()


def _received(pipe: IO[bytes]) -> Any:
    n = int.from_bytes(pipe.read(8), "big")
    packed = pipe.read(n)
    if not n or len(packed) < n:
        raise EOFError
    return pickle.loads(packed)


def _widen(pipe: IO[bytes]) -> None:
    """Let a pipe hold more, where that can be said."""
    try:
        from fcntl import F_SETPIPE_SZ, fcntl
    except ImportError:  # not on Linux
        return
    with suppress(OSError):  # all of a user's pipes may hold too much by now
        fcntl(pipe, F_SETPIPE_SZ, PIPE)


if __name__ == "__main__":
    main()
