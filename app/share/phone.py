"""The pages that phones show: a vote, what became of a ballot, and what is not there."""

from html import escape

from starlette.responses import HTMLResponse

from app.share.votes import CLOSED, Vote

POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; "
HEADERS = {
    "Content-Security-Policy": f"{POLICY}frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}
"""These pages run no script, load nothing, and stand in no other page."""
STYLE = """
:root { color-scheme: light dark; font: 18px/1.4 system-ui, sans-serif; }
body { max-width: 32rem; margin: 0 auto; padding: 24px 16px; }
h1 { font-size: 1.35rem; line-height: 1.3; overflow-wrap: anywhere; }
button, a.go { display: block; width: 100%; box-sizing: border-box; min-height: 56px;
  margin: 12px 0; padding: 12px 16px; border: 2px solid; border-radius: 12px; background: none;
  color: inherit; font: inherit; text-align: left; text-decoration: none; overflow-wrap: anywhere; }
button:hover, a.go:hover { background: color-mix(in srgb, currentColor 10%, transparent); }
:focus-visible { outline: 4px solid #4c8df6; outline-offset: 2px; }
.own { padding: 12px 16px; border-left: 6px solid; font-weight: 600; overflow-wrap: anywhere; }
small { opacity: 0.8; }
"""
PRIVACY = "Nobody sees who voted for what. All of it is deleted after a day."


def _page(title: str, body: str, status: int = 200) -> HTMLResponse:
    text = (
        f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{escape(title)}'
        '</title><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE}</style></head><body><main>{body}</main></body></html>"
    )
    return HTMLResponse(text, status, HEADERS)


def sentence(text: str, status: int, back: str = "") -> HTMLResponse:
    """A page with a sentence; with a way back to a vote if its code is given."""
    way = f'<a class="go" href="./{back}">Back to the vote</a>' if back else ""
    return _page("Vote", f'<h1 role="alert">{escape(text)}</h1>{way}', status)


def ballot(vote: Vote, voter: str) -> HTMLResponse:
    """The question, with a button for each choice."""
    buttons = "".join(
        f'<button name="choice" value="{place}">{escape(choice)}</button>'
        for place, choice in enumerate(vote.choices)
    )
    form = f'<form method="post" action="./{vote.code}"><input type="hidden" name="voter" '
    form += f'value="{escape(voter)}">{buttons}</form>'
    return _page(vote.question, f"<h1>{escape(vote.question)}</h1>{form}<small>{PRIVACY}</small>")


def voted(vote: Vote, choice: int) -> HTMLResponse:
    """What somebody chose; and the run that it is about, once it is shown."""
    own = f'<p class="own">Your vote: {escape(vote.choices[choice])}</p>'
    wait = "<p>Thank you. Look at the lecturer's screen; when the vote is closed, this page leads "
    wait += f'to the run.</p><a class="go" href="./{vote.code}">Look whether it is closed</a>'
    return _over(vote, own) if vote.is_closed else _page("Voted", _asked(vote) + own + wait)


def closed(vote: Vote) -> HTMLResponse:
    """For those who come too late."""
    return _over(vote, "")


def _over(vote: Vote, own: str) -> HTMLResponse:
    way = f'<p>{CLOSED}</p><a class="go" href="{escape(f"../{vote.target}")}">See the run</a>'
    return _page(CLOSED, _asked(vote) + own + way)


def _asked(vote: Vote) -> str:
    return f"<h1>{escape(vote.question)}</h1>"
