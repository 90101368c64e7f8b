"""What a unit wrote beside its figures in an issued form: the reason of a warning, or a comment."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from desktop.i18n import _
from desktop.intake.issued_rows import IssuedCell
from desktop.models.figures.checks.facts import Finding
from desktop.models.figures.checks.rules import reason_for
from desktop.models.packs.packs import Packs
from desktop.models.store.keys import cell_key
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.models.text import vi_number

LONGEST: Final = 1_000
"""A remark longer than this is a letter; nobody reads it beside a cell, or as a reason."""
TOO_LONG: Final = _("Ghi chú dài quá {n} chữ; rút gọn trong biểu rồi nhận lại.").format(
    n=vi_number(LONGEST)
)


@dataclass(frozen=True, slots=True)
class Note:
    """A remark at `place` of the form, and where it goes.

    With `rules` it is why their warnings stand; else it is kept as the comment of the cell
    (unit, code), below `before`, what is commented there already. Unless it is `new` the
    office has it already.
    """

    place: str
    unit: str
    code: str
    name: str
    text: str
    rules: tuple[str, ...]
    before: str
    new: bool

    @property
    def told(self) -> str:
        """One sentence: what was written, and what becomes of it."""
        said = {"place": self.place, "text": self.text, "name": self.name}
        if not self.new:
            return _("Ghi chú {place} “{text}” đã có trong sổ.").format(**said)
        if self.rules:
            rules = ", ".join(self.rules)
            return _("Ghi chú {place} “{text}” lấy làm lý do ({rules}).").format(
                **said, rules=rules)  # fmt: skip
        return _("Ghi chú {place} “{text}” giữ ở ô “{name}”.").format(**said)

    def json(self, units: Mapping[str, str]) -> dict[str, Any]:
        """Return what the command line prints of it; `units` are names by id."""
        return {
            "place": self.place, "unit": units.get(self.unit, ""), "indicator": self.code,
            "text": self.text, "kept_as": "reason" if self.rules else "comment",
            "rules": list(self.rules), "new": self.new,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kept:
    """What the office keeps beside the cells of a unit: reasons by rule, comments by code."""

    reasons: Mapping[str, str]
    comments: Mapping[str, str]

    @classmethod
    def of(cls, reader: Reader, unit: str, period: str) -> "Kept":
        """Read what is kept of a unit's period."""
        key = cell_key(unit, period)
        return cls(reader.fields("reason", key), reader.fields("note", key))


def settle(
    packs: Packs, unit: str, remarks: Sequence[tuple[IssuedCell, str]],
    findings: Sequence[Finding], kept: Kept,
) -> list[Note]:  # fmt: skip
    """Return where a unit's remarks go, each with the cell it would be the comment of.

    A remark beside one figure explains the warnings about that figure, one on the whole row
    all of the unit's. A reason or comment that is there stays: the remark goes below it.
    """
    reasons, comments = dict(kept.reasons), dict(kept.comments)
    noted = frozenset(cell.code for cell, _code in remarks)
    found = []
    for cell, code in remarks:
        asking = [
            one for one in findings
            if one.severity == "W" and one.codes and cell.code in (_explained(one, noted), "")
        ]  # fmt: skip
        bare = [one.rule for one in asking if not reason_for(one, findings, reasons)]
        rules = tuple(dict.fromkeys(bare))
        said = [reason_for(one, findings, reasons) for one in asking]
        before = "" if rules else str(comments.get(code, ""))
        new = bool(rules) or not (cell.source in said or cell.source in before.split("\n"))
        name = packs.indicators[code].name if code in packs.indicators else code
        note = Note(cell.place, unit, code, name, cell.source, rules, before, new)
        reasons |= dict.fromkeys(rules, note.text)
        if new and not rules:
            comments[code] = _below(note)
        found.append(note)
    return found


def keep(store: Store, period: str, notes: Sequence[Note]) -> None:
    """Write new remarks down; within the step of whoever takes them."""
    with store.step(_("Ghi chú trong biểu gửi về")) as step:
        for note in notes:
            key = cell_key(store.unit(note.unit), period)
            for rule in note.rules:
                step.put("reason", key, rule, note.text)
            if note.new and not note.rules:
                step.put("note", key, note.code, _below(note))


def _below(note: Note) -> str:
    return f"{note.before}\n{note.text}" if note.before else note.text


def _explained(finding: Finding, noted: Collection[str]) -> str:
    """Return the figure whose note tells why a warning stands: the foremost that has one."""
    codes = (code.partition(";")[0] for code in finding.codes)
    return next((code for code in codes if code in noted), "")
