"""The sample: a province, three communes and a base union with years of made-up figures.

Deterministic for (seed, today): ids, clocks and keys derive from the seed. Until 30/6/2025
one district union under the province, then three communes of 36 base unions each; a merger,
a founding, a union of the 100 % budget that ended, a late correction, a returned return.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from desktop.i18n import _
from desktop.models.clock import VIETNAM, SteppingClock
from desktop.models.entry.entry_lock import give_reason
from desktop.models.errors import Refusal
from desktop.models.figures.cells import Entry
from desktop.models.figures.checks.facts import Finding
from desktop.models.figures.figures import set_cells
from desktop.models.figures.returns.returns import lock
from desktop.models.figures.returns.verdicts import accept_all, send_back
from desktop.models.figures.revisions import revisions
from desktop.models.packs.periods import Period, months_between, period_containing
from desktop.models.register.events import end_unit, merge_units, record_event, reparent_units
from desktop.models.store.office import create_office
from desktop.models.store.store import Store
from desktop.models.units.units import found_unit, tree_on
from desktop.sync.enrol import accept, grant, request
from desktop.sync.export import make_bundle
from desktop.sync.importer import import_bundle
from desktop.sync.keys import KeyFile, KeyPair
from desktop.sync.records import mark_sent
from desktop.tasks.sample.made_aside import made_aside
from desktop.tasks.sample.sample_data import (
    COMMUNES,
    DISTRICT,
    PROVINCE,
    SampleUnion,
    extra_union,
    make_unions,
)
from desktop.tasks.sample.sample_make_up import FORM, make_up
from desktop.tasks.sample.sample_work import Diary, at, plans_and_activities, tell_work

FIRST = date(2025, 1, 1)
CHANGE = date(2025, 7, 1)
EARLIEST, LATEST = date(2025, 11, 1), date(2040, 12, 31)
"""The days the sample may be made for: later ones would make years nobody waits for."""
_FORMS = ("F1", "F3")
_LONG = ("half", "nine_months", "year")
_GROUPS = 3
"""Union groups inside the base union that has an office of its own."""
Progress = Callable[[str], None]
Cells = dict[tuple[str, str], Entry]


def make_sample(
    folder: Path, seed: int = 1, today: date | None = None, progress: Progress | None = None
) -> dict[str, Any]:
    """Make the sample offices in `folder`; return {"offices": {name: path}, "periods": [ids]}.

    Raises Refusal when the folder already holds one of them or the day is too early or late;
    whatever cuts the work short, nothing of it is left.
    """
    today = today or datetime.now(VIETNAM).date()
    if not EARLIEST <= today <= LATEST:
        raise Refusal(
            _("Sổ mẫu chỉ lập được cho các ngày từ {first} đến {last}.").format(
                first=f"{EARLIEST:%d/%m/%Y}", last=f"{LATEST:%d/%m/%Y}"
            ),
            next_step=_("Chọn ngày khác."),
        )  # fmt: skip
    folder = Path(folder).resolve()
    with made_aside(folder, _names()) as part:
        with ExitStack() as open_offices:
            sample = _Sample(part, seed, today, progress or (lambda _text: None), open_offices)
            sample.build()
        periods = [period.id for period in sample.all_months]
    return {"offices": {name: str(folder / name) for name in sample.offices}, "periods": periods}


def _names() -> list[str]:
    return ["province", *(f"commune-{n}" for n in range(1, len(COMMUNES) + 1)), "grassroots-1"]


_REASONS = {
    "V09": _("Còn lao động thử việc chưa vào công đoàn."),
    "V10": _("Đơn vị nhỏ, tăng giảm theo hợp đồng lao động."),
    "V21": _("Nhiều người hết hạn hợp đồng cùng tháng."),
}


@dataclass
class _Plan:
    """What happens to the first commune's unions: the month before and of the events."""

    before: Period
    month: Period
    leaver: SampleUnion
    joiner: SampleUnion
    newcomer: SampleUnion
    base: SampleUnion
    start: Period
    office: Store | None = None

    @property
    def own_office(self) -> Store:
        """The office of the base union that has one."""
        if self.office is None:
            raise RuntimeError("the base union has no office yet")
        return self.office

    def ordinary(self, unions: list[SampleUnion], month: Period) -> list[SampleUnion]:
        """Return the unions whose month the commune types without anything special."""
        special: list[SampleUnion] = []
        if month.data_from >= self.before.data_from:
            special.append(self.leaver)
        if month.id == self.before.id:
            special.append(self.joiner)
        if month.data_from >= self.start.data_from:
            special.append(self.base)
        return [union for union in unions if union not in special]

    def add_events(self, cells: "Cells", month: Period) -> None:
        """Add the cells of the merged, the joined and the founded union."""
        if month.id == self.before.id:
            _add(cells, self.joiner, self.joiner.joined_by(self.leaver))
            _add(cells, self.leaver, self.leaver.closing_month("C21"))
        if month.id == self.month.id:
            _add(cells, self.newcomer, self.newcomer.founding_month())
        elif month.data_from > self.month.data_from:
            _add(cells, self.newcomer, self.newcomer.month())


