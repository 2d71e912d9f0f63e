"""The link is the state: a study as query parameters, and back."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple, TypeVar
from urllib.parse import urlencode

from app.study.landscapes import PICKABLE
from app.study.study import MAX_STARTS, Study
from samgs_core import OPTIMIZERS, Optimizer
from samgs_core.methods import METHODS
from samgs_core.params import Choice, Declared, Field, Param, Text
from synthetic.formula import FormulaError

VERSION = "1"
MAX_TEXT = 2_000
"""The longest value that is read; a longer one is refused."""

D = TypeVar("D", bound=Declared)


class Linked(NamedTuple):
    """What a link says: a study, and a sentence for everything that could not be used."""

    study: Study
    notices: tuple[str, ...]


def encode(study: Study) -> dict[str, str]:
    """The query parameters of a study; whatever equals the default is left out."""
    plain = Study()
    query = {"v": VERSION}
    if type(study.landscape) is not type(plain.landscape):
        query["landscape"] = study.landscape.key
    query |= differences("landscape.", study.landscape, type(study.landscape)())
    if study.starts is not None:
        query["starts"] = starts_text(study.starts)
    if study.drawn != plain.drawn:
        query["methods"] = ",".join(method.key for method in study.drawn_methods) or "none"
    for method in study.methods:
        query |= differences(f"{method.key}.", method, type(method)())
    if type(study.optimizer) is not type(plain.optimizer):
        query["optimizer"] = study.optimizer.key
    query |= differences("optimizer.", study.optimizer, plain_optimizer(type(study.optimizer)))
    return query | differences("", study, plain)


def link_of(study: Study) -> str:
    """The study as the query of a link: what the scene's routes are asked for."""
    return urlencode(encode(study))


def decode(query: Mapping[str, str]) -> Linked:
    """The study a link describes. Never raises: what cannot be used falls back to its default."""
    return Reader(query).read()


def starts_text(starts: tuple[tuple[float, ...], ...]) -> str:
    """Starts as text: coordinates separated by commas, points by semicolons."""
    return ";".join(",".join(_text(value) for value in point) for point in starts)


def plain_optimizer(kind: type[Optimizer]) -> Optimizer:
    """The outer optimiser of this class with the values that a link leaves out."""
    plain = Study().optimizer
    return plain if type(plain) is kind else kind()


def quoted(text: str) -> str:
    """Foreign text between quotation marks, fit to be shown."""
    return f"“{_plain(text)}”"


def read_fields(query: Mapping[str, str], prefix: str, settings: D) -> tuple[D, tuple[str, ...]]:
    """The settings with what the query says, and a sentence for everything that it cannot use."""
    reader = Reader(query)
    return reader.fields(prefix, settings), (*reader.notices, *reader.unknown())


def _text(value: object) -> str:
    """A value as short text that reads back as exactly the same value."""
    if value is None:
        return "none"
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


def differences(prefix: str, settings: Declared, plain: Declared) -> dict[str, str]:
    """The query parameters of what differs from the plain settings."""
    return {
        prefix + field.name: _text(getattr(settings, field.name))
        for field in settings.declared()
        if getattr(settings, field.name) != getattr(plain, field.name)
    }


