"""Numbers and lists as people read them: a true minus sign, small counts as words."""

import math
from collections.abc import Sequence

COUNTS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
NOTHING = "–"
"""In the place of a number where there is none."""


def in_words(n: int) -> str:
    """A small number as a word."""
    return COUNTS[n] if n < len(COUNTS) else str(n)


def number(value: float, figures: int = 3) -> str:
    """A number with so many figures, as in −0.25 or 4.6 × 10⁸; a dash for no number."""
    if math.isnan(value):
        return NOTHING
    text = f"{value:.{figures}g}"
    digits, _, power = text.partition("e")
    if power:
        raised = str(int(power)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
        digits += f" × 10{raised}"
    return digits.replace("-", "−").replace("inf", "∞")


def fixed(value: float, decimals: int) -> str:
    """A number with so many decimals, one too large for that with an exponent."""
    is_wide = math.isfinite(value) and abs(value) >= 1e6
    text = number(value, 4) if is_wide or not math.isfinite(value) else f"{value:.{decimals}f}"
    return text.replace("-", "−")


def listed(parts: Sequence[str]) -> str:
    """As in A, B and C."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