@dataclass
class _Sample:
    folder: Path
    seed: int
    today: date
    progress: Progress
    open_offices: ExitStack
    offices: dict[str, Store] = field(default_factory=dict)
    unions: list[SampleUnion] = field(default_factory=list)
    commune_ids: list[str] = field(default_factory=list)
    all_months: list[Period] = field(default_factory=list)
    diaries: dict[str, Diary] = field(default_factory=dict)

    def build(self) -> None:
        province = self._office("province", None, FIRST - timedelta(days=20))
        last = date(self.today.year, self.today.month, 1) - timedelta(days=1)
        self.all_months = months_between(FIRST, last, province.packs.schemes)
        before = [m for m in self.all_months if m.data_to < CHANGE]
        since = [m for m in self.all_months if m.data_from >= CHANGE]
        ended = self._register(province)
        self.progress(_("Số liệu trước 01/7/2025"))
        for month in before:
            self._type_month(province, month, [*self.unions, ended], before[0])
        self._reorganise(province, ended)
        communes = [self._commune(province, number) for number in range(len(COMMUNES))]
        plan = self._plan(since)
        self.diaries = {
            "province": Diary(plans_and_activities(province, self.today)),
            "commune-1": Diary(
                plans_and_activities(communes[0], self.today),
                self._grassroots(communes[0], plan), self._events(communes[0], plan),
            ),
        }  # fmt: skip
        for number, store in enumerate(communes):
            self.progress(_("Số liệu của {name}").format(name=COMMUNES[number][0]))
            own = [u for u in self.unions if u.commune == number and u is not plan.newcomer]
            months = since if number < 2 else since[:-1]
            self._type_commune(store, own, months, plan if number == 0 else None)
        self.progress(_("Gửi và nhận"))
        self._exchange(province, communes, plan, since)
        self.progress(_("Kế hoạch và hoạt động"))
        for diary in self.diaries.values():
            diary.until(date.max)
        for store in self.offices.values():
            self._at(store, self.today)

    def _at(self, store: Store, day: date, hour: int = 8) -> None:
        at(store, day, self.today, hour)

    def _plan(self, since: list[Period]) -> _Plan:
        """Choose the first commune's unions that merge, are founded and have an office."""
        month = since[max(1, len(since) - 8)]
        own = [union for union in self.unions if union.commune == 0]
        newcomer = extra_union(self.seed, 0, "P-SongThanh-37", "Công ty TNHH Dệt {w}", "FDI")
        self.unions.append(newcomer)
        start = since[min(6, len(since) - 3)]
        before = since[since.index(month) - 1]
        return _Plan(before, month, own[5], own[6], newcomer, own[0], start)

    def _office(self, name: str, unit: str | None, day: date) -> Store:
        moment = datetime(day.year, day.month, day.day, 8, tzinfo=VIETNAM)
        clock = SteppingClock(moment, seed=self.seed * 1000 + len(self.offices))
        store = create_office(self.folder / name, clock=clock, unit=unit)
        self.open_offices.callback(store.close)
        KeyFile(store.folder / "keys").save(KeyPair.derived(self.seed, name))
        self.offices[name] = store
        return store

    def _register(self, province: Store) -> SampleUnion:
        """Write the province's units as they stood on 01/01/2025; return the one to end."""
        self.unions = make_unions(self.seed)
        ended = extra_union(self.seed, 0, "HV-VPUB", "Cơ quan UBND huyện {w}", "HC100")
        since = date(2023, 1, 1)
        with province.step(_("Lập danh sách đơn vị")):
            name, kind, code = PROVINCE
            own = province.meta("unit")
            found_unit(province, name=name, kind=kind, parent=None, since=since, unit=own,
                       code=code, area="Tỉnh Hải Vân")  # fmt: skip
            name, kind, code = DISTRICT
            self.district = found_unit(province, name=name, kind=kind, parent=own, since=since,
                                       code=code)  # fmt: skip
            for union in [*self.unions, ended]:
                union.id = found_unit(
                    province, name=union.name, kind=union.kind, parent=self.district, since=since,
                    code=union.code, ownership=union.ownership, area=COMMUNES[union.commune][3],
                )  # fmt: skip
        return ended

    def _type_month(
        self, store: Store, month: Period, unions: list[SampleUnion], first: Period
    ) -> None:
        typed = month.data_to + timedelta(days=3)
        self._at(store, min(typed, CHANGE - timedelta(days=1)))
        last = month.data_to == CHANGE - timedelta(days=1)
        cells: Cells = {}
        for union in unions:
            opened = union.baseline() if month.id == first.id else {}
            ends = last and union.ownership == "HC100"
            values = union.closing_month("C29") if ends else union.month()
            _add(cells, union, {**opened, **values})
        self._enter(store, month, cells)

    def _enter(
        self, store: Store, month: Period, cells: Cells, forms: Iterable[str] = _FORMS
    ) -> None:
        set_cells(store, month.id, cells)
        for form in forms:
            units = {unit for unit, _code in cells}
            done = lock(store, form, month.id, units)
            if done.blocked:
                self._explain(store, month, done.blocked)
                done = lock(store, form, month.id, units)
            if done.blocked:
                raise AssertionError(f"the sample breaks its own rules: {done.blocked[:3]}")

    def _explain(self, store: Store, month: Period, blocked: Iterable[Finding]) -> None:
        """Give the reasons that warnings ask for, as an office would."""
        with store.step(_("Ghi lý do cho cảnh báo")):
            for one in blocked:
                if one.severity == "W":
                    text = _REASONS.get(one.rule, _("Đã đối chiếu với danh sách của đơn vị."))
                    give_reason(store, month.id, one.unit, one.rule, text)

    def _reorganise(self, province: Store, ended: SampleUnion) -> None:
        """End the district on 01/07/2025 and put its base unions under three communes."""
        self._at(province, CHANGE)
        with province.step(_("Sắp xếp lại tổ chức từ 01/7/2025")):
            end_unit(province, ended.code, CHANGE, kind="end", decision="4133/TLĐ-ToC")
            for number, (name, kind, code, area) in enumerate(COMMUNES):
                commune = found_unit(
                    province, name=name, kind=kind, parent=province.own_unit, since=CHANGE,
                    code=code, area=area,
                )  # fmt: skip
                self.commune_ids.append(commune)
                record_event(
                    province, "found", CHANGE, [commune], decision=f"{number + 11}/QĐ-LĐLĐ"
                )
                moved = [u.id for u in self.unions if u.commune == number]
                reparent_units(province, moved, commune, CHANGE)
            end_unit(province, self.district, CHANGE, kind="dissolve", decision="301/QĐ-LĐLĐ")

    def _commune(self, province: Store, number: int) -> Store:
        code = COMMUNES[number][2]
        store = self._office(f"commune-{number + 1}", self.commune_ids[number], CHANGE)
        self._enrol(province, store, code, CHANGE)
        return store

    def _enrol(self, above: Store, below: Store, code: str, since: date) -> None:
        asked = below.folder / "dangky.json"
        request(below, asked)
        granted = grant(above, asked, code, above.folder / "bundles" / "out", since=since)
        accept(below, granted.bundle.path)
        asked.unlink()

    def _grassroots(self, commune: Store, plan: _Plan) -> Iterator[date]:
        """Enrol one base union with an office of its own, with union groups inside it."""
        union, day = plan.base, plan.start.data_from
        yield day
        store = plan.office = self._office("grassroots-1", union.id, day)
        self._at(commune, day)
        self._enrol(commune, store, union.code, day)
        with store.step(_("Lập tổ công đoàn")):
            for number in range(1, _GROUPS + 1):
                found_unit(
                    store, name=_("Tổ công đoàn số {n}").format(n=number), kind="TO",
                    parent=union.id, since=day,
                )  # fmt: skip

    def _events(self, commune: Store, plan: _Plan) -> Iterator[date]:
        """Merge one union into another and found one; both from the same day on."""
        yield plan.before.data_to
        month, newcomer = plan.month, plan.newcomer
        self._at(commune, plan.before.data_to)
        with commune.step(_("Sáp nhập và thành lập")):
            merge_units(commune, [plan.leaver.id], plan.joiner.id, month.data_from,
                        decision="21/QĐ-CĐP")  # fmt: skip
            newcomer.id = found_unit(
                commune, name=newcomer.name, kind="CDCS", parent=commune.own_unit,
                since=month.data_from, code=newcomer.code, ownership="FDI", area=COMMUNES[0][3],
            )  # fmt: skip
            record_event(commune, "found", month.data_from, [newcomer.id], decision="22/QĐ-CĐP")

    def _type_commune(
        self, store: Store, unions: list[SampleUnion], months: list[Period], plan: "_Plan | None"
    ) -> None:
        slow = 5 if store is self.offices["commune-3"] else 0
        for month in months:
            day = month.data_to + timedelta(days=4 + slow)
            if plan is not None:
                self.diaries["commune-1"].until(day)
            self._at(store, day)
            first = month.data_from == CHANGE
            cells: Cells = {}
            for union in unions if plan is None else plan.ordinary(unions, month):
                opened = union.baseline() if first else {}
                _add(cells, union, {**opened, **union.month()})
            if plan is not None:
                plan.add_events(cells, month)
                self._type_grassroots(plan, month)
            self._enter(store, month, cells)
            self._tell_work(store, month)
            typed = {unit for unit, _code in cells}
            known = unions if plan is None else [*unions, plan.newcomer]
            self._tell_make_up(store, month, [one for one in known if one.id in typed])

    def _tell_work(self, store: Store, month: Period) -> None:
        """Lock the office's own work of the longer periods that end with a month."""
        for period in _longer(store, month):
            tell_work(store, period, CHANGE, f"{self.seed} {store.folder.name}")

    def _tell_make_up(
        self, store: Store, month: Period, unions: Iterable[SampleUnion], groups: int | None = None
    ) -> None:
        """Lock what unions tell of themselves in the longer periods that end with a month."""
        told = list(unions)
        for period in _longer(store, month):
            cells: Cells = {}
            for union in told:
                _add(cells, union, make_up(store.packs, period, union, groups))
            if cells:
                self._enter(store, period, cells, (FORM,))

    def _type_grassroots(self, plan: "_Plan", month: Period) -> None:
        """The base union with an office of its own types its own figures."""
        if month.data_from < plan.start.data_from:
            return
        office, union = plan.own_office, plan.base
        self._at(office, month.data_to + timedelta(days=2))
        opened = union.baseline() if month.id == plan.start.id else {}
        cells: Cells = {}
        _add(cells, union, {**opened, **union.month()})
        self._enter(office, month, cells)
        self._tell_work(office, month)
        self._tell_make_up(office, month, [union], _GROUPS)

    def _exchange(
        self, province: Store, communes: list[Store], plan: _Plan, since: list[Period]
    ) -> None:
        """Send everything up; accept all but the last month; send receipts down."""
        due = since[-1].due
        day = due + timedelta(days=1)
        base, code = plan.own_office, plan.base.code
        for diary in self.diaries.values():
            diary.until(due)
        self._travel(base, communes[0], due)
        own = [month for month in since if month.data_from >= plan.start.data_from]
        self._accept(communes[0], own, code)
        late, on = self.unions[2], since[max(0, len(since) - 4)]
        for number, store in enumerate(communes[:2]):
            self._travel(store, province, day)
            self._accept(province, since[:-1], COMMUNES[number][2])
        self._third_commune(province, communes[2], since, day)
        self._correct_late(communes[0], late, on, day)
        returned = next(u for u in self.unions if u.commune == 1)
        send_back(
            province, "F1", since[-1].id, returned.code,
            _("Số lao động nữ cần kiểm tra lại với danh sách của đơn vị."),
        )  # fmt: skip
        self._reply(communes[0], base, code, day)
        for number, store in enumerate(communes):
            self._reply(province, store, COMMUNES[number][2], day)

    def _third_commune(self, province: Store, store: Store, since: list[Period], day: date) -> None:
        """The third commune's last month stays in the office: the province misses it."""
        self._travel(store, province, day)
        self._accept(province, since[:-1], COMMUNES[2][2])
        own = [union for union in self.unions if union.commune == 2]
        self._type_commune(store, own, since[-1:], None)

    def _correct_late(self, store: Store, union: SampleUnion, month: Period, day: date) -> None:
        """Correct an accepted month, as a supplementary return that waits above."""
        reason = _("Đối chiếu lại với bảng lương của đơn vị.")
        workers = store.get("cell", f"{month.id}|{union.id}", "A01")
        set_cells(store, month.id, {(union.id, "A01"): Entry(workers + 2)}, reason=reason)
        lock(store, "F1", month.id, [union.id], reason=reason)
        self._travel(store, self.offices["province"], day + timedelta(days=1))

    def _travel(self, below: Store, above: Store, day: date) -> None:
        self._at(below, day, hour=9)
        self._at(above, day, hour=14)
        made = make_bundle(below, below.folder / "bundles" / "sent")
        mark_sent(below, made.id, "usb")
        import_bundle(above, made.path)

    def _reply(self, above: Store, below: Store, code: str, day: date) -> None:
        self._at(above, day + timedelta(days=2), hour=9)
        self._at(below, day + timedelta(days=2), hour=15)
        made = make_bundle(above, above.folder / "bundles" / "sent", code)
        import_bundle(below, made.path)

    def _accept(self, above: Store, months: list[Period], code: str) -> None:
        """Accept the months, and the longer periods that end with one of them."""
        for month in [p for each in months for p in (each, *_longer(above, each))]:
            if not revisions(above, month.id):
                continue
            tree = tree_on(above, month.data_to)
            under = {unit.id for unit in tree.walk(tree.by_code(code).id)}
            accept_all(
                above, month.id,
                [key for key in revisions(above, month.id) if key[0] in under],
            )  # fmt: skip


def _longer(store: Store, month: Period) -> list[Period]:
    """Return the half-year, nine months and year that end with a month."""
    found = [
        period_containing(month.data_to, scheme)
        for scheme in store.packs.schemes
        if scheme.kind in _LONG and scheme.holds_on(month.data_to)
    ]
    return [period for period in found if period.data_to == month.data_to]


def _add(cells: Cells, union: SampleUnion, values: dict[str, int]) -> None:
    cells |= {(union.id, code): Entry(value) for code, value in values.items()}
