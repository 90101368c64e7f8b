"""Ways of writing the parts every plan has: opening, purpose, organisation, closing."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import msgspec

from desktop.documents.office_facts import OfficeFacts
from desktop.models import resources
from desktop.models.packs.packs import fill

PARTS: Final = ("opening", "purpose", "organisation", "closing")


class Way(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One way of writing a part; its texts hold placeholders ({cited}, {unit}, {kind} …)."""

    id: str
    title: str
    texts: tuple[str, ...]


class _File(msgspec.Struct, frozen=True):
    parts: dict[str, tuple[Way, ...]]


@lru_cache(maxsize=1)
def ways() -> Mapping[str, tuple[Way, ...]]:
    """Return part → the ways it can be written, the usual one first."""
    data = resources.path("packs/core/wordings.json").read_bytes()
    return msgspec.json.decode(data, type=_File).parts


def way_of(part: str, facts: OfficeFacts) -> Way:
    """Return the way an office chose for a part; the usual one where it chose none."""
    known = ways()[part]
    return next((way for way in known if way.id == facts.wording.get(part)), known[0])


def written(
    part: str, facts: OfficeFacts, *, cited: str, short: str, kind: str, year: int, way: str = ""
) -> tuple[str, ...]:
    """Return a part's paragraphs; `cited` is the upper paper in full, `short` its number.

    `way` picks one by id, "" takes the office's own choice.
    """
    chosen = next((one for one in ways()[part] if one.id == way), way_of(part, facts))
    below = facts.subordinates
    values = {
        "cited": cited,
        "short": short,
        "kind": kind,
        "year": str(year),
        "unit": facts.called,
        "collective": facts.collective,
        "below": below[:1].upper() + below[1:],
        "below_small": below,
    }
    return tuple(fill(text, values) for text in chosen.texts)
