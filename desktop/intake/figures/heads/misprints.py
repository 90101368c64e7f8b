"""Words of headings with one letter wrong, read as the only word of the vocabulary so near."""

import re
from typing import Final

from desktop.intake.figures.names.near_names import distance, may_be_a_slip
from desktop.intake.figures.wording.vocabulary import Vocabulary
from desktop.models.text import fold, nfc

_LONG: Final = 5
_NEVER: Final = "khong"
"""“Krông” is no “không”, which would turn a heading into its opposite."""
_LONG_WORD: Final = re.compile(rf"[^\W\d_]{{{_LONG},}}")
_TWICE: Final = re.compile(r"(.)\1")


def as_meant(text: str, words: Vocabulary) -> str:
    """Return a heading with its mistyped words as they were meant: “Trnog đó nữ”.

    Only a word that is no Vietnamese syllable is mistyped for sure. Which was meant is known where
    two letters are swapped or one is typed twice, else where one word alone is a letter away.
    """

    def meant(found: re.Match[str]) -> str:
        word = fold(found[0])
        if word in words.spelled or not may_be_a_slip(word, word):
            return found[0]
        near = [one for one in words.spelled
                if one[0] == word[0] and distance(word, one, 1) == 1
                and one != _NEVER and not may_be_a_slip(one, one)]  # fmt: skip
        swapped = [one for one in near if sorted(one) == sorted(word)]
        twice = [one for one in near if one == _TWICE.sub(r"\1", word)]
        return next((told[0] for told in (swapped, twice, near) if len(told) == 1), found[0])

    return _LONG_WORD.sub(meant, nfc(text))
