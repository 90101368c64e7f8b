"""Number and date of a document that prints them only at its end: in the closing sentence or
in a bracket after the signature.
"""

import re
from collections.abc import Iterable, Iterator

from desktop.intake.structure.cuts import code_after, days
from desktop.intake.words import LOWER, UPPER, Piece, plain, squeeze

# The sentence speaks of this document itself; "theo Kế hoạch số …" speaks of another.
_OWN = re.compile(
    r"\bnay\b|\bban hanh\b|\bthong qua\b|\bky (?:ngay|tai)\b|\blam tai\b|\bphat hanh\b|^\W*\("
)
_OTHERS = re.compile(r"\b(?:theo|can cu|thuc hien|kem theo|tai|cua)\s+(?:\w+\s){0,3}$")
_HERE = re.compile(r"^\W*tren day la\b")
_SENTENCE = re.compile(r"(?<=[a-z0-9”\")])(?<!\btp)[.;]\s+(?=\S)")
_NEAR = 60
# "… ban hành tại Ninh Kiên ngày 27 …"
_AT = re.compile(rf"\btại\s+([{UPPER}][{LOWER}]+(?:\s[{UPPER}][{LOWER}]+){{0,4}})\s*,?\s*$")


def read_closing(texts: Iterable[tuple[str, int]]) -> tuple[list[Piece], list[tuple[str, Piece]]]:
    """Return numbers and dates (ISO date, piece) that (text, line) pairs give the document
    itself, the likeliest first. Texts come in reading order.
    """
    numbers: list[Piece] = []
    dates: list[tuple[str, Piece]] = []
    for text, line in reversed(list(texts)):
        for sentence in _sentences(text):
            bare = plain(sentence)
            if not _OWN.search(bare) and not _HERE.match(bare):
                continue
            number = _number(sentence, bare)
            if number:
                numbers.append(Piece(number, line))
            dates += [(day, Piece(piece, line)) for day, piece in _dates(sentence, bool(number))]
    return numbers, dates


def _sentences(text: str) -> list[str]:
    cuts = [0, *(found.end() for found in _SENTENCE.finditer(plain(text)))]
    return [text[a:b] for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True)]


def _number(sentence: str, bare: str) -> str | None:
    for found in re.finditer(r"\bso\s*:?\s*", bare):
        code = code_after(sentence, found.end())
        if code is None:
            continue
        value, end = code
        cited = _OTHERS.search(bare[: found.start()]) and not bare.lstrip().startswith("(")
        if cited or re.match(r"[\s,]*(?:ngay [\d/. ]+)?\s*cua\b", bare[end:]):
            continue
        return value
    return None


def _dates(sentence: str, numbered: bool) -> Iterator[tuple[str, str]]:
    bare = plain(sentence)
    for day, start, end, placed in days(sentence):
        ahead = bare[max(0, start - _NEAR) : start]
        own = re.search(r"(?:ban hanh|ky|lam|phat hanh)\W*(?:tai|so|vao|kem)?\W*$", ahead)
        if placed or numbered or own:
            at = None if placed else _AT.search(sentence[:start])
            yield day, squeeze(sentence[at.start(1) if at else start : end])
