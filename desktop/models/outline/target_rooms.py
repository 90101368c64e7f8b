"""A target still to be filled in and the room its sentence leaves: filled in once for both."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from msgspec.structs import replace

from desktop.models.outline import rich_text
from desktop.models.outline.rich_text import Runs
from desktop.models.outline.targets import Target, written_number

ROOM: Final = re.compile(r"(?:(?<=\s)|^)(?:…|\.{3,})+(?=[\s.,;%]|$)")
"""Room left for a number: an ellipsis or a run of dots that stands alone."""
_NUMBER: Final = r"(\d{1,3}(?:\.\d{3})+|\d+)((?:,\d+)?)"


def filled_sentence(text: Runs, before: Sequence[Target], after: Sequence[Target]) -> Runs:
    """Return the sentence with the numbers just set in the rooms left for them.

    Only where the sentence has one room for each target that was open, in their order;
    anything else is a person's own wording and stays.
    """
    rooms = list(ROOM.finditer(rich_text.plain(text)))
    waiting = _open(before)
    if len(rooms) != len(waiting) or len(after) != len(before):
        return text
    for room, at in reversed(list(zip(rooms, waiting, strict=True))):
        value = after[at].value
        if value is not None and after[at].value_max is None:
            marks = rich_text.flags_before(text, room.start() + 1)
            number: Runs = ((written_number(value), marks),)
            text = rich_text.replace(text, room.start(), room.end(), number)
    return text


def filled_targets(before: Runs, after: Runs, targets: Sequence[Target]) -> tuple[Target, ...]:
    """Return the targets with the numbers typed in the rooms their sentence left for them.

    Only where nothing else of the sentence was changed.
    """
    was = rich_text.plain(before)
    rooms, waiting = list(ROOM.finditer(was)), _open(targets)
    found = list(targets)
    if not rooms or len(rooms) != len(waiting):
        return tuple(found)
    pieces, end = [], 0
    for room in rooms:
        pieces += [re.escape(was[end : room.start()]), rf"(?:{re.escape(room[0])}|{_NUMBER})"]
        end = room.end()
    same = re.fullmatch("".join([*pieces, re.escape(was[end:])]), rich_text.plain(after))
    if same is None:
        return tuple(found)
    for place, at in enumerate(waiting):
        whole, part = same[2 * place + 1], same[2 * place + 2]
        if whole:
            value = Decimal(whole.replace(".", "") + part.replace(",", "."))
            found[at] = replace(found[at], value=value)
    return tuple(found)


def _open(targets: Sequence[Target]) -> list[int]:
    return [at for at, one in enumerate(targets) if one.value is None]
