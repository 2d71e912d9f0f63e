"""A Dask cluster of processes of its own on this machine, for as long as tests need it."""

import json
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE = 60


class DaskCluster:
    """A scheduler and its workers, each of one thread; all are killed at the end."""

    def __init__(self, folder):
        self.folder, self.file = folder, folder / "scheduler.json"
        self.processes, self.workers = [], []
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0")
        until = time.monotonic() + PATIENCE
        while not self._address():
            assert self.scheduler.poll() is None and time.monotonic() < until, "no scheduler"
            time.sleep(0.05)
        self.address = self._address()

    def add_worker(self):
        """Start a worker; it is there some seconds later."""
        how = ("--nthreads", "1", "--no-nanny", "--local-directory", str(self.folder))
        self.workers.append(self._start("worker", *how))

    def end(self):
        """Kill all that was started."""
        for process in self.processes:
            process.kill()
            process.wait()

    def _start(self, kind, *how):
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", "--no-dashboard"]
        command += ["--scheduler-file", str(self.file), *how]
        with open(self.folder / f"{kind}.log", "ab") as log:
            process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
        self.processes.append(process)
        return process

    def _address(self):
        try:
            return json.loads(self.file.read_text())["address"]
        except (FileNotFoundError, ValueError):
            return ""


@contextmanager
def dask_cluster(folder, n_workers):
    """A cluster that begins with so many workers, which may still be on their way."""
    cluster = DaskCluster(folder)
    try:
        for _ in range(n_workers):
            cluster.add_worker()
        yield cluster
    finally:
        cluster.end()


def until(condition, reason, seconds=PATIENCE):
    """Wait until a condition holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, reason
        time.sleep(0.05)
