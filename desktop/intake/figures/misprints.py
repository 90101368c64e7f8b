"""Words of headings with one letter wrong, read as the only word of the vocabulary so near."""

import re
from typing import Final

from desktop.intake.figures.near_names import distance, may_be_a_slip
from desktop.intake.figures.vocabulary import Vocabulary
from desktop.models.text import fold, nfc

_LONG: Final = 5
_NEVER: Final = "khong"
"""“Krông” is no “không”, which would turn a heading into its opposite."""
_LONG_WORD: Final = re.compile(rf"[^\W\d_]{{{_LONG},}}")


def as_meant(text: str, words: Vocabulary) -> str:
    """Return a heading with its mistyped words as they were meant: “Trnog đó nữ”.

    Only a word that is no Vietnamese syllable is mistyped for sure, and only where one single
    word of the vocabulary is a letter away, or two letters swapped, it is known which was meant.
    """

    def meant(found: re.Match[str]) -> str:
        word = fold(found[0])
        if word in words.spelled or not may_be_a_slip(word, word):
            return found[0]
        near = [one for one in words.spelled
                if one[0] == word[0] and distance(word, one, 1) == 1
                and one != _NEVER and not may_be_a_slip(one, one)]  # fmt: skip
        swapped = [one for one in near if sorted(one) == sorted(word)]
        return next((told[0] for told in (swapped, near) if len(told) == 1), found[0])

    return _LONG_WORD.sub(meant, nfc(text))
