"""The sample: a province, three communes and a base union with years of made-up figures.

Deterministic for (seed, today): ids, clocks and keys derive from the seed. Until 30/6/2025
one district union under the province, then three communes of 36 base unions each; a merger,
a founding, a union of the 100 % budget that ended, a late correction, a returned return.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from desktop.i18n import _
from desktop.models.clock import VIETNAM, SteppingClock
from desktop.models.errors import Refusal
from desktop.models.figures.cells import Entry
from desktop.models.figures.figures import set_cells
from desktop.models.figures.returns import lock
from desktop.models.figures.revisions import revisions
from desktop.models.figures.verdicts import accept_all, send_back
from desktop.models.packs.periods import Period, months_between
from desktop.models.register.events import end_unit, merge_units, record_event, reparent_units
from desktop.models.store.office import create_office
from desktop.models.store.store import Store
from desktop.models.units.units import found_unit, tree_on
from desktop.sync.enrol import accept, grant, request
from desktop.sync.export import make_bundle
from desktop.sync.importer import import_bundle
from desktop.sync.keys import KeyFile, KeyPair
from desktop.sync.records import mark_sent
from desktop.tasks.made_aside import made_aside
from desktop.tasks.sample_data import (
    COMMUNES,
    DISTRICT,
    PROVINCE,
    SampleUnion,
    extra_union,
    make_unions,
)
from desktop.tasks.sample_work import write_plans_and_activities

FIRST = date(2025, 1, 1)
CHANGE = date(2025, 7, 1)
EARLIEST, LATEST = date(2025, 11, 1), date(2040, 12, 31)
"""The days the sample may be made for: later ones would make years nobody waits for."""
_FORMS = ("F1", "F3")
Progress = Callable[[str], None]
Office = tuple[Store, SampleUnion, Period]
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


@dataclass
class _Plan:
    """What happens to the first commune's unions: the month before and of the events."""

    before: Period
    month: Period
    leaver: SampleUnion
    joiner: SampleUnion
    newcomer: SampleUnion
    office: "Office | None" = None

    @property
    def own_office(self) -> "Office":
        """The base union with an office: its store, itself, its first month."""
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
        _store, union, start = self.own_office
        if month.data_from >= start.data_from:
            special.append(union)
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
        plan = self._events(communes[0], since)
        base = plan.office = self._grassroots(communes[0], self.unions[0], since)
        for number, store in enumerate(communes):
            self.progress(_("Số liệu của {name}").format(name=COMMUNES[number][0]))
            own = [u for u in self.unions if u.commune == number and u is not plan.newcomer]
            months = since if number < 2 else since[:-1]
            self._type_commune(store, own, months, plan if number == 0 else None)
        self.progress(_("Gửi và nhận"))
        self._exchange(province, communes, base, since)
        self.progress(_("Kế hoạch và hoạt động"))
        for store in (communes[0], province):
            write_plans_and_activities(store, self.today)
        for store in self.offices.values():
            _at(store, self.today)

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
        _at(store, month.data_to + timedelta(days=3))
        last = month.data_to == CHANGE - timedelta(days=1)
        cells: Cells = {}
        for union in unions:
            opened = union.baseline() if month.id == first.id else {}
            ends = last and union.ownership == "HC100"
            values = union.closing_month("C29") if ends else union.month()
            _add(cells, union, {**opened, **values})
        self._enter(store, month, cells)

    def _enter(self, store: Store, month: Period, cells: Cells) -> None:
        set_cells(store, month.id, cells)
        for form in _FORMS:
            done = lock(store, form, month.id, {unit for unit, _code in cells})
            if done.blocked:
                raise AssertionError(f"the sample breaks its own rules: {done.blocked[:3]}")

    def _reorganise(self, province: Store, ended: SampleUnion) -> None:
        """End the district on 01/07/2025 and put its base unions under three communes."""
        _at(province, CHANGE)
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
        granted = grant(above, asked, code, below.folder, since=since)
        accept(below, granted.bundle.path)
        asked.unlink()
        granted.bundle.path.unlink()

    def _grassroots(self, commune: Store, union: SampleUnion, since: list[Period]) -> Office:
        """Enrol one base union with an office of its own, with union groups inside it."""
        start = since[min(6, len(since) - 3)]
        store = self._office("grassroots-1", union.id, start.data_from)
        _at(commune, start.data_from)
        self._enrol(commune, store, union.code, start.data_from)
        with store.step(_("Lập tổ công đoàn")):
            for number in range(1, 4):
                found_unit(
                    store, name=_("Tổ công đoàn số {n}").format(n=number), kind="TO",
                    parent=union.id, since=start.data_from,
                )  # fmt: skip
        return store, union, start

    def _events(self, commune: Store, since: list[Period]) -> "_Plan":
        """Merge one union into another and found one; both from the same day on."""
        month = since[max(1, len(since) - 8)]
        before = since[since.index(month) - 1]
        own = [union for union in self.unions if union.commune == 0]
        newcomer = extra_union(self.seed, 0, "P-SongThanh-37", "Công ty TNHH Dệt {w}", "FDI")
        self.unions.append(newcomer)
        plan = _Plan(before, month, own[5], own[6], newcomer)
        _at(commune, before.data_to)
        with commune.step(_("Sáp nhập và thành lập")):
            merge_units(commune, [plan.leaver.id], plan.joiner.id, month.data_from,
                        decision="21/QĐ-CĐP")  # fmt: skip
            newcomer.id = found_unit(
                commune, name=newcomer.name, kind="CDCS", parent=commune.own_unit,
                since=month.data_from, code=newcomer.code, ownership="FDI", area=COMMUNES[0][3],
            )  # fmt: skip
            record_event(commune, "found", month.data_from, [newcomer.id], decision="22/QĐ-CĐP")
        return plan

    def _type_commune(
        self, store: Store, unions: list[SampleUnion], months: list[Period], plan: "_Plan | None"
    ) -> None:
        slow = 5 if store is self.offices["commune-3"] else 0
        for month in months:
            _at(store, month.data_to + timedelta(days=4 + slow))
            first = month.data_from == CHANGE
            cells: Cells = {}
            for union in unions if plan is None else plan.ordinary(unions, month):
                opened = union.baseline() if first else {}
                _add(cells, union, {**opened, **union.month()})
            if plan is not None:
                plan.add_events(cells, month)
                self._type_grassroots(plan, month)
            self._enter(store, month, cells)

    def _type_grassroots(self, plan: "_Plan", month: Period) -> None:
        """The base union with an office of its own types its own figures."""
        office, union, start = plan.own_office
        if month.data_from < start.data_from:
            return
        _at(office, month.data_to + timedelta(days=2))
        opened = union.baseline() if month.id == start.id else {}
        cells: Cells = {}
        _add(cells, union, {**opened, **union.month()})
        self._enter(office, month, cells)

    def _exchange(
        self,
        province: Store,
        communes: list[Store],
        base: Office,
        since: list[Period],
    ) -> None:
        """Send everything up; accept all but the last month; send receipts down."""
        day = since[-1].due + timedelta(days=1)
        self._travel(base[0], communes[0], day)
        own = [month for month in since if month.data_from >= base[2].data_from]
        self._accept(communes[0], own, base[1].code)
        self._reply(communes[0], base[0], base[1].code, day)
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
        _at(below, day, hour=9)
        _at(above, day, hour=14)
        made = make_bundle(below, below.folder / "bundles" / "sent")
        mark_sent(below, made.id, "usb")
        import_bundle(above, made.path)

    def _reply(self, above: Store, below: Store, code: str, day: date) -> None:
        _at(above, day + timedelta(days=2), hour=9)
        _at(below, day + timedelta(days=2), hour=15)
        made = make_bundle(above, above.folder / "bundles" / "sent", code)
        import_bundle(below, made.path)

    def _accept(self, above: Store, months: list[Period], code: str) -> None:
        for month in months:
            tree = tree_on(above, month.data_to)
            under = {unit.id for unit in tree.walk(tree.by_code(code).id)}
            accept_all(
                above, month.id,
                [key for key in revisions(above, month.id) if key[0] in under],
            )  # fmt: skip


def _at(store: Store, day: date, hour: int = 8) -> None:
    """Set an office's clock; the sample's offices all have stepping ones."""
    if isinstance(store.clock, SteppingClock):
        store.clock.jump_to(day, hour)


def _add(cells: Cells, union: SampleUnion, values: dict[str, int]) -> None:
    cells |= {(union.id, code): Entry(value) for code, value in values.items()}
