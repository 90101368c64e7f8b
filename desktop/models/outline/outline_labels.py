"""How items are numbered: the styles of labels, their order, and what each number looks like."""

from typing import Final

PART, CHAPTER, SECTION, ARTICLE = "part", "chapter", "section", "article"
ROMAN, ARABIC, DECIMAL, LETTER = "roman", "arabic", "decimal", "letter"
DASH, PLUS, NONE = "dash", "plus", "none"

STYLES: Final = (
    *(PART, CHAPTER, SECTION, ARTICLE, ROMAN, ARABIC, DECIMAL, LETTER, DASH, PLUS, NONE),
)  # fmt: skip
"""All styles, the outermost first; `none` is a paragraph without a label."""

RANK: Final = {style: rank for rank, style in enumerate(STYLES)}
COUNTED: Final = frozenset(STYLES) - {DASH, PLUS, NONE}

LADDERS: Final = {
    "A": (ROMAN, ARABIC, DECIMAL, LETTER, DASH, PLUS),
    "B": (CHAPTER, ARTICLE, ARABIC, LETTER, DASH, PLUS),
    "C": (PART, ROMAN, ARABIC, LETTER, DASH, PLUS),
}
"""Heading sets: what an item of each depth is unless it says otherwise."""

LETTERS: Final = "abcdđeghiklmnopqrstuvxy"
"""The alphabet of "điểm" a), b) …: no ă â ê ô ơ ư, no f j w z (decree 30, appendix I)."""

_ROMAN: Final = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


def ladder(heading_set: str) -> tuple[str, ...]:
    """Return the styles by depth of a heading set; an unknown one is numbered as a plan."""
    return LADDERS.get(heading_set, LADDERS["A"])


def style_at(heading_set: str, depth: int) -> str:
    """Return the style an item of this depth has by its heading set."""
    steps = ladder(heading_set)
    return steps[min(depth, len(steps) - 1)]


def style_below(heading_set: str, style: str) -> str:
    """Return the style of the children of an item: the next in the heading set."""
    if style == NONE:
        return NONE
    return next((s for s in ladder(heading_set) if RANK[s] > RANK[style]), PLUS)


def roman(number: int) -> str:
    """Return 1 … as I, II, III, IV …"""
    found = []
    for value, digits in _ROMAN:
        count, number = divmod(number, value)
        found.append(digits * count)
    return "".join(found)


def letter(number: int) -> str:
    """Return 1 … as a, b, c, d, đ, e, g …, after y: aa, ab …"""
    found = ""
    while number:
        number, place = divmod(number - 1, len(LETTERS))
        found = LETTERS[place] + found
    return found


def bare_number(style: str, count: int, prefix: str) -> str:
    """Return an item's number without punctuation; `prefix` is its parent's ("1" in 1.2)."""
    if style in (ROMAN, PART, CHAPTER):
        return roman(count)
    if style == LETTER:
        return letter(count)
    if style == DECIMAL and prefix:
        return f"{prefix}.{count}"
    return str(count)


def label(style: str, number: str) -> str:
    """Return the label as it is printed: "I.", "1.", "1.1.", "a)", "-", "+", "Điều 3."."""
    return _PATTERNS[style].format(number)


_PATTERNS: Final = {
    PART: "Phần {}", CHAPTER: "Chương {}", SECTION: "Mục {}", ARTICLE: "Điều {}.",
    ROMAN: "{}.", ARABIC: "{}.", DECIMAL: "{}.", LETTER: "{})", DASH: "-", PLUS: "+", NONE: "",
}  # fmt: skip
