"""Cells of a province's form that were named and not filled yet: they wait for the next opening.

Naming forty cells takes a while; Esc, the cross or an empty battery must not cost them.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from desktop.reports.own_form import FormMapping

if TYPE_CHECKING:
    from desktop.tasks.figures.own_forms import MappingDraft
    from desktop.ui.half_typed import HalfTyped

_NAME: Final = "mapping"


class NamedSoFar:
    """What waits for one form; `given` is what the form opens with where nothing does."""

    def __init__(self, kept: HalfTyped, given: MappingDraft, template: Path) -> None:
        self._kept, self._given = kept, given.mapping()
        self._place = f"own-form/{_mark(template)}"

    def mapping(self) -> FormMapping | None:
        """Return the cells that were named and never filled, None where none were."""
        text = self._kept.at(self._place).get(_NAME, "")
        try:
            waited = msgspec.json.decode(text, type=FormMapping) if text else None
        except msgspec.DecodeError:
            return None
        return waited if waited != self._given else None

    def note(self, draft: MappingDraft) -> None:
        """Let what is named now wait; what the form opened with needs no waiting."""
        mapping = draft.mapping()
        text = "" if mapping == self._given else msgspec.json.encode(mapping).decode()
        self._kept.note(self._place, _NAME, text)

    def forget(self) -> None:
        """Forget it: it is kept as the way to fill this form."""
        self._kept.note(self._place, _NAME, "")


def _mark(template: Path) -> str:
    """Return what tells one form from another, also one of the same name."""
    try:
        return sha256(template.read_bytes()).hexdigest()
    except OSError:
        return template.name
