"""A place between the tokens of a formula, with the limits that every formula keeps."""

from synthetic.formula.errors import FormulaError
from synthetic.formula.tokens import Token, tokens

MAX_DEPTH = 40
"""Signs, brackets and functions inside one another."""
MAX_SIZE = 200
"""Numbers, names, signs and functions in all."""


class Cursor:
    """Goes through the tokens of a formula from the left."""

    def __init__(self, formula: str) -> None:
        self.formula = formula
        self.tokens = tokens(formula)
        self.next, self.depth, self.size = 0, 0, 0

    def fail(self, message: str, token: Token) -> FormulaError:
        return FormulaError(message, token.position, self.formula)

    @property
    def ahead(self) -> Token:
        return self.tokens[self.next]

    @property
    def beyond(self) -> Token:
        """The token behind the one ahead."""
        return self.tokens[min(self.next + 1, len(self.tokens) - 1)]

    @property
    def touches(self) -> bool:
        """Whether no blank stands before the token ahead."""
        return self.next > 0 and self.tokens[self.next - 1].end == self.ahead.position

    def take(self) -> Token:
        token = self.ahead
        self.next += token.kind != "end"
        return token

    def grow(self, token: Token) -> None:
        self.size += 1
        if self.size > MAX_SIZE:
            raise self.fail(
                f"A formula may hold at most {MAX_SIZE} numbers, names and signs.", token
            )

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.fail(f"A formula may be nested at most {MAX_DEPTH} levels deep.", self.ahead)
