"""The coverage matrix: each item of the upper paper beside ours, and the same as a sheet."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.documents.coverage import Coverage
from desktop.documents.duties import Duties
from desktop.formats.document import Document, FormHead, PaperKind
from desktop.formats.table import Align, Cell, Column, Role, Row, Table
from desktop.i18n import _
from desktop.models.outline.outline import Outline, PlanItem
from desktop.models.outline.targets import format_targets
from desktop.models.plans.plan_head import PlanHead
from desktop.models.text import nfc, short_date


@dataclass(frozen=True, slots=True)
class Line:
    """One duty; `ours` are the ids of our items that answer it, `left_out` not ours at all.

    `target` is the upper paper's, `our_target` ours, `who` our people and deadlines.
    """

    id: str
    path: str
    duty: str
    ours: tuple[str, ...]
    answer: str
    who: str
    left_out: bool = False
    target: str = ""
    our_target: str = ""

    @property
    def state(self) -> str:
        """Say whether the duty is carried out."""
        if self.left_out:
            return _("Việc của đơn vị khác")
        return _("Đã có") if self.answer else _("Còn thiếu")


def lines_of(
    head: PlanHead,
    parent: Outline,
    own: Outline,
    coverage: Coverage,
    duties: Duties | None = None,
) -> list[Line]:
    """Return the matrix: our duties in order, then what is left to other bodies.

    Without `duties` what is left out is told as the plan's head keeps it.
    """
    answers: dict[str, list[str]] = {}
    for one in own:
        if one.item.answers is not None:
            answers.setdefault(one.item.answers, []).append(one.id)
    found = [
        _line(parent, own, duty, _ours(parent, duty, answers, coverage)) for duty in coverage.duties
    ]
    if duties is not None:
        found += [
            Line(one, parent.path(one), parent.row(one).item.plain, (), "", "", left_out=True)
            for one in duties.left_out
        ]
    else:
        found += [Line("", *_split(text), (), "", "", left_out=True) for text in head.left_out]
    return found


def told(coverage: Coverage, most: int = 0) -> str:
    """Say "27/29 nhiệm vụ đã có; còn thiếu 2.3, 2.6"; at most so many are named (0: all)."""
    text = _("{n}/{all} nhiệm vụ đã có").format(n=coverage.covered, all=len(coverage.duties))
    if coverage.missing:
        named = coverage.missing[:most] if most else coverage.missing
        rest = "…" if most and len(coverage.missing) > most else ""
        text += _("; còn thiếu {list}").format(list=", ".join(named) + rest)
    return text


def coverage_sheet(
    head: PlanHead, source: str, lines: Sequence[Line], coverage: Coverage
) -> Document:
    """Return the matrix as a landscape sheet: `source` is the upper paper's name."""
    form = FormHead(
        parent=head.parent_issuer,
        issuer=head.issuer,
        form="",
        title=_("Bảng đối chiếu kế hoạch với văn bản cấp trên"),
        subtitle=tuple(
            text
            for text in (
                nfc(head.title or head.subject),
                _("Đối chiếu với: {source}").format(source=nfc(source)) if source else "",
                told(coverage),
            )
            if text
        ),
    )
    title = _("Bảng đối chiếu")
    return Document(
        kind=PaperKind.FORM,
        blocks=(form, coverage_table(lines)),
        title=title,
        author=head.issuer,
        landscape=True,
    )


def coverage_table(lines: Sequence[Line]) -> Table:
    """Return the matrix as a table; what is left to other bodies stands in a group of its own."""
    rows: list[Row] = []
    ours = [one for one in lines if not one.left_out]
    left = [one for one in lines if one.left_out]
    rows += [Row(_cells(number, one)) for number, one in enumerate(ours, 1)]
    if left:
        rows.append(Row((_("Việc của đơn vị khác, không đưa vào kế hoạch"),), Role.GROUP))
        rows += [Row(_cells(number, one)) for number, one in enumerate(left, len(ours) + 1)]
    center = Align.CENTER
    return Table(
        columns=(
            Column(_("STT"), 10, align=center),
            Column(_("Mục cấp trên"), 22, align=center),
            Column(_("Nhiệm vụ của cấp trên"), 74, align=Align.LEFT),
            Column(_("Tình trạng"), 22, align=center),
            Column(_("Mục của đơn vị"), 74, align=Align.LEFT),
            Column(_("Người thực hiện, thời hạn"), 32, align=center),
            Column(_("Chỉ tiêu"), 26, align=center),
        ),
        rows=tuple(rows),
        name=_("Bảng đối chiếu"),
    )


def who_of(item: PlanItem) -> str:
    """Return who does an item and by when."""
    from datetime import date

    try:
        due = short_date(date.fromisoformat(item.due))
    except ValueError:
        due = item.due
    return ", ".join(part for part in (item.owner or item.partner, due) if part)


def _line(parent: Outline, own: Outline, duty: str, ours: Sequence[str]) -> Line:
    rows = [own.row(one) for one in ours]
    return Line(
        id=duty,
        path=parent.path(duty),
        duty=parent.row(duty).item.plain,
        ours=tuple(ours),
        answer=" | ".join(f"{own.path(row.id)}  {row.item.plain}" for row in rows),
        who="; ".join(filter(None, (who_of(row.item) for row in rows))),
        target=format_targets(parent.row(duty).item.targets),
        our_target="; ".join(filter(None, (format_targets(row.item.targets) for row in rows))),
    )


def _ours(
    parent: Outline, duty: str, answers: dict[str, list[str]], coverage: Coverage
) -> list[str]:
    found = answers.get(duty, [])
    if found or duty not in coverage.answered:
        return found
    above = (up.id for up in parent.ancestors(duty))
    return next((answers[up] for up in above if up in answers), [])


def _cells(number: int, one: Line) -> tuple[Cell, ...]:
    texts = (one.path, one.duty, one.state, one.answer, one.who, one.our_target)
    return (str(number), *(nfc(text) or None for text in texts))


def _split(text: str) -> tuple[str, str]:
    path, colon, rest = text.partition(": ")
    return (path, rest) if colon else ("", text)
