"""How long do phones wait in a vote? Run with ``python -m tests.benchmarks.vote --voters 200``.

Starts the server as README does, or with ``--workers`` as a deployment does, opens a vote, and lets
voters in who do what their phones do: fetch the page, send a ballot, follow to the page that says
so; every tenth tries to vote twice. Prints how long that takes, what it costs the server, whether
every ballot was counted once, and what went wrong.
"""

import argparse
import asyncio
import os
import random
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import ClientSession, ClientTimeout, CookieJar

from app.share.routes import COOKIE
from app.share.store import FOLDER, Store
from app.share.votes import Own, opened, tally, vote_of
from tests.benchmarks.crowd import line
from tests.benchmarks.processes import cpu_seconds
from tests.benchmarks.serving import served

CHOICES = ("LS (sum)", "PCGrad", "SAM-GS")


@dataclass
class Hall:
    """A vote, when everybody arrives, and what was measured, in seconds."""

    address: str
    arriving: float
    pages: list[float] = field(default_factory=list)
    ballots: list[float] = field(default_factory=list)
    chosen: Counter[int] = field(default_factory=Counter)
    refused: int = 0
    errors: list[str] = field(default_factory=list)


async def voter(place: int, hall: Hall) -> None:
    """One phone, from the scanned code to the page that says what was chosen."""
    chance = random.Random(place)
    await asyncio.sleep(hall.arriving * chance.random())
    jar, limit = CookieJar(unsafe=True), ClientTimeout(total=60)
    async with ClientSession(cookie_jar=jar, timeout=limit) as http:
        try:
            began = time.perf_counter()
            async with http.get(hall.address) as page:
                page.raise_for_status()
                await page.text()
            hall.pages.append(time.perf_counter() - began)
            said = {"voter": next(each.value for each in jar if each.key == COOKIE)}
            await asyncio.sleep(chance.uniform(1, 4))
            choice = chance.randrange(len(CHOICES))
            began = time.perf_counter()
            async with http.post(hall.address, data=said | {"choice": str(choice)}) as answer:
                answer.raise_for_status()
                assert CHOICES[choice] in await answer.text()
            hall.ballots.append(time.perf_counter() - began)
            hall.chosen[choice] += 1
            if place % 10 == 0:
                async with http.post(hall.address, data=said | {"choice": "0"}) as answer:
                    hall.refused += answer.status == 409
        except Exception as error:
            hall.errors.append(f"{type(error).__name__}: {error}")


async def look_on(store: Store, own: Own, looks: list[float]) -> None:
    """The lecturer's screen, which looks every two seconds."""
    while True:
        began = time.perf_counter()
        vote = vote_of(store, own.code)
        assert vote is not None
        tally(store, vote)
        looks.append(time.perf_counter() - began)
        await asyncio.sleep(2)


async def hold(hall: Hall, voters: int, pids: Sequence[int], store: Store, own: Own) -> None:
    """Let everybody vote, and print what they met."""
    began, cpu, looks = time.perf_counter(), cpu_seconds(pids), list[float]()
    looking = asyncio.create_task(look_on(store, own, looks))
    await asyncio.gather(*(voter(place, hall) for place in range(voters)))
    looking.cancel()
    spent, taken = cpu_seconds(pids) - cpu, time.perf_counter() - began
    print(line("page of the vote", hall.pages))
    print(line("ballot, until the page says so", hall.ballots))
    print(line("look at the tally", looks))
    print(f"CPU of the server: {1_000 * spent / voters:.1f} ms a voter; all over in {taken:.1f} s")
    vote = vote_of(store, own.code)
    assert vote is not None
    counts = tally(store, vote)
    is_right = counts == tuple(hall.chosen[place] for place in range(len(CHOICES)))
    print(f"tally {counts}, {'as chosen' if is_right else 'NOT as chosen'}")
    print(f"second ballots refused: {hall.refused} of {-(-voters // 10)}")
    print(f"errors: {len(hall.errors)}", *sorted(set(hall.errors))[:10], sep="\n  ")


def main() -> None:
    """Read the arguments, start the server and hold the vote."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--voters", type=int, default=200)
    parser.add_argument("--arriving", type=float, default=5, help="seconds in which all arrive")
    parser.add_argument("--workers", type=int, default=0, help="processes of a deployment")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ[FOLDER] = folder
        store = Store(Path(folder))
        own = opened(store, "Which method?", CHOICES, "?v=1")
        with served(asked.workers) as (address, pids):
            hall = Hall(f"{address}/v/{own.code}", asked.arriving)
            asyncio.run(hold(hall, asked.voters, pids, store, own))


if __name__ == "__main__":
    main()
