"""The lines of a table of work: headings, sums, rows of work, what is passed over and why."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from desktop.i18n import _
from desktop.intake.sources.workbook import Cells, SheetCells, text_of
from desktop.intake.work.work_columns import Columns
from desktop.intake.work.work_words import Time, money_of, time_of, whole_period
from desktop.models.plans.work_row import WorkRow, is_mark
from desktop.models.plans.work_views import all_year, other_work
from desktop.models.text import fold, vi_number

Verdict = Literal["accepted", "doubtful", "refused", "passed"]
_SUM: Final = re.compile(
    r"(?:tổng cộng|tổng số|tổng|cộng)\s*"
    r"(?:$|[:(\d]|(?:kinh phí|tháng|quý|mục|phần|nhóm|các|[ivx]+)\b)",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(r"(?:[IVXLC]+|[A-ZĐ])[.)/]?")
_AFTER: Final = re.compile(r"(?:noi nhan|tm|kt|tl|tuq|nguoi lap|chu tich|pho chu tich|ghi chu)\b")


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One line of the source: its number there, its text, the row it gives, and why.

    `guessed`: "time" where only the due date tells when the work is, "month" where a heading
    tells the quarter and the due date the month; "" where headings or a column tell it.
    `base` is the mark of what a row of ours said when it went out.
    """

    line: int
    text: str
    verdict: Verdict
    row: WorkRow | None = None
    why: str = ""
    guessed: str = ""
    base: str = ""


