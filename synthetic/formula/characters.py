"""Characters that no formula has, and what to write for them."""

import unicodedata

from synthetic.formula.errors import quoted

ADVICE = {
    "=": "Write only the right-hand side: there is no “=” in a formula.",
    ".": "A point belongs between the digits of a number.",
    "‖": "Write abs(…) for an absolute value.",
    "—": "Write - for a minus.",
    "%": "Write /100.",
    "∑": "Write the sum out with +.",
    "∞": "There is no infinite number in a formula.",
    "∛": "Write (…)^(1/3).",
}
WRITABLE = frozenset("abcdefghijklmnopqrstuvwxyz0123456789+-*/^()[]{}|,.")


def unknown(letter: str) -> str:
    """A sentence for a character that belongs to no piece of a formula."""
    if letter in "=.":
        return ADVICE[letter]
    start = f"{quoted(letter)} (U+{ord(letter):04X}) is no character of a formula."
    if letter in ADVICE:
        return f"{start} {ADVICE[letter]}"
    plain = unicodedata.normalize("NFKC", letter)
    if not set(plain) <= WRITABLE or plain == letter:
        return start
    if unicodedata.decomposition(letter).startswith("<super>"):
        return f"{start} Write ^{plain}."
    return f"{start} Write {plain}."
