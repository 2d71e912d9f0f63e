"""What can be wrong with a formula, and where."""


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
        shown = self.formula[start : self.position + 30]
        line = "".join(letter if letter.isprintable() else "�" for letter in shown)
        return f"{line}\n{' ' * (self.position - start)}^"


def quoted(text: str) -> str:
    """Foreign text, fit to be shown: printable, at most 20 characters."""
    shown = "".join(letter if letter.isprintable() else "�" for letter in text[:20])
    return f"“{shown}”" if len(text) <= 20 else f"“{shown}…”"
