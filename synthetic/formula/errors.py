"""What can be wrong with a formula, and where."""

import unicodedata


class FormulaError(ValueError):
    """A formula that cannot be read: a sentence, and the place that it is about.

    ``position`` counts the characters before that place, from 0 to the length of the text, and
    ``field`` is the name of the landscape's formula, "l1" or "l2", if it belongs to one.
    """

    field: str | None = None

    def __init__(self, message: str, position: int, formula: str) -> None:
        super().__init__(message)
        self.message = message
        self.position = position
        self.formula = formula

    def pointer(self) -> str:
        """Two lines for a fixed-width font: the formula near the place, and a caret below it."""
        start = max(0, self.position - 30)
        line = "".join(map(_shown, self.formula[start : self.position + 30]))
        before = line[: self.position - start]
        return f"{line}\n{''.join(map(_blank, before))}^"


def _shown(letter: str) -> str:
    """A character that takes a place of its own; � stands for those that do not."""
    is_mark = unicodedata.category(letter).startswith("M")
    return letter if letter.isprintable() and not is_mark else "�"


def _blank(letter: str) -> str:
    """A blank as wide as the character."""
    return "\u3000" if unicodedata.east_asian_width(letter) in "WF" else " "


def quoted(text: str) -> str:
    """Foreign text, fit to be shown: printable, at most 20 characters."""
    shown = "".join(letter if letter.isprintable() else "�" for letter in text[:20])
    return f"“{shown}”" if len(text) <= 20 else f"“{shown}…”"
