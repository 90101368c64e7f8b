"""One engine for typing, files, bundles and the command line: a rule speaks on every road.

Each case is figures that break one rule; each road must tell that rule, and none may let the
figures pass for sound.
"""

import csv
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest

from desktop.intake.figures.result import FiguresReading
from desktop.models.entry.entry import EntrySheet
from desktop.models.errors import Refusal
from desktop.models.figures.cells import Entry
from desktop.models.figures.returns.returns import lock
from desktop.models.figures.returns.verdicts import accept_all
from desktop.models.packs.packs import load_packs
from desktop.models.register.orders import Order
from desktop.models.register.reorganise import carry_out
from desktop.models.store.keys import return_key
from desktop.models.store.ops import read_op
from desktop.models.store.store import Store
from desktop.models.units.units import found_unit, tree_on
from desktop.sync.judged import judged_returns
from desktop.tasks.figures import figures_import
from tests.cli.running import ask, refused
from tests.models.entering import commune, save

TODAY = date(2026, 10, 31)
OCTOBER, HALF, YEAR = "2026-10", "2026-H2", "2026"
OWN, FIRST, STATE, NEW, FOUNDED, DECIDED = "HP", "HP-001", "HP-002", "HP-003", "HP-004", "HP-005"
NAMES = {OWN: "Công đoàn xã Hướng Phùng", FIRST: "CĐCS Trường 1", STATE: "CĐCS Trường 2",
         NEW: "Nghiệp đoàn chợ", FOUNDED: "CĐCS Bệnh viện", DECIDED: "CĐCS Trạm bơm"}  # fmt: skip
SOUND = {"A01": 100, "A01N": 40, "A03": 80, "A03N": 30}
TYPING, FILE, BUNDLE, COMMAND = "typing", "file", "bundle", "command"
ROADS = (TYPING, FILE, BUNDLE, COMMAND)


@dataclass(frozen=True)
class Case:
    """Figures of one unit in one form and period that break a rule."""

    rule: str
    form: str
    values: Mapping[str, int]
    unit: str = FIRST
    period: str = OCTOBER
    before: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    roads: tuple[str, ...] = ROADS


