"""Where short links lead, and where phones vote: plain pages that need no connection to stay.

Below ``/c`` a code leads to a page of this app and nowhere else; below ``/v`` it is a vote.
"""

import re
import secrets
from collections.abc import Callable
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from app.share import phone
from app.share.links import target_of
from app.share.refused import Refused
from app.share.store import Store, the_store
from app.share.votes import GONE, UNKNOWN, cast, choice_of, vote_of

LINKS, VOTES = "c", "v"
"""Below which short links and votes are; in capital letters too, which make smaller QR codes."""
COOKIE = "surgery-voter"
MAX_BODY = 400
"""The most bytes of a ballot."""
NO_LINK = "There is no short link with this code. It may be misspelt, or nobody used it for long."
NO_COOKIES = (
    "Your browser keeps no cookies, so it cannot be told from others. Please allow them for this "
    "page, and vote again."
)
FOREIGN = "A ballot counts only if it comes from the vote's own page."
NO_BALLOT = "This is no ballot of this vote. Please vote on its page."


def routes(store: Callable[[], Store] = the_store) -> list[Route]:
    """The routes; ``store`` says where links and votes are kept."""

    def link(request: Request) -> Response:
        try:
            target = target_of(store(), request.path_params["code"])
        except Refused as refused:
            return phone.sentence(str(refused), refused.status)
        if target is None:
            return phone.sentence(NO_LINK, 404)
        return RedirectResponse(f"../{target}", 302, headers={"Cache-Control": "no-store"})

    def look(request: Request) -> Response:
        try:
            return _look(store(), request)
        except Refused as refused:
            return phone.sentence(str(refused), refused.status)

    async def vote(request: Request) -> Response:
        code = request.path_params["code"]
        try:
            choice, voter = await _ballot(request)
            await run_in_threadpool(cast, store(), code, voter, choice)
        except Refused as refused:
            back = code.lower() if refused.status not in (404, 503) else ""
            return phone.sentence(str(refused), refused.status, back)
        return RedirectResponse(f"./{code}", 303, headers={"Cache-Control": "no-store"})

    return [
        *(Route(f"/{place}/{{code}}", link) for place in (LINKS, LINKS.upper())),
        *(
            route
            for place in (VOTES, VOTES.upper())
            for route in (
                Route(f"/{place}/{{code}}", look, methods=["GET"]),
                Route(f"/{place}/{{code}}", vote, methods=["POST"]),
            )
        ),
    ]


def _look(store: Store, request: Request) -> Response:
    vote = vote_of(store, request.path_params["code"])
    if vote is None:
        raise Refused(GONE, 404)
    voter = _voter(request)
    choice = choice_of(store, vote, voter) if voter else None
    if choice is not None:
        return phone.voted(vote, choice)
    if vote.is_closed:
        return phone.closed(vote)
    voter = voter or secrets.token_urlsafe(16)
    page = phone.ballot(vote, voter)
    is_safe = request.url.scheme == "https"
    page.set_cookie(COOKIE, voter, max_age=86_400, secure=is_safe, httponly=True, samesite="lax")
    return page


def _voter(request: Request) -> str:
    """The random text by which the browser is told from others; nothing for nonsense."""
    voter = request.cookies.get(COOKIE, "")
    return voter if re.fullmatch(r"[\w-]{22}", voter, re.ASCII) else ""


async def _ballot(request: Request) -> tuple[int, str]:
    """The choice and the voter; raises ``Refused`` for what is no ballot."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MAX_BODY:
            raise Refused(NO_BALLOT, 413)
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Refused(FOREIGN, 403)
    said = parse_qs(body.decode("latin-1"))
    told = {name: values[0] for name, values in said.items() if len(values) == 1}
    if not told.keys() >= {"choice", "voter"}:
        raise Refused(NO_BALLOT)
    voter = _voter(request)
    if not voter:
        raise Refused(NO_COOKIES)
    if not secrets.compare_digest(voter.encode(), told["voter"].encode()):
        raise Refused(FOREIGN, 403)
    if not re.fullmatch("[0-9]", told["choice"], re.ASCII):
        raise Refused(UNKNOWN)
    return int(told["choice"]), voter
