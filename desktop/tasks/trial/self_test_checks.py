"""What the self-test tries, a function per feature; each raises when something is not right."""

from datetime import date

from desktop.models.figures.cells import Entry, cells
from desktop.models.figures.figures import set_cells
from desktop.models.units.units import found_unit, own_unit, tree_on
from desktop.tasks.trial import self_test_paper as paper
from desktop.tasks.trial.self_test_bench import DAY, PERIOD, Bench, require

SINCE = date(2026, 1, 1)
FIGURES = {
    "A01": 52, "A01N": 30, "A03": 45, "A03N": 27, "C00": 43, "C00N": 27, "C11": 2, "C11N": 0,
}  # fmt: skip


def packs(bench: Bench) -> None:
    """Every file of the pack reads, and no record names a code that is not there."""
    from desktop.models.packs.packs import problems

    found = bench.upper.packs
    require(len(found.indicators) > 100 and not problems(found), "indicators")
    require({"F1", "F2", "F3", "F4"} <= set(found.forms), "forms")
    require(len(found.templates()) >= 6, "templates")


def units(bench: Bench) -> None:
    """A unit is founded below the office and found again by code and by words without marks."""
    store = bench.upper
    founded = found_unit(
        store, name="CĐCS Trường Thử", kind="CDCS", parent=store.own_unit, since=SINCE,
        code="T-01", ownership="SN",
    )  # fmt: skip
    tree = tree_on(store, DAY)
    require(tree.by_code("t-01").id == founded, "code")
    require([unit.id for unit in tree.search("truong thu")] == [founded], "search")
    bench.found["unit"] = founded


def events(bench: Bench) -> None:
    """Units are split, merged and taken back: each level closes, one undo returns the register."""
    from desktop.models.figures.sums.rollup import totals
    from desktop.models.register.orders import Order
    from desktop.models.register.reorganise import carry_out
    from desktop.models.store.history import undo

    store, day = bench.upper, date(2026, 9, 10)
    before = store.records("unit")
    told = carry_out(store, Order("found", day, ("T-02",), name="CĐCS Thử Hai", members=12))
    require(told.moved["T-02"] == {"B01": 1, "C12": 12, "B01M": 12}, "founded")
    found = totals(store, "2026-09")
    require((found["C12"].value, found["A05"].value) == (12, 2), "counted")
    told = carry_out(store, Order("merge", date(2026, 10, 5), ("T-02",), into="T-01"))
    require(told.moved["T-01"] == {"C15": 12}, "merged")
    undo(store)
    undo(store)
    require(store.records("unit") == before, "undone")


def reading(bench: Bench) -> None:
    """A paper of the program's own wording is read: head, outline, targets, recipients."""
    from desktop.intake.documents import read_document

    path = bench.folder / "văn bản.txt"
    path.write_text(paper.TEXT, encoding="utf-8")
    told = read_document(path).to_json()
    require(told["number"] == paper.NUMBER and told["date"] == "2026-10-14", "head")
    require([row[1] for row in told["outline"]] == paper.LABELS, "outline")
    require(len(told["targets"]) == 1 and len(told["recipients"]) == 2, "targets")
    bench.found["paper"] = path


def plan(bench: Bench) -> None:
    """A plan is drafted from the paper, kept and issued."""
    from desktop.models.plans.plan_issue import issue_plan
    from desktop.models.plans.plans import read_plan
    from desktop.tasks.papers.draft import draft
    from desktop.tasks.papers.office_facts import office_facts

    store = bench.upper
    facts = office_facts(store, DAY)
    made = draft(str(bench.found["paper"]), store.packs, facts, DAY, year=2027, store=store)
    require(made.plan is not None and made.items > 3, "items")
    bench.found["plan"] = made.plan
    issue_plan(store, made.plan or "", 1, DAY)
    require(read_plan(store, made.plan or "").full_number.startswith("01/"), "number")


def printing(bench: Bench) -> None:
    """The plan is printed in every format, a work programme as a workbook."""
    from desktop.tasks.papers.draft import plan_from_template
    from desktop.tasks.papers.office_facts import office_facts
    from desktop.tasks.papers.print_plan import print_plan

    store = bench.upper
    programme = plan_from_template(
        store, "chuong-trinh-cong-tac-nam", 2027, office_facts(store, DAY)
    )
    begins = {".pdf": b"%PDF", ".docx": b"PK", ".txt": b"", ".xlsx": b"PK"}
    for suffix, magic in begins.items():
        chosen = programme if suffix == ".xlsx" else bench.found["plan"]
        out = print_plan(store, chosen, bench.folder / f"kế hoạch{suffix}")
        require(out.stat().st_size > 500 and out.read_bytes().startswith(magic), suffix)


