"""A figure as a page of its own: with its title, its caption and its settings as a link."""

import re
from html import escape

import plotly.graph_objects as go
from plotly.basedatatypes import BaseTraceType

from app.figures.cells import CLICK

STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;color:#1A1F2B;max-width:1100px;margin:24px auto;"
    "padding:0 16px}h1{font-size:22px}figure{margin:0}figcaption{font-size:14px}"
)


def page_of(figure: go.Figure, title: str, words: str, link: str) -> str:
    """The page as HTML that needs nothing else; ``words`` may hold bold words in Markdown.

    ``link`` is the address of what is shown, or only its query where the app has no public one.
    """
    columns = len([name for name in figure.layout.to_plotly_json() if name.startswith("xaxis")])
    height = 500 if columns < 4 else 860
    figure.for_each_trace(_without_click)
    picture = figure.update_layout(height=height, paper_bgcolor="#FFFFFF").to_html(
        full_html=False,
        config={"displaylogo": False, "toImageButtonOptions": {"format": "svg"}},
    )
    caption = re.sub(r"\*\*(.*?)\*\*", r"<b>\1</b>", escape(words))
    source = escape(link)
    source = f"Settings: {source}" if link.startswith("?") else f'<a href="{source}">{source}</a>'
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style><h1>{escape(title)}</h1><figure>{picture}"
        f"<figcaption>{caption}<br>{source}</figcaption>"
        "</figure>"
    )


def _without_click(trace: BaseTraceType) -> None:
    """A file does not answer to a click."""
    if trace.hovertemplate:
        trace.hovertemplate = trace.hovertemplate.replace(CLICK, "")
