"""What runs the sweeps: the pages stay quick, because their own process is free."""

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor
from typing import Any

from app.runs.child import Child
from app.runs.cluster import Absent, Cluster
from app.runs.setting import SCHEDULER, n_processes
from app.runs.work import Work

VISITS, RETRY = 2.0, 20.0
"""Seconds between two visits to a cluster, and to one that was not there."""


class Workers:
    """Processes that take a piece of a job each, of all jobs that are looked at in turn.

    They are those of a cluster, if there is one, and ``n`` of this machine while it is not there.
    """

    def __init__(self, n: int, cluster: Cluster | None = None) -> None:
        self.n, self.cluster = n, cluster
        self.jobs: list[Work] = []
        self.changed = threading.Condition()
        self.children: list[Child] = []
        self.n_slots = 0
        self.has_begun = False
        self.has_ended = False
        self.visit_is_due = threading.Event()

    def start(self) -> None:
        """Start the processes, if they are not there yet; they take some seconds to be ready."""
        with self.changed:
            if self.has_begun:
                return
            self.has_begun = True
        if self.cluster is None:
            self._start_here()
        else:
            _in_a_thread(self._visit, self.cluster)

    def end(self) -> None:
        """End the processes of this machine for good, whatever they do, and leave the cluster."""
        self.has_ended = True
        self.visit_is_due.set()
        for child in self.children:
            child.end()

    @property
    def trouble(self) -> str:
        """What the visitors are to know of where the sweeps run, as a sentence, if anything."""
        return "" if self.cluster is None else self.cluster.trouble

    def look_at(self, jobs: Sequence[Work]) -> None:
        """Work on these jobs; asked again and again for as long as somebody looks at them."""
        self.start()
        with self.changed:
            n = len(self.jobs)
            for job in jobs:
                job.look()
                if not job.done() and job not in self.jobs:
                    self.jobs.append(job)
            if not all(job.can_travel for job in jobs):
                self._start_here()
            if len(self.jobs) > n:  # else all who wait would wake one another without end
                self.changed.notify_all()

    def wait(self, seconds: float) -> None:
        """Wait until something is done, at most so long."""
        with self.changed:
            self.changed.wait(seconds)

    def _start_here(self) -> None:
        with self.changed:
            if self.children:
                return
            self.children = [Child() for _ in range(self.n)]
        for child in self.children:
            _in_a_thread(self._serve_here, child)

    def _visit(self, cluster: Cluster) -> None:
        """Look after a cluster again and again: it may come, go and change its size."""
        while not self.has_ended:
            self.visit_is_due.clear()
            cluster.visit()
            if not cluster.n_places:
                self._start_here()
            for number in range(self.n_slots, cluster.n_places):
                _in_a_thread(self._serve_there, cluster, number)
            self.n_slots = max(self.n_slots, cluster.n_places)
            self._tell()
            self.visit_is_due.wait(VISITS if cluster.n_places else RETRY)
        cluster.close()

    def _serve_here(self, child: Child) -> None:
        """Have a process of this machine run pieces, for as long as there is no cluster."""
        while True:
            job, piece = self._next(lambda job: not (job.can_travel and self._has_cluster))
            try:
                job.run_in(child, piece)
            except BrokenExecutor:
                if self.has_ended:
                    return
                job.lose(piece)
                child.start()
            except Exception as error:
                job.fail(piece, f"It could not be computed: {error}")
            self._tell()

    def _serve_there(self, cluster: Cluster, number: int) -> None:
        """Have a cluster run pieces, while it has more places than ``number``."""
        while True:
            job, piece = self._next(lambda job: job.can_travel and number < cluster.n_places)
            try:
                job.run_in(cluster, piece)
            except Absent:
                job.put_back(piece)
                cluster.n_places = 0  # until the next visit
                self.visit_is_due.set()
            except Exception as error:
                job.fail(piece, f"The cluster could not compute it: {error}")
            self._tell()

    def _tell(self) -> None:
        with self.changed:
            self.changed.notify_all()

    @property
    def _has_cluster(self) -> bool:
        return self.cluster is not None and self.cluster.n_places > 0

    def _next(self, may_run: Callable[[Work], bool]) -> tuple[Work, Any]:
        """A piece of the job whose turn it is; waits until there is one that ``may_run``."""
        with self.changed:
            while True:
                self.jobs = [job for job in self.jobs if not job.is_idle]
                for job in filter(may_run, self.jobs):
                    piece = job.take_out()
                    if piece is not None:
                        self.jobs.remove(job)
                        self.jobs.append(job)  # next time it is the others' turn
                        return job, piece
                self.changed.wait()


def _in_a_thread(work: Callable[..., None], *of: object) -> None:
    threading.Thread(target=work, args=of, daemon=True).start()


_ADDRESS = os.environ.get(SCHEDULER, "")
WORKERS = Workers(n_processes(os.environ), Cluster(_ADDRESS) if _ADDRESS else None)
"""The workers of this process, shared by all its visitors."""