def activity(bench: Bench) -> None:
    """A typed line becomes an activity and is found by words without tone marks."""
    from desktop.models.activities.activities import Filter, add_activity, list_activities
    from desktop.models.activities.quick_entry import quick_read

    store = bench.upper
    categories = store.packs.activity_categories
    read = quick_read("12/10/2026 Thăm công nhân ốm, 12 người", DAY, categories)
    require(read.people == 12 and read.start == date(2026, 10, 12), "line")
    key = add_activity(store, read.activity("CL"), categories, store.packs.indicators)
    found = list_activities(store, Filter(words="cong nhan om"))
    require([one.id for one in found] == [key], "search")


def enrolment(bench: Bench) -> None:
    """The office below asks, the one above grants; both show the same digits."""
    from desktop.sync.enrol import accept, grant, read_request, request

    asked, granted = bench.folder / "xin.json", bench.folder / "cap.zip"
    digits = request(bench.lower, asked)
    require(read_request(asked).fingerprint == digits, "fingerprint")
    done = grant(bench.upper, asked, "T-01", granted)
    require(done.fingerprint == digits, "fingerprint")
    accept(bench.lower, done.bundle.path)
    require(own_unit(bench.lower, DAY).code == "T-01", "unit")


def figures(bench: Bench) -> None:
    """Cells are typed; a figure that breaks a rule is told and stops the lock."""
    from desktop.models.figures.returns.returns import lock

    store, unit = bench.lower, bench.found["unit"]
    set_cells(store, PERIOD, {(unit, code): Entry(n) for code, n in FIGURES.items()})
    set_cells(store, PERIOD, {(unit, "A03N"): Entry(46)})
    done = lock(store, "F1", PERIOD, [unit])
    require(done.blocked and not done.locked, "rule")
    set_cells(store, PERIOD, {(unit, "A03N"): Entry(27)})


def imported(bench: Bench) -> None:
    """A stranger's sheet is read by its words, taken as one step and taken back."""
    from desktop.models.store import history
    from desktop.tasks.figures.figures_import import apply, preview

    store, unit = bench.lower, bench.found["unit"]
    path = bench.folder / "so-lieu.csv"
    path.write_text(
        "SỐ LIỆU THÁNG 10/2026\nTT;Đơn vị;Tổng CNVCLĐ;Nữ;Đoàn viên;Nữ\n"
        "1;Trường Thử;60 người;31;45;27\n2;Trường Không Có;5;1;5;1\n;Tổng cộng;65;32;50;28\n",
        encoding="utf-8",
    )  # fmt: skip
    reading = preview(store, path, "F1", PERIOD)
    require([row.status == "refused" for row in reading.rows] == [False, True], "rows")
    require(all(total.match for total in reading.control_totals), "totals")
    apply(store, reading)
    require(cells(store, unit, PERIOD)["A01"].value == 60, "taken")
    history.undo(store)
    require(cells(store, unit, PERIOD)["A01"].value == 52, "undone")


def undo(bench: Bench) -> None:
    """A step is taken back and brought again."""
    from desktop.models.store import history

    store, unit = bench.lower, bench.found["unit"]
    set_cells(store, PERIOD, {(unit, "A01"): Entry(53)})
    history.undo(store)
    require(cells(store, unit, PERIOD)["A01"].value == 52, "undo")
    history.redo(store)
    require(cells(store, unit, PERIOD)["A01"].value == 53, "redo")


def lock(bench: Bench) -> None:
    """Both forms lock when the figures agree."""
    from desktop.models.figures.returns.returns import lock, statuses

    unit = bench.found["unit"]
    for form in ("F1", "F3"):
        done = lock(bench.lower, form, PERIOD, [unit], reason="Kỳ đầu")
        require(not done.blocked, f"{form} {[f.rule for f in done.blocked]}")
    found = {s.form: s.state for s in statuses(bench.lower, PERIOD, ("F1", "F3"))}
    require(set(found.values()) == {"locked"}, str(found))


