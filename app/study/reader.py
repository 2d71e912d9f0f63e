"""Takes a link apart, one parameter after the other, and says what could not be used."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from samgs_core.params import Choice, Declared, Field, Param, Text
from synthetic.formula import FormulaError

VERSION = "1"
MAX_TEXT = 2_000
"""The longest value that is read; a longer one is refused."""
MAX_NOTICES = 12
"""So many sentences are said of one link, the last of which counts the others."""
PLAIN = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
"""How a link writes numbers. Python also reads 1_000, digits of all scripts, nan and spaces."""
DEFAULT = "The default is used."
HOW = "Numbers are written like 12, -0.5 or 1e-3. "

D = TypeVar("D", bound=Declared)


class Reader:
    """The parameters of a link that nobody has read yet, and a sentence for each refused one."""

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
            f"Link: {_plain(name)} must {rule}; got {quoted(got)}. {reason}{DEFAULT}"
        )

    def version(self) -> None:
        """Read the version, and note one that is not this one."""
        version = self.left.pop("v", VERSION)
        if version != VERSION:
            self.notices.append(
                f"Link: v must be {VERSION}; got {quoted(version)}. "
                "It comes from another version, and what it has in common with this one is used."
            )

    def one_of(self, name: str, catalogue: tuple[type[D], ...], default: type[D]) -> type[D]:
        """The entry of a catalogue whose key the link names."""
        key = self.left.pop(name, default.key)
        for entry in catalogue:
            if entry.key == key:
                return entry
        self.refuse(name, f"be one of {', '.join(entry.key for entry in catalogue)}", key)
        return default

    def some_of(
        self, name: str, catalogue: tuple[type[D], ...], default: tuple[type[D], ...]
    ) -> tuple[type[D], ...]:
        """The entries of a catalogue whose keys the link lists; unknown ones are left out."""
        text = self.left.pop(name, None)
        if text is None:
            return default
        keys = self._among(name, text, [entry.key for entry in catalogue])
        found = tuple(entry for entry in catalogue if entry.key in keys)
        return found if found or text == "none" else default

    def words(self, name: str, known: tuple[str, ...]) -> tuple[str, ...]:
        """The words that the link lists, in the order of the known ones; others are left out."""
        listed = self._among(name, self.left.pop(name, "none"), known)
        return tuple(word for word in known if word in listed)

    def _among(self, name: str, text: str, known: Sequence[str]) -> list[str]:
        """The words of a list; unknown ones are noted."""
        words = [] if text == "none" else text.split(",")
        for word in words:
            if word not in known:
                self.notices.append(
                    f"Link: {_plain(name)} must be among {', '.join(known)}; "
                    f"got {quoted(word)}, which is left out."
                )
        return words

    def fields(self, prefix: str, settings: D) -> D:
        """The settings with every declared field that the link names."""
        for field in settings.declared():
            text = self.left.pop(prefix + field.name, None)
            if text is None:
                continue
            try:
                value = _parsers[type(field)](text, field)
                settings = replace(settings, **{field.name: value})  # type: ignore[type-var]
            except (ValueError, TypeError, OverflowError) as error:
                reason = f"{error.message} " if isinstance(error, FormulaError) else ""
                if isinstance(field, Param):
                    reason = how(text)
                self.refuse(prefix + field.name, _rule(field), text, reason)
        return settings

    def sentences(self) -> tuple[str, ...]:
        """A sentence for everything that could not be used; the last one counts the rest."""
        unread = (f"Link: {_plain(name)} is no setting; it is left out." for name in self.left)
        said = (*self.notices, *unread)
        if len(said) <= MAX_NOTICES:
            return said
        shown = said[: MAX_NOTICES - 1]
        return (*shown, f"Link: {len(said) - len(shown)} more parts of it could not be used.")


def number(text: str) -> float:
    """The number that a text says, infinite if too large; raises ``ValueError`` for another."""
    if PLAIN.fullmatch(text) is None:
        raise ValueError(HOW)
    return float(text)


def whole(text: str) -> int:
    """The whole number that a text says; raises ``ValueError`` for another."""
    value = number(text)
    if not value.is_integer():
        raise ValueError(HOW)
    return int(value)


def how(text: str) -> str:
    """How numbers are written, as a sentence, if the text is none."""
    return "" if PLAIN.fullmatch(text) else HOW


def differences(prefix: str, settings: Declared, plain: Declared) -> dict[str, str]:
    """The query parameters of what differs from the plain settings."""
    return {
        prefix + field.name: as_text(getattr(settings, field.name))
        for field in settings.declared()
        if getattr(settings, field.name) != getattr(plain, field.name)
    }


def as_text(value: object) -> str:
    """A value as short text that reads back as exactly the same value."""
    if value is None:
        return "none"
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


def quoted(text: str) -> str:
    """Foreign text between quotation marks, fit to be shown."""
    return f"“{_plain(text)}”"


def _parse_number(text: str, field: Param) -> float | None:
    if text == "none" and field.optional:
        return None
    return number(text)


def _parse_word(text: str, field: Choice | Text) -> str:
    return text


_parsers: dict[type, Callable] = {Param: _parse_number, Choice: _parse_word, Text: _parse_word}


def _rule(field: Field) -> str:
    if isinstance(field, Text):
        return f"be {field.kind}"
    if isinstance(field, Choice):
        return f"be one of {', '.join(field.options)}"
    kind = "a whole number" if field.whole else "a number"
    return f"be {kind} in [{field.low:.15g}, {field.high:.15g}]" + (
        " or none" if field.optional else ""
    )


def _plain(text: str) -> str:
    """Foreign text, fit to be shown: printable, at most 40 characters."""
    shown = "".join(letter if letter.isprintable() else "�" for letter in text[:40])
    return shown + "…" * (len(text) > 40)
