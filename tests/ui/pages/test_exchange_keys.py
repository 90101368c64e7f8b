"""Keys in the window: an end for a lost machine, a second one, unsigned and sealed bundles."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.models.agenda.agenda import read_agenda
from desktop.models.figures.standing import unverified_returns
from desktop.models.packs.periods import parse_period
from desktop.models.store.backup import backup, restore
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.sync.enrol import accept, grant, request
from desktop.sync.export import make_bundle
from desktop.sync.importer import import_bundle
from desktop.sync.keys import KeyFile, forget_phrases
from desktop.sync.peers import make_full_save
from desktop.ui.machine_state import MachineState
from desktop.ui.shell import Shell
from tests.ui.pages.exchange.ways import press
from tests.ui.pages.offices import (
    BASES,
    COMMUNE,
    PERIOD,
    clock,
    connect,
    enter_month,
    front,
    make_commune,
    make_office,
    make_province,
    unit_id,
    window,
)

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A province, and a commune enrolled with it that locked October."""
    (tmp_path / "gói").mkdir()
    make_province(tmp_path / "tỉnh")
    make_commune(tmp_path / "xã")
    connect(tmp_path / "tỉnh", tmp_path / "xã", tmp_path)
    enter_month(tmp_path / "xã")
    yield tmp_path
    forget_phrases()


def remembering(place: Path) -> MachineState:
    state = MachineState(None)
    state.set("exchange.folder", str(place / "gói"))
    return state


def enabled(shell: Shell, action: str) -> bool:
    hosted = shell._host.front
    assert hosted is not None
    return next(made for declared, made in hosted.declared if declared.id == action).isEnabled()


def newest(place: Path) -> Path:
    files = (path for path in (place / "gói").iterdir() if path.suffix in (".zip", ".age"))
    return max(files, key=lambda path: path.stat().st_mtime_ns)


def made_by(place: Path, office: str, action: str) -> Path:
    with window(place / office, remembering(place), "exchange") as shell:
        press(shell, action)
    return newest(place)


def preview(shell: Shell, path: Path) -> Any:
    page = front(shell)
    page.receiving.preview([path])
    shell.settle()
    return page.receive


def second_pc(place: Path, *, replaces: bool = False) -> Path:
    """Enrol a second machine of the commune with the province."""
    with make_office(place / "xã 2", 7) as store, Store.open(place / "tỉnh", clock=clock(8)) as top:
        request(store, place / "hai.json")
        made = grant(top, place / "hai.json", COMMUNE, place / "hai.zip", replaces=replaces)
        accept(store, made.bundle.path)
    return place / "xã 2"


def test_a_machine_is_revoked_until_a_day(place: Path) -> None:
    first = made_by(place, "xã", "send")
    with window(place / "tỉnh", remembering(place), "exchange") as shell:
        page = front(shell)
        view = preview(shell, first)
        view.take_button.click()
        shell.settle()
        page.show_receiving(False)
        page.show_tab("links")
        shell.settle()
        assert not page.links.revoke_button.isEnabled()
        page.links.linked.go_to(page.links.linked.rows()[0].store)
        page.links.revoke_button.click()
        dialog = page.linking.keys.revoking
        assert "An Thử" in dialog.windowTitle()
        page.linking.keys.until.show_date(date(2027, 1, 1))
        dialog.deed_button.click()
        assert "sau hôm nay" in dialog.error.text()
        page.linking.keys.until.show_date(None)
        dialog.deed_button.click()
        shell.settle()
        assert page.links.linked.rows()[0].revoked
        assert not page.links.revoke_button.isVisible()
    enter_more(place / "xã")
    late = made_by(place, "xã", "send")
    with window(place / "tỉnh", remembering(place), "exchange") as shell:
        view = preview(shell, late)
        assert "đã bị thu hồi từ ngày" in view.words.text()
        assert not view.take_button.isEnabled()


def enter_more(folder: Path) -> None:
    with Store.open(folder, clock=clock(30)) as store, store.step("Thêm") as step:
        step.put("cell", f"2026-11|{unit_id(store, BASES[0])}", "A03", 41)