def totals(bench: Bench) -> None:
    """The roll-up says how many members and who reported."""
    from desktop.models.figures.sums.rollup import totals

    found = totals(bench.lower, PERIOD)
    require(found["A03"].value == 45 and found["A03"].reported == 1, "A03")


def reports(bench: Bench) -> None:
    """F1 to F7 come out as workbook and PDF."""
    from desktop.tasks.figures.reports import make_report

    for name in ("F1", "F2", "F3", "F4", "F5", "F6", "F7"):
        for suffix in (".xlsx", ".pdf"):
            out = bench.folder / f"{name}{suffix}"
            make_report(bench.lower, name, PERIOD, out)
            require(out.stat().st_size > 1000, out.name)


def bundle(bench: Bench) -> None:
    """A bundle goes up; taken twice it changes nothing the second time."""
    from desktop.sync.inspect import inspect_bundle
    from desktop.tasks.exchange.receive import receive
    from desktop.tasks.exchange.send import send

    made = send(bench.lower, bench.folder / "gói")
    bench.found["bundle"] = made
    require(made.sheets and made.counts["submits"] == 2, "content")
    told = inspect_bundle(made.path, lambda _key: None)
    require(told["id"] == made.id and not told["valid"], "a stranger's key")
    first, second = (receive(bench.upper, [made.path])[0] for _time in range(2))
    require((first.status, second.status) == ("imported", "already"), first.message)


def tampered(bench: Bench) -> None:
    """A bundle with one byte changed is refused and changes nothing."""
    from desktop.models.store.digest import digest
    from desktop.tasks.exchange.receive import receive

    data = bytearray(bench.found["bundle"].path.read_bytes())
    data[len(data) // 2] ^= 0x55
    spoilt = bench.folder / "CDX_hỏng.zip"
    spoilt.write_bytes(data)
    before = digest(bench.upper)
    (result,) = receive(bench.upper, [spoilt])
    require(result.status == "refused" and result.message, result.status)
    require(digest(bench.upper) == before, "digest")


def receipt(bench: Bench) -> None:
    """Accepted above, acknowledged by a bundle downwards, seen as consolidated below."""
    from desktop.models.figures.returns.verdicts import accept
    from desktop.sync.outbox import outbox
    from desktop.tasks.exchange.receive import receive
    from desktop.tasks.exchange.send import send

    for form in ("F1", "F3"):
        accept(bench.upper, form, PERIOD, "T-01")
    made = send(bench.upper, bench.folder / "biên nhận", to="T-01")
    (result,) = receive(bench.lower, [made.path])
    require(result.status == "imported", result.message)
    states = {b["id"]: b["state"] for b in outbox(bench.lower)["bundles"]}
    require(states[bench.found["bundle"].id] == "consolidated", str(states))


def consolidated(bench: Bench) -> None:
    """The upper office's workbook names nobody as missing."""
    from desktop.tasks.figures.reports import make_consolidated

    told = make_consolidated(bench.upper, PERIOD, bench.folder / "tổng hợp.xlsx")
    require(told.path.is_file() and not told.missing, str(told.missing))


def digest(bench: Bench) -> None:
    """Both offices hold the same figures of the unit."""
    from desktop.models.store.digest import digest

    unit = bench.found["unit"]
    require(digest(bench.upper)["ops"] > 10, "ops")
    one, other = (digest(store, unit, PERIOD) for store in (bench.upper, bench.lower))
    require(one["digest"] == other["digest"], "differ")


def backup(bench: Bench) -> None:
    """A backup is whole, and a restored office is another installation with the same figures."""
    from desktop.models.store.backup import backup, restore, verify
    from desktop.models.store.reader import Reader

    copy = backup(bench.lower, bench.folder / "sao lưu.zip")
    require(verify(copy) == [], "verify")
    folder = bench.folder / "khôi phục"
    restore(copy, folder)
    with Reader.open_reader(folder) as again:
        require(again.store_id != bench.lower.store_id, "store id")
        require(cells(again, bench.found["unit"], PERIOD)["A01"].value == 53, "figures")


def doctor(bench: Bench) -> None:
    """The doctor finds nothing after all this."""
    from desktop.models.store.doctor import examine

    for store in (bench.upper, bench.lower):
        require(not examine(store), "; ".join(examine(store)))
