"""What the self-test tries of workbooks: forms that come home, and a form of others filled."""

from desktop.models.figures.cells import cells
from desktop.models.units.units import tree_on
from desktop.tasks.trial.self_test_bench import DAY, PERIOD, Bench, require

NEXT = "2026-11"


def issued(bench: Bench) -> None:
    """A form is given out, filled in and taken home; one whose identity was edited is named."""
    from desktop.formats.xlsx_patch import patch_workbook
    from desktop.intake.issued_form import recognise
    from desktop.models.errors import Refusal
    from desktop.models.store import history
    from desktop.tasks.figures.issued_forms import issue_form
    from desktop.tasks.figures.issued_home import open_form, take_form

    store, unit = bench.lower, bench.found["unit"]
    code = tree_on(store, DAY).units[unit].code
    path = issue_form(store, "F1", NEXT, code, bench.folder / "bieu-giao.xlsx").path
    form = recognise(path, store.packs)
    require(form is not None, "recognised")
    assert form is not None
    place = next(c.place for row in form.rows for c in row.cells if c.code == "A03")
    path.write_bytes(patch_workbook(path.read_bytes(), {"F1": {place: 47}}))
    take_form(store, open_form(store, path))
    require(cells(store, unit, NEXT)["A03"].value == 47, "taken")
    history.undo(store)
    edited = list(form.entries).index("period") + 1
    path.write_bytes(patch_workbook(path.read_bytes(), {"_meta": {f"B{edited}": "2026-12"}}))
    try:
        open_form(store, path)
    except Refusal as refusal:
        require(refusal.code == "E_FORM_FORGED", "forged")
    else:
        require(False, "forged")
    history.undo(store)
    require(not store.fields("issued_form", form.identity.id), "withdrawn")


def own_form(bench: Bench) -> None:
    """Cells of a workbook take our totals; its other parts stay byte for byte."""
    import zipfile

    from desktop.reports.own_form import FormMapping
    from desktop.tasks.figures.own_forms import fill_form
    from desktop.tasks.figures.reports import make_report

    store = bench.lower
    template = make_report(store, "F4", PERIOD, bench.folder / "bieu-tinh.xlsx")
    mapping = FormMapping(cells={"Z1": "A03", "Z2": "{period}"})
    done = fill_form(store, template, mapping, PERIOD, bench.folder / "da-dien.xlsx")
    require(done.cells == 2, "cells")
    with zipfile.ZipFile(template) as old, zipfile.ZipFile(done.path) as new:
        changed = [name for name in old.namelist() if old.read(name) != new.read(name)]
    require(len(changed) == 1, "parts")
