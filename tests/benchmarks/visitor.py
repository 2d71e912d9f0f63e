"""A visitor without a browser: what one sends and fetches, by Streamlit's own protocol."""

import asyncio
import json
import time
from collections.abc import Sequence
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

PATIENCE = 60.0
"""Seconds after which an answer counts as not coming."""
OWN_VALUE = ("slider", "number_input", "bidi_component")
"""The widgets whose state a browser sends along with every change, by their names as elements."""


class Visitor:
    """One page in one tab: a connection, the widgets that it was sent, and what it says of them."""

    def __init__(self, http: ClientSession, address: str, page: str = "", query: str = "") -> None:
        self.http, self.address, self.page, self.query = http, address, page, query
        self.stream: ClientWebSocketResponse | None = None
        self.elements: dict[str, tuple[Element, str]] = {}
        """Widgets by their keys, and the fragments that they are in."""
        self.states: dict[str, WidgetState] = {}
        self.kept: set[str] = set()
        self.finished = asyncio.Event()
        self.is_lost = False
        self.exceptions: list[str] = []
        self.link = ""
        """The study's link, as the scene on the page is told it."""
        self.place = self.page_hash = ""

    async def open(self) -> None:
        """Fetch the page, connect, and wait until the page is complete."""
        async with self.http.get(f"{self.address}/{self.page}?{self.query}") as page:
            page.raise_for_status()
            await page.read()
        self.stream = await self.http.ws_connect(
            f"{self.address}/_stcore/stream", protocols=("streamlit",), max_msg_size=0
        )
        self.hearing = asyncio.create_task(self._hear())
        await self.rerun()

    async def close(self) -> None:
        """Leave."""
        if self.stream is not None:
            await self.stream.close()
            await self.hearing

    async def rerun(self, fragment: str = "", trigger: WidgetState | None = None) -> float:
        """Ask for the page anew; the seconds until it is complete.

        Raises ``ConnectionError`` if the server hangs up.
        """
        assert self.stream is not None
        ask = BackMsg()
        ask.rerun_script.query_string = self.query
        ask.rerun_script.page_name = "" if self.page_hash else self.page
        ask.rerun_script.page_script_hash = self.page_hash
        ask.rerun_script.fragment_id = fragment
        ask.rerun_script.cached_message_hashes.extend(self.kept)
        ask.rerun_script.widget_states.widgets.extend(self.states.values())
        if trigger is not None:
            ask.rerun_script.widget_states.widgets.append(trigger)
        self.finished.clear()
        began = time.perf_counter()
        await self.stream.send_bytes(ask.SerializeToString())
        await asyncio.wait_for(self.finished.wait(), PATIENCE)
        if self.is_lost:
            raise ConnectionError("the server hung up")
        return time.perf_counter() - began

    async def slide(self, key: str, value: float | str) -> float:
        """Move a slider to a value, or one of named options to one of these."""
        element, fragment = self.elements[key]
        self.states[element.slider.id] = _slid(element.slider.id, [value])
        return await self.rerun(fragment)

    async def change(self, values: dict[str, str]) -> float:
        """Change something in the scene, values by their names in the link."""
        element, fragment = self.elements["scene"]
        name = f"$$STREAMLIT_INTERNAL_KEY_{element.bidi_component.id}__events"
        said = json.dumps([{"event": "changes", "value": values}])
        return await self.rerun(fragment, WidgetState(id=name, json_trigger_value=said))

    async def fetch(self, name: str, link: str) -> float:
        """Fetch what the scene fetches; the seconds until it is there."""
        began = time.perf_counter()
        async with self.http.get(f"{self.address}/scene/{self.place}/{name}?{link}") as answer:
            answer.raise_for_status()
            await answer.read()
        return time.perf_counter() - began

    async def _hear(self) -> None:
        assert self.stream is not None
        async for message in self.stream:
            if message.type is WSMsgType.BINARY:
                self._take(ForwardMsg.FromString(message.data))
        self.is_lost = True
        self.finished.set()

    def _take(self, message: ForwardMsg) -> None:
        if message.metadata.cacheable:
            self.kept.add(message.hash)
        kind = message.WhichOneof("type")
        if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._note(message.delta.new_element, message.delta.fragment_id)
        elif kind == "navigation":
            self.page_hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "script_finished" and message.script_finished != EARLY:
            self.finished.set()

    def _note(self, element: Element, fragment: str) -> None:
        kind = element.WhichOneof("type") or ""
        widget: Any = getattr(element, kind) if kind else None
        if kind == "exception":
            self.exceptions.append(f"{widget.type}: {widget.message}")
        identity = str(getattr(widget, "id", ""))
        if not identity:
            return
        key = identity.split("-", 2)[-1]  # after a mark and a hash
        self.elements[key] = (element, fragment)
        if key == "scene":
            self._look_at(json.loads(widget.json), widget.js_content)
        if kind in OWN_VALUE and identity not in self.states:
            self.states[identity] = _state(kind, widget)

    def _look_at(self, told: dict[str, Any], loader: str) -> None:
        self.link = told["link"]
        self.place = loader.split("scene/", 1)[1].split("/", 1)[0]


EARLY = ForwardMsg.ScriptFinishedStatus.FINISHED_EARLY_FOR_RERUN


def _state(kind: str, widget: Any) -> WidgetState:
    if kind == "bidi_component":
        return WidgetState(id=widget.id, json_value="{}")
    if kind == "slider":
        named = widget.options and [widget.options[int(place)] for place in widget.default]
        return _slid(widget.id, widget.raw_value or named or widget.value or widget.default)
    return WidgetState(id=widget.id, double_value=widget.value or widget.default)


def _slid(identity: str, values: Sequence[float | str]) -> WidgetState:
    if isinstance(values[0], str):
        return WidgetState(id=identity, string_array_value={"data": values})
    return WidgetState(id=identity, double_array_value={"data": values})
