"""What does a full room wait for? Run with ``python -m tests.benchmarks.crowd --visitors 50``.

Starts the server as README does, with ``--workers`` in several processes, or with ``--servers``
so many behind the proxy, as compose.yaml does. The visitors open a page within some seconds,
without browsers but by the browser's own protocol, and then move a setting now and again; every
tenth looks at Maps. Prints how long opening, pictures and pages take, what it costs the server,
and what went wrong. ``--minutes 15`` is a soak; with ``--kill`` the workers are killed one after
the other, and their visitors open their pages again. With ``--browser`` a real one is among them,
whose page must say at last what its slider says.
"""

import argparse
import asyncio
import os
import random
import signal
import statistics
import time
from collections.abc import Awaitable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

from aiohttp import ClientError, ClientSession, ClientTimeout, CookieJar, TCPConnector

from tests.benchmarks.onlooker import look_on
from tests.benchmarks.processes import children, cpu_seconds, memory
from tests.benchmarks.serving import deployed, served
from tests.benchmarks.visitor import Visitor
from tests.browser.proxied import HAPROXY

SHARED = 0.5
"""The share of moves that go to one of a few values, which others pick as well."""
PATIENCE = 60
"""How often somebody tries to come back, a second apart."""
STARTS = ((-8.5, -7.5), (-8.5, 5.0), (9.0, 9.0), (-7.5, -0.5), (9.0, -1.0), (0.0, 9.0), (9.0, -8.0))


@dataclass
class Room:
    """Where everybody goes, for how long, and what was measured, in seconds."""

    address: str
    visitors: int
    arriving: float
    every: float
    stay: float
    began: float = field(default_factory=time.perf_counter)
    opened: list[float] = field(default_factory=list)
    pictures: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    maps: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    """How long it took those to open their page again whose process had ended."""
    errors: list[str] = field(default_factory=list)

    @property
    def now(self) -> float:
        """Seconds since the door was opened."""
        return time.perf_counter() - self.began

    @property
    def moves(self) -> int:
        """How many settings have been moved."""
        return len(self.pages) + len(self.maps)


async def person(place: int, room: Room) -> None:
    """One visitor, from arriving to leaving."""
    chance = random.Random(place)
    is_at_maps = place % 10 == 9
    await asyncio.sleep(room.arriving * place / room.visitors)
    limits = TCPConnector(limit=6), ClientTimeout(total=60)
    jar = CookieJar(unsafe=True)  # also of an address of numbers
    async with ClientSession(connector=limits[0], timeout=limits[1], cookie_jar=jar) as http:
        visitor = Visitor(http, room.address, "maps" if is_at_maps else "")
        try:
            arrived = time.perf_counter()
            await visitor.open()
            if not is_at_maps:
                await visitor.fetch("study", f"{visitor.link}&of=sam-gs&start=2&scale=auto")
            room.opened.append(time.perf_counter() - arrived)
            await asyncio.sleep(max(room.arriving - room.now, 0) + room.every * chance.random())
            while room.now < room.arriving + room.stay:
                due = room.now + room.every * chance.uniform(0.7, 1.3)
                try:
                    if is_at_maps:
                        room.maps.append(await visitor.slide("sam-gs.gamma", gamma(chance)))
                    else:
                        await move(visitor, chance, room)
                except (ConnectionError, ClientError):
                    lost = room.now
                    room.errors.extend(visitor.exceptions)
                    visitor = await come_back(visitor)
                    room.again.append(room.now - lost)
                await asyncio.sleep(max(due - room.now, 0))
        except Exception as error:
            room.errors.append(f"visitor {place}: {type(error).__name__}: {error}")
        finally:
            room.errors.extend(visitor.exceptions)
            await visitor.close()


async def come_back(visitor: Visitor) -> Visitor:
    """Open the page again that a process no longer serves; like a browser, until it is there."""
    for _ in range(PATIENCE):
        await visitor.close()
        visitor = Visitor(visitor.http, visitor.address, visitor.page, visitor.query)
        with suppress(ConnectionError, ClientError):
            await visitor.open()
            return visitor
        await asyncio.sleep(1)
    raise TimeoutError("nobody answers any more")


def gamma(chance: random.Random) -> float:
    """A threshold: one that others pick too, or one of a hundred."""
    if chance.random() < SHARED:
        return chance.choice((0.05, 0.1, 0.2, 0.5))
    return chance.randrange(100) / 100


