"""A Dask cluster that runs the sweeps of the pages, if the environment names its scheduler."""

import socket
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, wait
from contextlib import suppress
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from app.runs.setting import SCHEDULER
from samgs_core.axes import Sweep
from samgs_core.record import Engine
from samgs_core.spread import SLICE, go_on
from samgs_core.sweep_run import SweepRun

if TYPE_CHECKING:
    from distributed import Client
    from distributed.utils import LoopRunner

PATIENCE = 5.0
"""Seconds in which a scheduler must answer."""
MAX_PLACES = 128
"""The most pieces that one process of the server has on their way."""
LISTENING = 0.05
"""Seconds between two looks at whether a piece is still wanted."""
HERE = "Maps run in processes of the server's own machine meanwhile."


class Absent(Exception):
    """The cluster went away while it had a piece, which is to run elsewhere."""


class Cluster:
    """The cluster of the scheduler at an address; ``distributed`` is imported on the first visit.

    How it is secured is Dask's own configuration.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.client: Client | None = None
        self.n_places = 0
        """How many pieces it runs at once; 0 while it is not there."""
        self.trouble = ""
        """Why it is not there, as a sentence for the visitors."""
        self.answer: Future[int] | None = None

    def visit(self) -> None:
        """See whether the cluster is there, and how large it is; takes some seconds at most."""
        try:
            import_module("distributed")
        except ImportError:
            return self._miss("needs Dask: pip install 'gradient-surgery-explorer[cluster]'")
        self.answer = self.answer or _in_the_background(self._ask)
        if not wait([self.answer], PATIENCE).done:  # Dask waits for ever for one who says nothing
            return self._miss("no scheduler answers there")
        answer, self.answer = self.answer, None
        try:
            self.n_places = min(answer.result(), MAX_PLACES)
        except Exception:  # whatever is wrong with an address or a network, the pages go on
            self._miss("no scheduler answers there")
            return self.close()
        if not self.n_places:
            return self._miss("the scheduler there has no workers")
        self.trouble = ""
        return None

    def _ask(self) -> int:
        """The number of threads of all workers."""
        if self.client is not None and self.client.status != "running":
            self.close()
        if self.client is None:
            self.client = _client(self.address)
        return sum(self.client.nthreads().values())

    def run(self, sweep: Sweep, engine: Engine, progress: Callable[[float], bool]) -> SweepRun:
        """Run a sweep there, a second at a time.

        ``progress`` hears the share done and says whether to go on. Raises ``Absent`` if the
        cluster is not there, or what a worker raised.
        """
        run, client = SweepRun(sweep, engine), self.client
        if client is None:
            raise Absent
        executor = client.get_executor(pure=False)
        try:
            while not run.is_over:
                future = executor.submit(go_on, run, SLICE)
                while not wait([future], LISTENING).done:
                    if not (self.n_places and progress(run.share)):
                        future.cancel()
                        return run
                run, _ = future.result()
        except CancelledError:
            raise Absent from None
        except Exception:
            if client.status != "running":
                raise Absent from None
            raise
        return run

    def close(self) -> None:
        """Leave the cluster, which goes on without this process."""
        self.n_places = 0
        if self.client is not None:
            with suppress(TimeoutError):
                self.client.close(timeout=PATIENCE)
            self.client = None

    def _miss(self, reason: str) -> None:
        self.n_places = 0
        self.trouble = f"{SCHEDULER} is {self.address}: {reason}. {HERE}"


def _client(address: str) -> "Client":
    """A client; nothing is begun for an address at which nobody listens."""
    from distributed import Client

    place = urlsplit(address if "://" in address else f"tcp://{address}")
    socket.create_connection((str(place.hostname), place.port or 0), PATIENCE).close()
    return Client(address, timeout=PATIENCE, set_as_default=False, loop=_loops().loop)


def _in_the_background(ask: Callable[[], int]) -> Future[int]:
    """The answer, for which nobody need wait, also not the end of this process."""
    answer = Future[int]()

    def answered() -> None:
        try:
            answer.set_result(ask())
        except Exception as error:
            answer.set_exception(error)

    threading.Thread(target=answered, daemon=True).start()
    return answer


@cache
def _loops() -> "LoopRunner":
    """A thread for all clients: one that finds no scheduler would leave its own behind."""
    from distributed.utils import LoopRunner

    runner = LoopRunner()
    runner.start()
    return runner