FLOWS = {month: {"C11": 2} for month in ("2026-07", "2026-08", "2026-09")}
MONTHS = {month: {"F01": 1} for month in FLOWS}
FEW = {"A01": 9, "A01N": 4, "A03": 5, "A03N": 2}  # members the commune's union manages itself
KEPT = {"2026-09": FEW, OCTOBER: {"C11": 1}}
CASES = [
    Case("V02", "F1", {**SOUND, "A01N": 90, "A03N": 81}),
    Case("V02", "F3", {"C11": 2, "C11N": 3}),
    Case("V02", "F4", {"E13": 4, "E13N": 5}, OWN, YEAR),
    Case("V04", "F1", {**SOUND, "A03": 79}, before={OCTOBER: {"C11": 2}}),
    Case("V02", "F1", {**FEW, "A01N": 10, "A03N": 6}, OWN, before={"2026-09": FEW}),
    Case("V04", "F1", {**FEW, "A03": 7}, OWN, before=KEPT),
    Case("V10", "F1", {**FEW, "A03": 8}, OWN, before=KEPT),
    Case("V05", "F3", {"C00": 79}),
    Case("V08", "F1", {**SOUND, "A01": 79}),
    Case("V09", "F1", {**SOUND, "A01": 161}),
    Case("V10", "F1", {**SOUND, "A01": 120, "A03": 97}),
    Case("V11", "F1", {"A01": 9, "A01N": 2, "A03": 4, "A03N": 1}),
    Case("V12", "F1", {"A01": 9, "A01N": 2, "A03": 9, "A03N": 1}, NEW),
    Case("V16", "F1", SOUND, STATE),
    Case("V17", "F4", {"D01": 12, "D02": 13}, OWN, HALF),
    Case("V19", "F4", {"D02": 5}, OWN, HALF, {"2026-07": {"D04": 4}, "2026-09": {"D05": 2}}),
    Case("V20", "F4", {"D14": 12, "D14L": 3}, OWN, HALF),
    Case("V21", "F3", {"C11": 40}),
    Case("V23", "F4", {"M01": 2, "M02": 3}, OWN, HALF),
    Case("V24", "F4", {"K05": 100_000_000, "K05T": 130_000_000}, OWN, "2026-Q3"),
    Case("V26", "F4", {"K05": 100}, OWN, "2026-Q3"),
    Case("V25", "F4", {"N01": 3, "N01B": 4, "N01T": 8}, OWN, YEAR),
    Case("V31", "F4", {"K03": 1000}, OWN, "2026-Q3"),
    Case("V13", "F3", {"C12": 20}, FOUNDED),
    Case("V15", "F3", {"C13": 3}, roads=(TYPING, FILE, COMMAND)),
    Case("V03", "F1", {**SOUND, "A03;GT=NAM": 49}, roads=(BUNDLE,)),
    Case("V07", "F1", {**SOUND, "A03;LH=FDI": 30, "A03;LH=NQD": 49}, roads=(BUNDLE, COMMAND)),
    Case("V33", "F3", {"C16": 2}),
    # A bundle is told of what has to be mended or explained alone.
    Case(
        "V43",
        "F3",
        {"C11": 3},
        before={
            "2026-09": {"A03;LH=FDI": 30, "A03;LH=NQD": 50},
            OCTOBER: {"A03": 83, "A03;LH=FDI": 33, "A03;LH=NQD": 50},
        },
        roads=(TYPING, COMMAND),
    ),
    Case("V34", "F3", {"C30": 2}),
    Case("V44", "F3", {"C12": 5}),
    Case("V45", "F3", {"C28": 5}),
    Case("V35", "F4", {"F01": 20}, OWN, "2026-Q3", MONTHS, (FILE, BUNDLE, COMMAND)),
    Case("V38", "F1", {**SOUND, "A01N": 29}),
    Case("V40", "F2", {"A06M": 5}, period=HALF),
    Case("V41", "F2", {"A06M": 20}, NEW, HALF, {OCTOBER: {"C00": 30, "A03": 30}}),
    Case("V39", "F1", {"A01": 100, "A01N": 40, "A03": 29}),
    Case("V36", "F1", {"A01": 9}, NEW, roads=(BUNDLE, COMMAND)),
    Case("V37", "F3", {"C11": 3}, NEW, roads=(TYPING, BUNDLE, COMMAND)),
]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with an accepted month, a state body and a new occupational union."""
    store, units = commune(tmp_path_factory.mktemp("đường"), 2, before="2026-09")
    with store:
        accept_all(store, "2026-09", [(unit, "F1") for unit in units])
        with store.step("Loại hình") as step:
            step.put("unit", units[1], "ownership@2025-07-01", "HC100")
        found_unit(store, name=NAMES[NEW], kind="NDCS", parent=store.own_unit,
                   since=date(2026, 10, 5), code=NEW, ownership="ND")  # fmt: skip
        for code, decision in ((FOUNDED, ""), (DECIDED, "12/QĐ-CĐ")):
            carry_out(store, Order("found", date(2026, 10, 12), (code,), to_parent=store.own_unit,
                                   name=NAMES[code], decision=decision))  # fmt: skip
        for month, values in FLOWS.items():
            store_values = {(units[0], code): Entry(n) for code, n in values.items()}
            _set(store, month, store_values)
        lock(store, "F3", "2026-09", [units[0]], reason="đủ")
    return store.folder


def _set(store: Store, period: str, values: Mapping[tuple[str, str], Entry]) -> None:
    from desktop.models.figures.figures import set_cells

    set_cells(store, period, values, reason="đủ")


def by_typing(folder: Path, case: Case) -> set[str]:
    """The rules the grid tells of once the figures are entered."""
    with Store.open(folder) as store:
        sheet = EntrySheet.load(store, case.form, case.period)
        unit = next(row.unit.id for row in sheet.rows if row.unit.code == case.unit)
        save(store, sheet, sheet.take({(unit, c): Entry(n) for c, n in case.values.items()}))
        found = [one.finding for one in (*sheet.problems(), *sheet.notices())]
        return {one.rule for one in found if one.unit == unit}


def read_file(folder: Path, case: Case) -> FiguresReading:
    """A file with the figures, read and not taken."""
    path = folder / "số liệu.csv"
    with path.open("w", newline="", encoding="utf-8") as out:
        write = csv.writer(out)
        if case.form == "F4":
            write.writerow(["TT", "Chỉ tiêu", "Mã", "Kỳ này"])
            for number, (code, n) in enumerate(case.values.items(), 1):
                write.writerow([number, load_packs().indicators[code].name, code, n])
        else:
            write.writerow(["Tên CĐCS", *case.values])
            write.writerow([NAMES[case.unit], *case.values.values()])
    with Store.open(folder) as store:
        return figures_import.preview(store, path, case.form, case.period)


def by_file(folder: Path, case: Case) -> set[str]:
    """The rules that the reading of a file gives as reasons; rows they stand at are not sound."""
    reading = read_file(folder, case)
    assert any(row.status in ("warned", "refused") for row in reading.rows)
    return {reason.partition(":")[0] for row in reading.rows for reason in row.reasons}


def by_bundle(folder: Path, case: Case) -> set[str]:
    """The rules that the office above hears of before it takes such a return."""
    with Store.open(folder) as store:
        sheet = EntrySheet.load(store, case.form, case.period)
        unit = next(row.unit.id for row in sheet.rows if row.unit.code == case.unit)
        with store.step("Gói của một chương trình khác") as step:
            for period, values in case.before.items():  # what moved travels in a form of its own
                home = load_packs().indicators[next(iter(values))].home
                step.put("submit", return_key(unit, home, period), "1", {"values": dict(values)})
            body = {"form": case.form, "values": dict(case.values)}
            step.put("submit", return_key(unit, case.form, case.period), "1", body)
        (raw,) = store.rows("SELECT raw FROM op WHERE kind = 'submit' ORDER BY seq DESC LIMIT 1")
        return {one.rule for one in judged_returns(store, [read_op(raw[0])])}


def by_command(folder: Path, case: Case) -> set[str]:
    """The rules that the verbs tell."""
    values = [f"{code}={n}" for code, n in case.values.items()]
    ask(folder, "figures", "set", "--unit", case.unit, "--period", case.period, *values)
    told = ask(folder, "figures", "check", "--period", case.period, "--form", case.form)
    return {one["rule"] for one in told["findings"] if one["unit"] == case.unit}


BY = {TYPING: by_typing, FILE: by_file, BUNDLE: by_bundle, COMMAND: by_command}


NOT_HERE = {
    "V01": "a number that is none is refused on the way in: see below",
    "V06": "counted from the register wherever one is kept",
    "V14": "counted from the register wherever one is kept",
    "V18": "how a ratio is shown",
    "V22": "needs a later revision of an earlier month",
    "V27": "speaks of activities, which no file or verb of figures brings",
    "V28": "where a bundle is opened",
    "V29": "speaks of two units of the register, whatever their figures",
    "V30": "speaks of activities, which no file or verb of figures brings",
    "V32": "text is composed wherever it comes in",
    "V42": "speaks of a change of type in the register, whatever the figures",
}
"""Rules that figures on these roads cannot break. V15 needs both sides of a move, so that of a
bundle it is told only once all have sent (see below); V03 and V07 need parts of a whole that
neither the grid nor a sheet holds as cells of their own."""
ON_ROADS = [(case, road) for case in CASES for road in case.roads]


@pytest.mark.parametrize(
    ("case", "road"), ON_ROADS, ids=[f"{c.rule}-{c.form}-{road}" for c, road in ON_ROADS]
)
def test_a_rule_speaks_on_every_road(template: Path, tmp_path: Path, case: Case, road: str) -> None:
    folder = tmp_path / "so"
    shutil.copytree(template, folder)
    for period, values in case.before.items():
        with Store.open(folder) as store:
            unit = tree_on(store, TODAY).by_code(case.unit).id
            _set(store, period, {(unit, code): Entry(n) for code, n in values.items()})
    assert case.rule in BY[road](folder, case)


def test_every_rule_has_a_case_or_a_reason() -> None:
    rules = {one for one in load_packs().rules if one.startswith("V")}
    told = {case.rule for case in CASES}
    assert rules == told | NOT_HERE.keys()
    assert not told & NOT_HERE.keys()


def test_what_is_no_count_is_stopped_on_every_road(template: Path, tmp_path: Path) -> None:
    folder = tmp_path / "so"
    shutil.copytree(template, folder)
    bad = Case("V01", "F1", {**SOUND, "A03": -3})
    assert by_file(folder, bad)  # the row is warned or refused, and says why
    with Store.open(folder) as store:
        sheet = EntrySheet.load(store, "F1", OCTOBER)
        column = next(n for n, one in enumerate(sheet.columns) if one.code == "A03")
        with pytest.raises(Refusal):
            sheet.parse(column, "-3")
    assert refused("--store", folder, "figures", "set", "--unit", FIRST, "--period", OCTOBER,
                   "A03=-3")  # fmt: skip
    assert "V01" in by_bundle(folder, bad)


def test_moves_between_units_are_judged_once_all_returns_are_there(
    template: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "so"
    shutil.copytree(template, folder)
    case = Case("V15", "F3", {"C13": 3})
    assert "V15" not in by_bundle(folder, case)  # the unit they left may still send
    with Store.open(folder) as store:
        tree = tree_on(store, TODAY)
        others = [one for one in tree.base_unions(store.own_unit) if one.code != case.unit]
        with store.step("Các đơn vị khác gửi") as step:
            for unit in others:
                body = {"form": "F3", "values": {"C11": 0}}
                step.put("submit", return_key(unit.id, "F3", OCTOBER), "1", body)
    assert "V15" in by_bundle(folder, replace(case, values={"C13": 4}))
    with Store.open(folder) as store, store.step("Bên chuyển đi cũng gửi") as step:
        body = {"form": "F3", "values": {"C21": 4}}
        step.put("submit", return_key(others[0].id, "F3", OCTOBER), "2", body)
    assert "V15" not in by_bundle(folder, replace(case, values={"C13": 4, "C11": 0}))


def test_moves_of_a_file_meet_their_other_side_in_it(template: Path, tmp_path: Path) -> None:
    folder = tmp_path / "so"
    shutil.copytree(template, folder)
    path = folder / "số liệu.csv"
    rows = [["Tên CĐCS", "C13", "C21"], [NAMES[FIRST], 3, 0], [NAMES[STATE], 0, 3]]
    path.write_text("\n".join(",".join(map(str, row)) for row in rows), encoding="utf-8")
    with Store.open(folder) as store:
        reading = figures_import.preview(store, path, "F3", OCTOBER)
    assert not any("V15" in reason for row in reading.rows for reason in row.reasons)
