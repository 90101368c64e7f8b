"""Vietnamese syllables by rule: which onset, rime and tone go together, and none besides.

The table is generated from the spelling rules, not copied from a dictionary: a rime says
which onsets it may follow (c, k and q share one sound, as do g and gh, ng and ngh), a rime
that ends in a stop takes only sắc and nặng, and a tone stands on one fixed letter. Both ways
of writing the tone of oa, oe, uy are right ("hòa", "hoà"); so are both of i and y where
usage is divided ("kỹ", "kĩ").
"""

import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final

TONES: Final = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_STOPPED: Final = ("", "\u0301", "\u0323")
_STOPS: Final = ("c", "ch", "p", "t")

_PLAIN: Final = (
    *("", "b", "ch", "d", "đ", "h", "l", "m", "n", "nh", "p", "ph", "r", "s", "t", "th", "tr"),
    *("v", "x", "gi"),
)
"""Onsets that any vowel may follow; the others depend on the vowel after them."""

_BY_VOWEL: Final = {"front": ("k", "gh", "ngh"), "back": ("c", "g", "ng")}

_FINALS: Final = {
    "a": "- c ch i m n ng nh o p t u y",
    "ă": "c m n ng p t",
    "â": "c m n ng p t u y",
    "e": "- c m n ng o p t",
    "ê": "- ch m n nh p t u",
    "i": "- ch m n nh p t u a",
    "o": "- c i m n ng p t",
    "ô": "- c i m n ng p t",
    "ơ": "- i m n p t",
    "u": "- c i m n ng p t a",
    "ư": "- c i m n ng t u a",
    "iê": "c m n ng p t u",
    "uô": "c i m n ng t",
    "ươ": "c i m n ng p t u",
    "oo": "c ng",
    "y": "-",
}
"""Nucleus → what may end its rime ("-": nothing; "a": ia, ua, ưa)."""

_GLIDED: Final = {
    "oa": "- c ch i m n ng nh o p t y",
    "oă": "c m n ng t",
    "oe": "- n o t",
    "uâ": "n ng t y",
    "uê": "- ch n nh",
    "uơ": "-",
    "uy": "- ch n nh p t u a",
    "uyê": "n t",
}
"""Rimes with a rounded glide before the vowel."""

_AFTER_Q: Final = {
    "ua": "- c ch i m n ng nh o p t u y",
    "uă": "c m n ng p t",
    "uâ": "n ng t y",
    "ue": "- n o t",
    "uê": "- ch n nh t",
    "ui": "- ch t",
    "uô": "- c",
    "uơ": "-",
    "uy": "- ch n nh t",
    "uyê": "n t",
}

_GLIDE_ONSETS: Final = frozenset(
    {"", "ch", "d", "đ", "g", "h", "kh", "l", "n", "ng", "nh", "r", "s", "t", "th", "tr", "x"}
    | {"gi", "b", "v", "m", "p", "ph", "c"}
)
_RARE_GLIDES: Final = {
    "b": ("oa", "uy"), "v": ("oa", "uy"), "m": ("oa",), "p": ("oa", "uy"), "ph": ("uy",),
    "c": ("oa", "oe", "oă"), "r": ("oa", "uy"), "n": ("oa", "uy", "oă"), "gi": ("oa",),
    "g": ("oa",),
}  # fmt: skip
_Y_ALONE: Final = frozenset({"", "h", "k", "l", "m", "s", "t", "qu", "v"})
_FRONT: Final = frozenset("eêiy")


@cache
def syllables() -> frozenset[str]:
    """Return every syllable in small letters, composed."""
    return frozenset(_generate())


def is_syllable(word: str) -> bool:
    """Tell whether a word in small letters is a Vietnamese syllable."""
    return word in syllables()


def _generate() -> Iterator[str]:
    for nucleus, finals in _FINALS.items():
        for final in finals.split():
            for onset in _onsets(nucleus):
                yield from _written(onset, nucleus, "" if final == "-" else final)
    for rime, finals in _GLIDED.items():
        for final in finals.split():
            for onset in _glide_onsets(rime):
                yield from _written(onset, rime, "" if final == "-" else final)
    for rime, finals in _AFTER_Q.items():
        for final in finals.split():
            yield from _written("q", rime, "" if final == "-" else final)


def _onsets(nucleus: str) -> Iterator[str]:
    if nucleus == "y":
        yield from (onset for onset in _Y_ALONE if onset != "qu")
        return
    if nucleus == "iê":
        yield from (onset for onset in _PLAIN if onset not in ("", "gi"))
        yield from ("kh", *_BY_VOWEL["front"], "g", "")
        return
    front = nucleus[0] in _FRONT
    for onset in (*_PLAIN, "kh"):
        # "gi" before i is written once: gì, gìn, gia (gi + a).
        if not (onset == "gi" and nucleus[0] == "i"):
            yield onset
    yield from _BY_VOWEL["front" if front else "back"]
    if nucleus == "i":
        yield "g"


def _glide_onsets(rime: str) -> Iterator[str]:
    for onset in _GLIDE_ONSETS:
        if rime in _RARE_GLIDES.get(onset, (rime,)):
            yield onset


def _written(onset: str, nucleus: str, final: str) -> Iterator[str]:
    if nucleus == "iê" and onset == "":
        nucleus = "yê"  # yên, yêu
    if nucleus == "iê" and onset == "gi":
        return
    if onset == "g" and nucleus.startswith("i") and (nucleus, final) not in _G_FRONT:
        return
    for tone in _STOPPED if final in _STOPS else TONES:
        if final in _STOPS and not tone:
            continue
        for place in _tone_places(onset, nucleus, final):
            rime = nucleus[:place] + nucleus[place] + tone + nucleus[place + 1 :]
            yield unicodedata.normalize("NFC", onset + rime + final)


_G_FRONT: Final = {("i", ""), ("i", "n"), ("iê", "c"), ("iê", "ng"), ("iê", "t"), ("i", "m")}


def _tone_places(onset: str, nucleus: str, final: str) -> tuple[int, ...]:
    """Return on which letters of the nucleus the tone may stand."""
    last = len(nucleus) - 1
    if nucleus in ("oa", "oe", "uy") and not final and onset != "q":
        return (0, 1)
    if nucleus == "oo":
        return (1,)
    return (last,)
