"""A shelf: every key's value is made once, whoever asks for it, and kept while memory allows."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from functools import partial
from typing import Generic, TypeVar

V = TypeVar("V")


class Flight(Future[V]):
    """A value on its way to whoever waits for it."""

    @property
    def is_finished(self) -> bool:
        """Whether the value is there."""
        return self.done() and not self.cancelled() and self.exception() is None

    @property
    def has_failed(self) -> bool:
        """Whether it was given up, or went wrong: whoever asks next begins anew."""
        return self.done() and not self.is_finished

    def give_up(self) -> None:
        """Tell whoever waits that the value will not come, unless it has."""
        if self.cancel():
            self.set_running_or_notify_cancel()

    @property
    def is_idle(self) -> bool:
        """Whether nobody would miss it if it were forgotten."""
        return self.done()


K = TypeVar("K", bound=Hashable)
F = TypeVar("F", bound=Flight)


class Shelf(Generic[K, F]):
    """Keeps the most recently used flights, up to a number of bytes; safe among threads.

    ``n_bytes`` is what a flight takes, asked for when it begins and when it ends.
    """

    def __init__(self, max_bytes: int, n_bytes: Callable[[F], int]) -> None:
        self.max_bytes, self.n_bytes = max_bytes, n_bytes
        self.kept: OrderedDict[K, F] = OrderedDict()
        self.sizes: dict[K, int] = {}
        self.lock = threading.Lock()

    def claim(self, key: K, new: Callable[[], F]) -> tuple[F, bool]:
        """The flight of a key, and whether it is new: then it is the caller's to bring about."""
        with self.lock:
            flight = self.kept.get(key)
            is_new = flight is None or flight.has_failed
            if flight is None or is_new:
                flight = self.kept[key] = new()
            self.kept.move_to_end(key)
        if is_new:
            self._weigh(key, flight)
            flight.add_done_callback(partial(self._weigh, key))  # no cycle: it goes when forgotten
        return flight, is_new

    def peek(self, key: K) -> F | None:
        """The flight of a key, if there is one."""
        with self.lock:
            if key in self.kept:
                self.kept.move_to_end(key)
            return self.kept.get(key)

    @property
    def bytes(self) -> int:
        """What all flights take together."""
        return sum(self.sizes.values())

    def _weigh(self, key: K, flight: F) -> None:
        """Note what a flight takes, and forget those unused for the longest until all fit."""
        with self.lock:
            if self.kept.get(key) is not flight:
                return
            self.sizes[key] = self.n_bytes(flight)
            excess = self.bytes - self.max_bytes
            for old in list(self.kept)[:-1] if excess > 0 else ():
                if excess > 0 and self.kept[old].is_idle:
                    excess -= self.sizes.pop(old, 0)
                    del self.kept[old]