async def move(visitor: Visitor, chance: random.Random, room: Room) -> None:
    """One interaction of somebody at Explore: its page, and beside it what the scene fetches."""
    what = chance.choices(("gamma", "lr", "focus", "start"), (5, 2, 2, 1))[0]
    link = dict(parse_qsl(visitor.link))
    page: Awaitable[float]
    if what == "gamma":
        value = gamma(chance)
        link["sam-gs.gamma"] = f"{value:g}"
        page = visitor.slide("sam-gs.gamma", value)
    elif what == "lr":
        options = list(visitor.elements["optimizer.lr"][0].slider.options)
        link["optimizer.lr"] = options[chance.randrange(len(options) // 2, len(options) - 3)]
        page = visitor.slide("optimizer.lr", link["optimizer.lr"])
    elif what == "focus":
        link["focus"] = str(chance.randrange(1, 8))
        page = visitor.change({"focus": link["focus"]})
    else:
        moved = [*STARTS]
        moved[chance.randrange(7)] = (
            chance.randrange(-90, 90) / 10,
            chance.randrange(-90, 90) / 10,
        )
        link["starts"] = ";".join(f"{x:g},{y:g}" for x, y in moved)
        page = visitor.change({"starts": link["starts"]})
    start = int(link.pop("focus")) - 1
    question = f"{urlencode(link)}&of={link.pop('focus-method')}&start={start}"
    if what == "focus":
        picture = visitor.fetch("detail", question)
    else:
        picture = visitor.fetch("study", f"{question}&scale=auto")
    shown, complete = await asyncio.gather(picture, page)
    room.pictures.append(shown)
    room.pages.append(complete)


def line(name: str, seconds: Sequence[float]) -> str:
    """Median, 95 % and longest of some times."""
    if not seconds:
        return f"{name}: none"
    ordered = [1_000 * each for each in sorted(seconds)]
    late = ordered[int(0.95 * (len(ordered) - 1))]
    return (
        f"{name}: {len(ordered)}, median {statistics.median(ordered):.0f} ms, "
        f"95 % below {late:.0f} ms, longest {ordered[-1]:.0f} ms"
    )


async def visit(
    room: Room, pids: Sequence[int], kills: bool = False, looks_on: bool = False
) -> None:
    """Let everybody in, and print what they met; those that serve are killed if asked."""
    room.began, cpu = time.perf_counter(), cpu_seconds(pids)
    people = [asyncio.create_task(person(place, room)) for place in range(room.visitors)]
    empty = memory(pids)
    await asyncio.sleep(room.arriving)
    while len(room.opened) + len(room.errors) < room.visitors:
        await asyncio.sleep(0.05)
    print(f"all open {room.now - room.arriving:.1f} s after the last arrival")
    spent = cpu_seconds(pids) - cpu
    print(line("opened", room.opened), f"CPU {1_000 * spent / room.visitors:.0f} ms each", sep=", ")
    n, began, cpu = room.moves, room.now, cpu_seconds(pids)
    beside = [asyncio.create_task(watch_memory(pids))]
    if kills:
        beside.append(asyncio.create_task(kill_in_turn(workers_of(pids), room.stay)))
    until = asyncio.Event()
    browser = asyncio.create_task(look_on(room.address, until, room.every)) if looks_on else None
    await asyncio.gather(*people)
    until.set()
    if browser is not None:
        print(await browser)
    for each in beside:
        each.cancel()
    n, spent = room.moves - n, cpu_seconds(pids) - cpu
    for name in ("pictures", "pages", "maps", "again"):
        print(line(name, getattr(room, name)))
    print(f"{n / (room.now - began):.1f} interactions a second")
    if not kills:  # what a process used is gone with it
        print(f"CPU of the server: {1_000 * spent / max(n, 1):.1f} ms an interaction")
    full = memory(pids)
    print(f"memory: {full / 1e6:.0f} MB, {(full - empty) / 1e6 / room.visitors:.1f} MB a visitor")
    print(f"errors: {len(room.errors)}", *sorted(set(room.errors))[:10], sep="\n  ")


def workers_of(pids: Sequence[int]) -> list[int]:
    """The processes that serve: those that a server started and that started others."""
    return [each for pid in pids for each in children(pid) if any(children(each))]


async def kill_in_turn(workers: Sequence[int], seconds: float) -> None:
    """Kill one process after another within some seconds, so that everybody loses theirs once."""
    for each in workers:
        await asyncio.sleep(seconds / (len(workers) + 1))
        os.kill(each, signal.SIGKILL)
        print(f"killed {each}", flush=True)


async def watch_memory(pids: Sequence[int]) -> None:
    """Print the memory once a minute."""
    while True:
        await asyncio.sleep(60)
        print(f"memory: {memory(pids) / 1e6:.0f} MB", flush=True)


def main() -> None:
    """Read the arguments, start the server and let the crowd in."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--visitors", type=int, default=50)
    parser.add_argument("--every", type=float, default=2, help="seconds between two moves")
    parser.add_argument("--arriving", type=float, default=20, help="seconds in which all arrive")
    parser.add_argument("--minutes", type=float, default=1, help="how long they stay")
    parser.add_argument("--workers", type=int, default=0, help="processes of surgery-explorer")
    parser.add_argument("--servers", type=int, default=0, help="such processes behind the proxy")
    parser.add_argument("--kill", action="store_true", help="kill them one after the other")
    parser.add_argument("--browser", action="store_true", help="a real one among the crowd")
    asked = parser.parse_args()
    if asked.kill and (asked.servers or asked.workers < 2):
        parser.error("--kill needs --workers, which are started again")
    if asked.servers and HAPROXY is None:
        parser.error("--servers needs an installed HAProxy")
    with deployed(asked.servers) if asked.servers else served(asked.workers) as server:
        room = Room(server.address, asked.visitors, asked.arriving, asked.every, 60 * asked.minutes)
        asyncio.run(visit(room, server.pids, asked.kill, asked.browser))


if __name__ == "__main__":
    main()