class Reader:
    """Takes a link apart, one parameter after the other, and keeps what was refused."""

    def __init__(self, query: Mapping[str, str]) -> None:
        self.notices: list[str] = []
        self.left = {}
        for name, value in query.items():
            if len(value) > MAX_TEXT:
                self.refuse(name, f"hold at most {MAX_TEXT} characters", f"{len(value)} characters")
            else:
                self.left[name] = value

    def refuse(self, name: str, rule: str, got: str, reason: str = "") -> None:
        """Note that a value breaks its rule, and that the default takes its place."""
        self.notices.append(
            f"Link: {_plain(name)} must {rule}; got {quoted(got)}. {reason}The default is used."
        )

    def read(self) -> Linked:
        """The study, with a notice for everything else that the link says."""
        version = self.left.pop("v", VERSION)
        if version != VERSION:
            self.notices.append(
                f"Link: v must be {VERSION}; got {quoted(version)}. "
                "It comes from another version, and what it has in common with this one is used."
            )
        plain = Study()
        landscape = self.fields(
            "landscape.", self.one_of("landscape", PICKABLE, type(plain.landscape))()
        )
        kind = self.one_of("optimizer", OPTIMIZERS, type(plain.optimizer))
        study = replace(
            plain,
            landscape=landscape,
            optimizer=self.fields("optimizer.", plain_optimizer(kind)),
            methods=tuple(self.fields(f"{method.key}.", method) for method in plain.methods),
            drawn=self.drawn(plain),
        )
        study = self.fields("", self.starts(study))
        return Linked(study, (*self.notices, *self.unknown()))

    def unknown(self) -> list[str]:
        """A sentence for everything that nobody has read."""
        return [
            f"Link: {_plain(name)} is no setting of this page; it is left out."
            for name in self.left
        ]

    def one_of(self, name: str, catalogue: tuple[type[D], ...], default: type[D]) -> type[D]:
        """The entry of a catalogue whose key the link names."""
        key = self.left.pop(name, default.key)
        for entry in catalogue:
            if entry.key == key:
                return entry
        self.refuse(name, f"be one of {', '.join(entry.key for entry in catalogue)}", key)
        return default

    def drawn(self, plain: Study) -> tuple[type, ...]:
        """The drawn methods."""
        text = self.left.pop("methods", None)
        if text is None:
            return plain.drawn
        keys = [] if text == "none" else text.split(",")
        known = {method.key for method in METHODS}
        for key in keys:
            if key not in known:
                self.notices.append(
                    f"Link: methods must be among {', '.join(m.key for m in METHODS)}; "
                    f"got {quoted(key)}, which is left out."
                )
        drawn = tuple(method for method in METHODS if method.key in keys)
        return drawn if drawn or not keys else plain.drawn

    def starts(self, study: Study) -> Study:
        """The study with the starts of the link."""
        text = self.left.pop("starts", None)
        if text is None:
            return study
        try:
            points = tuple(
                tuple(float(value) for value in point.split(",")) for point in text.split(";")
            )
            return replace(study, starts=points)
        except ValueError:
            self.refuse("starts", f"be 1 to {MAX_STARTS} points written x,y;x,y within ±100", text)
            return study

    def fields(self, prefix: str, settings: D) -> D:
        """The settings with every declared field that the link names."""
        for field in settings.declared():
            text = self.left.pop(prefix + field.name, None)
            if text is None:
                continue
            try:
                value = _parsers[type(field)](text, field)
                settings = replace(settings, **{field.name: value})  # type: ignore[type-var]
            except (ValueError, TypeError) as error:
                reason = f"{error.message} " if isinstance(error, FormulaError) else ""
                self.refuse(prefix + field.name, _rule(field), text, reason)
        return settings


def _parse_number(text: str, field: Param) -> float | None:
    if text == "none" and field.optional:
        return None
    return int(text) if field.whole else float(text)


def _parse_word(text: str, field: Choice | Text) -> str:
    return text


_parsers: dict[type, Callable] = {Param: _parse_number, Choice: _parse_word, Text: _parse_word}


def _rule(field: Field) -> str:
    if isinstance(field, Text):
        return f"be {field.kind}"
    if isinstance(field, Choice):
        return f"be one of {', '.join(field.options)}"
    kind = "a whole number" if field.whole else "a number"
    return f"be {kind} in [{field.low:g}, {field.high:g}]" + (" or none" if field.optional else "")


def _plain(text: str) -> str:
    """Foreign text, fit to be shown: printable, at most 40 characters."""
    shown = "".join(letter if letter.isprintable() else "�" for letter in text[:40])
    return shown + "…" * (len(text) > 40)