@dataclass(slots=True)
class Lines:
    sheet: SheetCells
    columns: Columns
    year: int | None
    time: Time | None = None
    group: str = ""
    ended: bool = False
    outer: str = ""
    guessed: str = ""
    group_costs: list[int] = field(default_factory=list)
    costs: list[int] = field(default_factory=list)

    def lines(self) -> Iterator[ReadLine]:
        for place, cells in enumerate(self.sheet.rows[self.columns.first :], self.columns.first):
            shown = _shown(cells)
            if shown:
                yield self._line(place, cells, shown)

    def _line(self, place: int, cells: Cells, shown: str) -> ReadLine:
        number = place + 1
        task = text_of(self._cell(cells, "task"))
        first = next((text_of(cell) for cell in cells if text_of(cell)), "")
        if self.ended or (_AFTER.match(fold(first)) and (first == shown or not task)):
            self.ended = True
            return ReadLine(number, shown, "passed", why=_("Nằm ngoài bảng."))
        if self._repeats_head(cells):
            return ReadLine(number, shown, "passed", why=_("Dòng tên cột."))
        if _SUM.match(first) and not self._has(cells, "due", "lead", "partner"):
            return self._sum(number, cells, shown, first)
        if (heading := self._heading(place, cells, task)) is not None:
            return ReadLine(number, shown, "passed", why=heading)
        if not task:
            return ReadLine(number, shown, "refused", why=_("Không có nội dung công việc."))
        return self._row(number, cells, shown, task)

    # what a line is

    def _heading(self, place: int, cells: Cells, task: str) -> str | None:
        """Take a line that stands over others; return what it is, None when it is work."""
        texts = [text for text in map(text_of, cells) if text]
        named = task or max(texts, key=len, default="")
        if self._has(cells, "due", "lead", "partner", "note"):
            return None
        alone = len(set(texts)) == 1
        if (time := whole_period(named)) is not None:
            self._open("time")
            self.group = self.group if time.month or time.quarter else ""
            self.time, self.group_costs = time, []
            return _("Tiêu đề: {text}").format(text=named[:60])
        label = text_of(self._cell(cells, "number"))
        lettered = bool(_LABEL.fullmatch(label)) and self.columns.counted
        if place in self.sheet.wide or lettered or (alone and (not task or _capitals(named))):
            self._open("group")
            self.group, self.group_costs = group_name(named), []
            return _("Tiêu đề: {text}").format(text=named[:60])
        return None

    def _open(self, kind: str) -> None:
        """Begin a heading: the kind met first is the outer one and closes the other."""
        self.outer = self.outer or kind
        if kind == self.outer == "time":
            self.group = ""
        elif kind == self.outer:
            self.time = None

    def _sum(self, number: int, cells: Cells, shown: str, first: str) -> ReadLine:
        whole = fold(first).startswith("tong")
        listed = self.costs if whole else self.group_costs
        told = next((c for c in reversed(cells) if isinstance(c, int | float)), None)
        try:
            cost = self._money(cells) if self._has(cells, "cost") else _money(told)
        except ValueError:
            cost = None
        self.group_costs = []
        if cost is None or cost == sum(listed):
            return ReadLine(number, shown, "passed", why=_("Dòng cộng, khớp với các việc trên."))
        why = _("Dòng cộng ghi {told} đồng, các việc trên cộng lại {sum} đồng.").format(
            told=vi_number(cost), sum=vi_number(sum(listed))
        )
        return ReadLine(number, shown, "doubtful", why=why)

    def _repeats_head(self, cells: Cells) -> bool:
        titles = {fold(title) for title in self.columns.titles.values()}
        same = sum(fold(text_of(cell)) in titles for cell in cells if text_of(cell))
        marks = [re.sub(r"[()]", "", text_of(cell)) for cell in cells if text_of(cell)]
        counted = len(marks) > 3 and marks == [str(n) for n in range(1, len(marks) + 1)]
        return same >= 3 or counted

    # a row of work

    def _row(self, number: int, cells: Cells, shown: str, task: str) -> ReadLine:
        why: list[str] = []
        time = self._time(cells, why)
        cost, left = None, ""
        try:
            cost = self._money(cells)
        except ValueError:
            left = text_of(self._cell(cells, "cost"))
            why.append(_("Kinh phí “{text}” không phải số tiền, ghi sang cột Ghi chú.").format(
                text=left[:40]))  # fmt: skip
        if cost is not None and 0 < cost < 1_000:
            why.append(_("Kinh phí {n} đồng quá nhỏ, kiểm tra đơn vị tính.").format(n=cost))
        extra = [f"{title}: {text_of(cells[at])}" for at, title in self.columns.others.items()
                 if at < len(cells) and text_of(cells[at])]  # fmt: skip
        if left:
            extra.append(_("Kinh phí: {text}").format(text=left))
        note = "; ".join(filter(None, (text_of(self._cell(cells, "note")), *extra)))
        if time.year and self.year and time.year != self.year:
            why.append(_("Thời gian ghi năm {year}.").format(year=time.year))
        row = WorkRow(
            task=task,
            month=time.month,
            quarter=None if time.month else time.quarter,
            due=time.text,
            lead=text_of(self._cell(cells, "lead")),
            partner=text_of(self._cell(cells, "partner")),
            cost=cost,
            note=note,
            id=self._id(cells)[0],
            group=text_of(self._cell(cells, "group")) or self.group,
        )
        self.costs.append(cost or 0)
        self.group_costs.append(cost or 0)
        verdict: Verdict = "doubtful" if why else "accepted"
        return ReadLine(
            number, shown, verdict, row, " ".join(why), self.guessed, self._id(cells)[1]
        )

    def _time(self, cells: Cells, why: list[str]) -> Time:
        """Return when the work is: its own month first, then the heading it stands under."""
        ticked = self._ticked(cells)
        own = text_of(self._cell(cells, "month"))
        stated = time_of(self._cell(cells, "month")) if own else ticked
        due_text = text_of(self._cell(cells, "due"))
        due = time_of(self._cell(cells, "due")) if due_text else None
        if own and stated is None:
            why.append(_("“{text}” không phải tháng hay quý.").format(text=own[:30]))
            due_text = due_text or own
        above = stated or self.time
        self.guessed = ""
        if above is None:
            self.guessed = "time"
            return due if due else Time(text=due_text)
        text = due.text if due else due_text
        if due and not due.text and (due.month or due.quarter):
            if stated is None and above == Time() and not self._id(cells)[0]:
                self.guessed = "time"  # a new line at the foot, under work of the whole year
                return due
            inner = above.month is None and above.quarter is not None
            apart = (due.month, due.quarter) != (above.month, above.quarter)
            text = due_text if due.year or (apart and not inner) else ""
        if due and due.month and above.month and due.month != above.month:
            why.append(
                _("Thời gian “{text}” khác tháng {month}.").format(
                    text=due_text[:30], month=above.month
                )
            )
        if (
            above.month is None
            and above.quarter
            and due
            and due.month
            and _within(due.month, above)
        ):
            self.guessed = "month"
            above = replace(above, month=due.month)
        return Time(above.month, above.quarter, text or above.text, (due or above).year)

    def _ticked(self, cells: Cells) -> Time | None:
        """Return the time of a line in a table with a column per month."""
        months = [m for m, at in self.columns.months.items() if at < len(cells) and cells[at] != ""]
        if not months:
            return None
        if len(months) == 12:
            return Time()
        quarter = (months[0] - 1) // 3 + 1
        if months == [quarter * 3 - 2, quarter * 3 - 1, quarter * 3]:
            return Time(quarter=quarter)
        listed = ", ".join(str(month) for month in months)
        text = "" if len(months) == 1 else _("Tháng {list}").format(list=listed)
        return Time(month=months[0], text=text)

    # cells

    def _cell(self, cells: Cells, name: str) -> Any:
        at = self.columns.places.get(name)
        return cells[at] if at is not None and at < len(cells) else ""

    def _has(self, cells: Cells, *names: str) -> bool:
        own = {text_of(self._cell(cells, "task")), ""}
        return any(text_of(self._cell(cells, name)) not in own for name in names)

    def _money(self, cells: Cells) -> int | None:
        return money_of(self._cell(cells, "cost"), self.columns.money_unit)

    def _id(self, cells: Cells) -> tuple[str, str]:
        """Return a row's id and the mark of what it said when it went out."""
        at = self.columns.ids
        key, _plus, mark = (
            text_of(cells[at]) if at is not None and at < len(cells) else ""
        ).partition("+")
        return key, mark if is_mark(mark) else ""


def _shown(cells: Cells) -> str:
    texts = [text for text in map(text_of, cells) if text]
    return " | ".join(dict.fromkeys(texts))[:200]


def _money(value: Any) -> int | None:
    return money_of(value) if value is not None else None


def _within(month: int, time: Time) -> bool:
    return time.quarter is None or (month - 1) // 3 + 1 == time.quarter


def _capitals(text: str) -> bool:
    return text.isupper() and len(text) > 3


def group_name(text: str) -> str:
    """Return a heading as the name of a task group: without its number, not in capitals."""
    bare = re.sub(r"^(?:[IVXLC]+|[A-ZĐ]|\d+)[.)/]\s*", "", text).strip(" .:")
    if fold(bare) in (fold(all_year()), fold(other_work())):
        return ""
    return bare.capitalize() if bare.isupper() and len(bare) > 6 else bare
