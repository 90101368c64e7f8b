"""What an activity gives to figures: what was written with it, else what its category counts.

Figures written with an activity say what it counts for, and the category then adds nothing, so
that one meeting never stands on two lines. Beside them stand the other measures of the same
line: people, women, attendances, money. What a person declined for an activity is left out.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

import msgspec

from desktop.models.activities.activities import Activity
from desktop.models.packs.pack_types import Counted, Giving
from desktop.models.packs.packs import Packs
from desktop.models.text import fold, nfc, same_key


class Given(msgspec.Struct, frozen=True):
    """A number that an activity gives to an indicator.

    `source`: written with the activity, another measure of such a line, or of its category.
    """

    code: str
    value: int
    source: str


WRITTEN: Final = "written"
LINE: Final = "line"
CATEGORY: Final = "category"


def contributions(packs: Packs, activity: Activity) -> Iterator[tuple[str, int]]:
    """Yield (code, number) of what an activity gives, without what was declined."""
    for given in gifts(packs, activity):
        if given.source == WRITTEN or given.code not in activity.declined:
            yield given.code, given.value


def gifts(packs: Packs, activity: Activity) -> Iterator[Given]:
    """Yield what an activity could give, what was declined too."""
    for code, value in activity.figures.items():
        yield Given(code, value, WRITTEN)
    if activity.figures:
        lines = {_line(packs, code) for code in activity.figures}
        for indicator in packs.indicators.values():
            if not indicator.measure or indicator.code in activity.figures:
                continue
            number = _number(activity, indicator.measure)
            if number is not None and (indicator.line or indicator.code) in lines:
                yield Given(indicator.code, number, LINE)
        return
    giving = _of_category(packs, activity)
    for code, counted in (giving.counts if giving else {}).items():
        number = _number(activity, counted)
        if number is not None and code in packs.indicators:
            yield Given(code, number, CATEGORY)


def _of_category(packs: Packs, activity: Activity) -> Giving | None:
    """Return the first of its category's givings that certainly is what the title says."""
    category = packs.activity_categories.get(activity.category)
    for giving in category.gives if category is not None else ():
        if giving.said and not says(activity.title, giving.said):
            continue
        if not says(activity.title, giving.unless):
            return giving
    return None


@lru_cache(maxsize=32768)
def says(title: str, phrases: tuple[str, ...]) -> bool:
    """Tell whether a title says one of the phrases, word by word; "a + b" wants both.

    Tones count, wherever in the syllable they are written. A title typed without any is
    compared without, and then never by a single word: "om" is not "ốm". What was
    once compared is kept: a sheet asks of the same activities each time it is read.
    """
    bare = fold(title) == " ".join(nfc(title).casefold().split())
    spoken = _spoken(title)
    return any(
        all(_occurs(part.strip(), spoken, bare=bare) for part in phrase.split("+"))
        for phrase in phrases
    )


def _occurs(phrase: str, spoken: str, *, bare: bool) -> bool:
    if not bare:
        return _spoken(phrase) in spoken
    return (" " in phrase or phrase.isascii()) and _spoken(fold(phrase)) in spoken


@lru_cache(maxsize=8192)
def _spoken(text: str) -> str:
    """Return a text as its words one after another, each between separators, tones alike."""
    words = "".join(c if c.isalnum() or c == "/" else " " for c in nfc(text).casefold()).split()
    return "|" + "|".join(str(same_key(word)) for word in words) + "|"


def _number(activity: Activity, counted: Counted) -> int | None:
    """Return what an activity tells of one measure; on a single day each comes once."""
    if counted == "attendances" and activity.attendances is None:
        return activity.people if activity.start == activity.end else None
    return 1 if counted == "activities" else getattr(activity, _FIELDS[counted])


_FIELDS: Final[Mapping[str, str]] = {
    "persons": "people",
    "women": "women",
    "attendances": "attendances",
    "union_money": "union_money",
    "social_money": "social_money",
}


def _line(packs: Packs, code: str) -> str:
    indicator = packs.indicators.get(code)
    return (indicator.line if indicator else None) or code
