"""How people write signs, brackets and powers: on a keyboard, in Unicode and in LaTeX."""

import re

ENDS = r"(?![A-Za-z])"
LETTERS = "A-Za-zα-ωϑℯ"
BLANK = re.compile(
    r"[ \t\n\r\u00a0\u2002-\u200a\u202f~]|\\[,;:! ]"
    rf"|\\(?:quad|qquad|displaystyle){ENDS}"
    r"|\\(?:left|right|[bB]igg?[lr]?)(?=\s*\\?[\[\](){}])"
    r"|(?:np|numpy|math|Math|torch)\.(?=[a-z])"
)
"""What says nothing: blanks, LaTeX's sizes of brackets, and the np of np.sin."""
PREFIX = re.compile(
    r"[\s$]*(?:\\mathcal\{L\}|\\ell|ℓ|[fghzFGLJ]|[lL]oss)(?:_\{[12]\}|_?[12₁₂])?"
    r"\s*(?:\([^()=]{1,40}\))?\s*:?=(?!=)"
)
"""What a formula is called, as in L₁ = … and f(x, y) = …"""
OPENS = re.compile(r"\s*(\$\$?).*?(\$\$?)\s*$", re.DOTALL)
NUMBER = re.compile(r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+\-−–]?[0-9]+)?")
FRACTIONS = re.compile(r"[½⅓⅔¼¾]|\\[dt]?frac\s*([1-9])\s*([1-9])")
VULGAR = {"½": "12", "⅓": "13", "⅔": "23", "¼": "14", "¾": "34"}
POWERS = re.compile("[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
DIGITS = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+-0123456789")
KINDS = tuple(
    (kind, re.compile(written))
    for kind, written in (
        ("|<", rf"\\(?:left|[bB]igg?l)\s*\||\\lvert{ENDS}"),
        ("|>", rf"\\(?:right|[bB]igg?r)\s*\||\\rvert{ENDS}"),
        ("|", r"\|"),
        ("^", r"\*\*|\^"),
        ("*", rf"[*·×⋅∙∗]|\\(?:cdot|times|ast){ENDS}"),
        ("/", rf"[/÷∕⁄]|\\div{ENDS}"),
        ("+", r"\+"),
        ("-", "[-−–‐‑]"),
        (",", ","),
        ("(", r"[(\[{]|\\\{"),
        (")", r"[)\]}]|\\\}"),
        ("frac", rf"\\[dt]?frac{ENDS}"),
    )
)
PAIRS = {"(": ")", "[": "]", "{": "}", r"\{": r"\}"}
WORD = re.compile(
    r"\\(?:operatorname\*?|mathrm|text)\{(?P<upright>[A-Za-z]+)\}"
    rf"|√|(?:\\(?=[A-Za-z]{{2}}))?[{LETTERS}](?:[{LETTERS}0-9₀-₉_]|(?<=_)\{{[0-9]+\}})*"
)
