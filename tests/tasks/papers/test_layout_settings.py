"""An office prints with its own numbers; what it does not set follows the packs."""

from pathlib import Path

import msgspec
import pytest

from desktop.formats.layout import shipped_layout
from desktop.models.errors import Refusal
from desktop.models.packs.packs import shipped_folder
from desktop.models.plans.plans import save_draft
from desktop.models.store.history import undo
from desktop.tasks.papers.layout_settings import (
    chosen,
    office_layout,
    reset_layout,
    set_layout,
    sheet_layout,
)
from desktop.tasks.papers.own_facts import set_facts
from desktop.tasks.papers.print_plan import plan_document
from tests.models.planning import office, sample_draft


def test_a_number_of_the_office_goes_into_its_papers(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        plan = save_draft(store, sample_draft())
        set_layout(store, {"body.line": "1,3", "presets.default.margin_mm.left": "35"})
        layout = plan_document(store, plan)[1]
        assert (layout.body.line, layout.page.margin_mm.left) == (1.3, 35)
        undo(store)
        assert plan_document(store, plan)[1].body.line == shipped_layout().body.line


def test_taking_it_back_is_one_step(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        set_layout(store, {"body.line": "1,3", "page.mirrored": "có"})
        set_layout(store, {"body.line": ""})
        assert chosen(store) == {"page.mirrored": "có"}
        reset_layout(store)
        assert office_layout(store) == shipped_layout()


@pytest.mark.parametrize(
    "settings", [{"body.line": "cao"}, {"no.such": "1"}, {"presets.default.margin_mm.left": "200"}]
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    tmp_path: Path, settings: dict[str, str | None]
) -> None:
    with office(tmp_path) as store:
        with pytest.raises(Refusal):
            set_layout(store, {"body.line": "1,2", **settings})
        assert chosen(store) == {}


def test_a_packs_layout_holds_only_what_differs(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        folder = store.folder / "packs" / "province"
        folder.mkdir(parents=True)
        manifest = msgspec.json.decode((shipped_folder() / "manifest.json").read_bytes())
        manifest |= {"id": "tinh", "level": "province"}
        (folder / "manifest.json").write_bytes(msgspec.json.encode(manifest))
        (folder / "layout.json").write_text('{"styles": {"body": {"size_pt": 13}}}', "utf-8")
        assert office_layout(store).style("body").size_pt == 13
        set_layout(store, {"styles.body.size_pt": "14"})
        assert office_layout(store).style("body").size_pt == 14
        (folder / "layout.json").write_text('{"page": {"margin_mm": {"left": 33}}}', "utf-8")
        assert sheet_layout(store).page.margin_mm.left == 33
        assert plan_document(store, save_draft(store, sample_draft()))[1].page.margin_mm.left == 33
        (folder / "layout.json").write_text("[", "utf-8")
        with pytest.raises(Refusal):
            office_layout(store)


def test_papers_without_a_head_take_the_margins_the_office_chose(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        set_layout(store, {"presets.default.margin_mm.left": "32"})
        assert sheet_layout(store).page.margin_mm.left == 32
        set_facts(store, {"margin": "decree30"})
        assert sheet_layout(store).page.margin_mm.left == 35
