"""Short words of columns' headings, which stand where names of units do: “TS”, “KH”, “LK”."""

from typing import Final

from desktop.intake.figures.names.near_names import is_syllable
from desktop.intake.figures.wording.vocabulary import Vocabulary, words_of

_OF_UNITS: Final = frozenset({"unit", "part_of_units", "area", "kind"})
_LONGEST: Final = 3


def is_short_heading(text: str, words: Vocabulary) -> bool:
    """Tell whether a text is nothing but letters that head a column of figures or of remarks.

    A word that is spoken (“Nam”, “Đạt”) may be a name as well, and so may what heads units (“DN”).
    """
    told = tuple(words_of(text))
    if len(told) != 1 or len(told[0]) > _LONGEST or is_syllable(told[0]):
        return False
    said = words.phrases.get(told, ())
    return bool(said) and _OF_UNITS.isdisjoint(said)
