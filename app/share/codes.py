"""Short codes that a lecturer can read out: few signs, none like another, no words by chance."""

import secrets
from collections.abc import Container

ALPHABET = "34679cdfhjkmnprtvwx"
"""No vowels, so that nothing is spelt, and of signs that look alike, as 5 and s, at most one."""
LENGTH = 4


def new_code(taken: Container[str]) -> str:
    """A code that is not taken. There are 130,321, of which a store holds 10,000."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        if code not in taken:
            return code


def read_code(text: str) -> str | None:
    """The code that somebody typed or scanned, in small or capital letters; None for no code."""
    code = text.lower()
    is_code = len(code) == LENGTH and all(sign in ALPHABET for sign in code)
    return code if is_code else None
