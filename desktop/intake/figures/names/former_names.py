"""Names of units that stand no longer, or not yet, as a sheet may write them."""

from collections.abc import Callable, Collection, Iterable
from typing import Final

from desktop.intake.figures.names.name_keys import ASIDE, WORD, Key, NameKeys, is_within
from desktop.models.text import fold, one_line
from desktop.models.units.former import Former

_Place = Callable[[str], tuple[str, ...]]


class FormerNames:
    """Former names and codes by how they are written; `codes` are in use today."""

    def __init__(
        self, former: Iterable[Former], key: NameKeys, codes: Collection[str], place: _Place
    ) -> None:
        self._key: Final = key
        self._place = place
        self._named: dict[tuple[str, ...], list[Former]] = {}
        self._coded: dict[str, Former] = {}
        for one in former:
            for words in {key(name).folded for name in (one.name, one.short) if name}:
                self._named.setdefault(words, []).append(one)
            for code in (one.code, one.unit) if not one.renamed else ():
                if code and code.casefold() not in codes:
                    self._coded[code.casefold()] = one

    def is_code(self, code: str) -> bool:
        """Whether a code in small letters is one that a unit had."""
        return code in self._coded

    def find(self, name: str, key: Key, area: str, code: str) -> list[Former]:
        """Return what bore a name or code; `area` tells those of one name apart."""
        if not self._named and not self._coded:
            return []
        coded = [self._coded.get(text.strip().casefold()) for text in (code, one_line(name))]
        found = [one for one in coded[:1] if one is not None] or [
            *(one for one in coded[1:] if one is not None), *self._named.get(key.folded, ())
        ]  # fmt: skip
        if not found and ASIDE.search(name):
            found = list(self._named.get(self._key(ASIDE.sub(" ", name)).folded, ()))
        if len(found) > 1 and key.has_tones:
            found = [one for one in found if self._key(one.name).toned == key.toned] or found
        if len(found) > 1 and area:
            told = tuple(fold(word) for word in WORD.findall(area.lower()))
            at = [one for one in found if self._place(one.area)
                  and is_within(self._place(one.area), told)]  # fmt: skip
            found = at or found
        return found