def test_a_new_machine_takes_the_place_of_the_old_one(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make_office(place / "xã 2", 7) as store:
        request(store, place / "hai.json")
    with window(place / "tỉnh", remembering(place), "exchange") as shell:
        page = front(shell)
        target = place / "cấp.zip"
        monkeypatch.setattr(shell.desk, "choose_target", lambda *_a, **_n: target)
        page.receiving.preview([place / "hai.json"])
        shell.settle()
        assert page.links.what.value() == "added"
        page.links.unit.show_value(COMMUNE)
        page.links.what.show_value("replaces")
        page.links.asked.tick.setChecked(True)
        page.links.since.line.setText("32/13/2026")
        page.links.asked.deed_button.click()
        shell.settle()
        assert not target.exists()
        page.links.since.show_date(date(2026, 9, 1))
        page.links.asked.tick.setChecked(True)
        page.links.asked.deed_button.click()
        shell.settle()
        states = sorted(bool(one.revoked) for one in page.links.linked.rows())
        assert states == [False, True]
        machine = next(one for one in page.links.linked.rows() if not one.revoked)
        assert machine.since == "2026-09-01"


def test_a_lost_key_is_recognised(place: Path) -> None:
    (place / "xã" / "keys" / "ky.json").unlink()
    with Store.open(place / "xã", clock=clock(9)) as store:
        request(store, place / "lại.json")
    with window(place / "tỉnh", remembering(place), "exchange") as shell:
        page = front(shell)
        page.receiving.preview([place / "lại.json"])
        shell.settle()
        assert page.links.what.value() == "lost_key"


def test_two_machines_of_an_office_share_through_the_window(place: Path) -> None:
    with window(place / "xã", remembering(place), "exchange") as shell:
        assert not enabled(shell, "peers")
    second = second_pc(place)
    answer = made_by(place, "tỉnh", "reply")
    with window(place / "xã", remembering(place), "exchange") as shell:
        preview(shell, answer).take_button.click()
        shell.settle()
    bundle = made_by(place, "xã", "peers")
    assert "_noibo_" in bundle.name
    with window(second, remembering(place), "exchange") as shell:
        view = preview(shell, bundle)
        view.take_button.click()
        shell.settle()
    with Reader.open_reader(second) as reader:
        unit = unit_id(reader, BASES[0])
        assert reader.get("submit", f"{PERIOD}|F1|{unit}", "1") is not None


def test_the_whole_office_goes_into_one_bundle_under_a_passphrase(place: Path) -> None:
    with window(place / "xã", remembering(place), "exchange") as shell:
        page = front(shell)
        press(shell, "save-all")
        dialog = page.sharing.asking
        dialog.deed_button.click()
        assert "Đặt cụm mật khẩu" in dialog.error.text()
        page.sharing.phrase.setText("bốn từ dễ nhớ")
        page.sharing.again.setText("bốn từ khó nhớ")
        dialog.deed_button.click()
        assert "không giống nhau" in dialog.error.text()
        page.sharing.again.setText("bốn từ dễ nhớ")
        dialog.deed_button.click()
        shell.settle()
    saved = newest(place)
    assert saved.name.endswith(".zip.age")
    second = second_pc(place, replaces=False)
    with window(second, remembering(place), "exchange") as shell:
        page = front(shell)
        cut = place / "đứt.zip"
        cut.write_bytes(b"PK")
        page.receiving.preview([cut, saved])
        shell.settle()
        view = page.receive
        view.files.go_to(str(saved))
        assert "khóa bằng cụm mật khẩu" in view.words.text()
        assert view.sealed.isVisible()
        view.sealed.click()
        page.receiving.phrase.setText("sai rồi nhé")
        page.receiving.asking.deed_button.click()
        shell.settle()
        assert "không đúng" in view.words.text()
        view.sealed.click()
        page.receiving.phrase.setText("bốn từ dễ nhớ")
        page.receiving.asking.deed_button.click()
        shell.settle()
        view.take_button.click()
        shell.settle()
        assert "Đã nhập 1" in view.told.text()


def test_a_bundle_is_sealed_where_that_is_wanted(place: Path) -> None:
    bundle = made_by(place, "xã", "send-sealed")
    assert bundle.name.endswith(".zip.age")
    with window(place / "tỉnh", remembering(place), "exchange") as shell:
        assert preview(shell, bundle).take_button.isEnabled()


def test_attachments_go_up_sealed_through_the_window(place: Path) -> None:
    from desktop.models.activities.evidence import keep_file

    (place / "ảnh.pdf").write_bytes(b"%PDF-1.4 danh sach")
    with Store.open(place / "xã", clock=clock(20)) as store:
        digest, title = keep_file(store.folder, place / "ảnh.pdf")
        with store.step("Ghi hoạt động") as step:
            step.put("activity", "019a0000-0000-7000-8000-0000000000aa", "evidence",
                     [[digest, title]])  # fmt: skip
    bundle = made_by(place, "xã", "send-files")
    assert bundle.name.endswith(".zip.age")
    with window(place / "tỉnh", remembering(place), "exchange") as shell:
        preview(shell, bundle).take_button.click()
        shell.settle()
    assert (place / "tỉnh" / "blobs" / digest).is_file()


def test_an_unsigned_bundle_is_taken_only_with_a_tick(place: Path) -> None:
    make_alone(place / "cơ sở")
    bundle = made_by(place, "cơ sở", "unsigned")
    with window(place / "xã", remembering(place), "exchange") as shell:
        page = front(shell)
        assert not enabled(shell, "unsigned")
        view = preview(shell, bundle)
        assert not view.take_button.isEnabled()
        assert "tự ghi là của CĐCS Trường số 1" in view.words.text()
        view.unsure.click()
        claimed = page.receiving.claimed
        assert claimed.isVisible()  # before anything is chosen
        assert claimed.text().startswith("Gói tự ghi là của CĐCS Trường số 1, tạo ")
        assert claimed.text().endswith(
            "trong gói: 1 báo cáo đã chốt, 1 số liệu trong báo cáo đã chốt."
        )
        page.receiving.asking.deed_button.click()
        assert "ô đồng ý" in page.receiving.asking.error.text()
        page.receiving.agreed.setChecked(True)
        page.receiving.asking.deed_button.click()  # nobody is proposed by chance
        assert "Chọn đơn vị" in page.receiving.asking.error.text()
        page.receiving.whose.show_value(BASES[0])
        page.receiving.asking.deed_button.click()
        shell.settle()
        assert "chưa xác thực" in view.files.rows()[0].result.warnings[0]
        view.take_button.click()
        shell.settle()
    with Reader.open_reader(place / "xã") as reader:
        period = parse_period(PERIOD, reader.packs.schemes)
        assert unverified_returns(reader, period) == {unit_id(reader, BASES[0]): {"F1"}}


def make_alone(folder: Path) -> None:
    """A base union nobody enrolled, with October locked."""
    from desktop.models.units.units import found_unit
    from tests.ui.pages.offices import SINCE

    with make_office(folder, 11) as store:
        own = str(store.meta("unit"))
        found_unit(store, name="CĐCS Trường số 1", kind="CDCS", parent=None, since=SINCE,
                   unit=own, ownership="SN")  # fmt: skip
        with store.step("Chốt") as step:
            body = {"form": "F1", "values": {"A03": 40}}
            step.put("submit", f"{PERIOD}|F1|{own}", "1", body)


def test_the_key_is_kept_under_a_passphrase_and_opened_again(place: Path) -> None:
    with window(place / "xã", remembering(place), "exchange") as shell:
        page = front(shell)
        page.show_tab("links")
        shell.settle()
        keys = page.linking.keys
        page.links.keep_button.click()
        keys.how.show_value("passphrase")
        keys.first.setText("ngắn")
        keys.second.setText("ngắn")
        keys.keeping.deed_button.click()
        assert "ít nhất 8" in keys.keeping.error.text()
        for field in (keys.first, keys.second):
            field.setText("bốn từ dễ nhớ")
        keys.keeping.deed_button.click()
        assert KeyFile(place / "xã" / "keys").kept() == "passphrase"
    forget_phrases()
    with window(place / "xã", remembering(place), "exchange") as shell:
        page = front(shell)
        page.show_tab("links")
        shell.settle()
        assert page.links.unlock_button.isVisible()
        page.links.unlock_button.click()
        keys = page.linking.keys
        keys.phrase.setText("bốn từ khó nhớ")
        keys.unlocking.deed_button.click()
        assert "không đúng" in keys.unlocking.error.text()
        keys.phrase.setText("bốn từ dễ nhớ")
        keys.unlocking.deed_button.click()
        shell.settle()
        press(shell, "send")
    with window(place / "tỉnh", remembering(place), "exchange") as shell:
        assert preview(shell, newest(place)).take_button.isEnabled()


def test_a_forgotten_passphrase_asks_with_a_new_key(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = KeyFile(place / "xã" / "keys")
    before = file.public()
    file.keep("passphrase", new_phrase="bốn từ dễ nhớ")
    forget_phrases()
    with window(place / "xã", remembering(place), "exchange") as shell:
        page = front(shell)
        page.show_tab("links")
        shell.settle()
        monkeypatch.setattr(shell.desk, "choose_target", lambda *_a, **_n: place / "lại.json")
        page.links.anew_button.click()
        shell.settle()
    assert (place / "lại.json").is_file()
    assert file.public() != before
    assert file.kept() == "file"


def test_the_key_is_changed_and_the_upper_level_notices_nothing(place: Path) -> None:
    before = KeyFile(place / "xã" / "keys").public()
    with window(place / "xã", remembering(place), "exchange") as shell:
        page = front(shell)
        page.show_tab("links")
        shell.settle()
        page.links.rotate_button.click()
        page.linking.keys.rotating.deed_button.click()
        shell.settle()
        press(shell, "send")
    assert KeyFile(place / "xã" / "keys").public() != before
    with window(place / "tỉnh", remembering(place), "exchange") as shell:
        assert preview(shell, newest(place)).take_button.isEnabled()


@pytest.fixture
def copied(place: Path) -> Path:
    """The commune's backup, opened as another office beside it; nobody has granted its key."""
    with Store.open(place / "xã", clock=clock(20)) as store:
        backup(store, place / "sao.zip")
    restore(place / "sao.zip", place / "xã mới", clock=clock(21))
    return place / "xã mới"


def test_a_restored_copy_says_that_nobody_knows_its_key(place: Path, copied: Path) -> None:
    with window(copied, remembering(place), "exchange") as shell:
        assert not enabled(shell, "send")
        page = front(shell)
        assert "khôi phục từ bản sao lưu" in page.sending.why_not_send()
        page.show_tab("links")
        shell.settle()
        said = page.links.parent_words.text()
        assert "Tạo tệp yêu cầu cấp phép" in said
        assert not page.links.rotate_button.isVisible()
    with Reader.open_reader(copied) as reader:
        titles = [task.title for task in read_agenda(reader, date(2026, 11, 22)).tasks]
    assert "Xin cấp phép cho máy này" in titles
    with Reader.open_reader(place / "xã") as reader:
        assert not [task for task in read_agenda(reader, date(2026, 11, 22)).tasks
                    if task.kind == "enrol"]  # fmt: skip


def test_a_machine_whose_key_has_ended_is_told_so(place: Path) -> None:
    made_by(place, "xã", "send")
    second_pc(place, replaces=True)
    with Store.open(place / "tỉnh", clock=clock(30)) as upper:
        told = make_bundle(upper, place / "gói", to=COMMUNE).path
    with Store.open(place / "xã", clock=clock(31)) as store:
        import_bundle(store, told)
    with window(place / "xã", remembering(place), "exchange") as shell:
        page = front(shell)
        page.show_tab("links")
        shell.settle()
        assert "đã bị cấp trên thu hồi" in page.links.parent_words.text()
    with Reader.open_reader(place / "xã") as reader:
        tasks = read_agenda(reader, date(2026, 11, 22)).tasks
    assert tasks[0].title == "Gọi cấp trên: khóa của máy này đã bị thu hồi"
    assert not [task for task in tasks if task.kind == "mark"]


def test_the_old_machines_full_save_is_taken_with_a_tick(place: Path) -> None:
    made_by(place, "xã", "send")
    with Store.open(place / "xã", clock=clock(30)) as store:
        saved = make_full_save(store, place / "gói").path
    second = second_pc(place, replaces=True)
    with window(second, remembering(place), "exchange") as shell:
        page = front(shell)
        view = preview(shell, saved)
        assert "máy cũ của chính cơ quan mình" in view.words.text()
        assert view.own.isVisible()
        assert not view.take_button.isEnabled()
        view.own.click()
        page.receiving.asking.deed_button.click()
        assert "ô đồng ý" in page.receiving.asking.error.text()
        page.receiving.agreed.setChecked(True)
        page.receiving.asking.deed_button.click()
        shell.settle()
        assert not view.own.isVisible()
        view.take_button.click()
        shell.settle()
    with Reader.open_reader(second) as reader:
        assert reader.get("submit", f"{PERIOD}|F1|{unit_id(reader, BASES[0])}", "1")
