"""The member list: sealed, locked, corrected, deleted for good, never anywhere else."""

import os
import tempfile
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest

from desktop.formats.cells import cell_text
from desktop.formats.table import Table
from desktop.models.clock import VIETNAM
from desktop.models.errors import Refusal
from desktop.models.store.backup import backup
from desktop.models.store.store import Store
from desktop.tasks.members import vault as sealed
from desktop.tasks.members.book import (
    add,
    as_json,
    choose_fields,
    choose_idle,
    correct,
    count,
    delete,
    members_of,
)
from desktop.tasks.members.intake import read_file, read_text, take
from desktop.tasks.members.paper import document_of, export
from desktop.tasks.members.person import day_of
from desktop.tasks.members.vault import Vault, create, destroy, is_on, restore, unlock
from tests.cli.running import ask, make_pair, refused
from tests.models.offices import commune, enter

NOW = datetime(2026, 11, 21, 9, tzinfo=VIETNAM)
KEY = "mùa xuân ở bản"
NAME = "Vừ Thị Quỳnh Dao"
LIST = (
    "STT\tHọ và tên\tChức vụ\tTổ CĐ\tGiới tính\tNgày vào CĐ\tSố thẻ\tNgày sinh\tSố CCCD\tDân tộc\n"
    f"1\t{NAME}\tTổ trưởng\tTổ 1\tNữ\t02/9/2019\tA-01\t1/1/1990\t038090000001\tMông\n"
    "2\tLò Văn Páo\t\tTổ 2\tnam\t2021\tA-02\t\t\t\n"
    "3\t\t\tTổ 2\tnữ\t\t\t\t\t\n"
    "4\tLò Văn Páo\t\tTổ 2\tnam\t2021\tA-02\t\t\t\n"
    "Tổng cộng\tTổng cộng\t\t\t\t\t\t\t\t"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An office's folder with its key folder."""
    (tmp_path / "so").mkdir()
    return tmp_path / "so"


def opened(folder: Path) -> Vault:
    vault = create(folder, KEY, NOW)
    add(vault, {"full_name": NAME, "sex": "nữ", "group": "Tổ 1"}, NOW)
    return vault


def traces(top: Path, *words: str) -> list[str]:
    """Return the files under a folder whose bytes, or an archive's inside, hold a word."""
    found = []
    for path in top.rglob("*"):
        if not path.is_file():
            continue
        data = [path.read_bytes()]
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                data += [archive.read(name) for name in archive.namelist()]
        for word in words:
            for coded in (word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be")):
                if any(coded in one for one in data):
                    found.append(f"{path.name}: {word}")
    return found


def test_the_list_is_off_until_it_is_switched_on(folder: Path) -> None:
    assert not is_on(folder)
    with pytest.raises(Refusal, match="chưa bật"):
        unlock(folder, KEY, NOW)
    with pytest.raises(Refusal, match="ít nhất 8"):
        create(folder, "ngắn", NOW)
    assert not is_on(folder)
    create(folder, KEY, NOW).lock()
    assert is_on(folder)
    with pytest.raises(Refusal, match="đã bật"):
        create(folder, KEY, NOW)


def test_only_the_passphrase_opens_it(folder: Path) -> None:
    opened(folder).lock()
    with pytest.raises(Refusal, match="Mật khẩu không mở được"):
        unlock(folder, KEY + "x", NOW)
    assert [one.full_name for one in members_of(unlock(folder, KEY, NOW))] == [NAME]


def test_a_locked_list_tells_nothing_and_takes_nothing(folder: Path) -> None:
    vault = opened(folder)
    assert NAME not in repr(vault)
    vault.lock()
    assert vault.book.members == ()
    with pytest.raises(Refusal, match="đang khóa"):
        members_of(vault)
    with pytest.raises(Refusal, match="đang khóa"):
        add(vault, {"full_name": NAME}, NOW)


def test_another_passphrase_takes_the_place_of_the_old_one(folder: Path) -> None:
    vault = opened(folder)
    old = (folder / sealed.SEALED).read_bytes()
    vault.change_passphrase("câu khác dài hơn", NOW)
    vault.lock()
    with pytest.raises(Refusal):
        unlock(folder, KEY, NOW)
    assert len(members_of(unlock(folder, "câu khác dài hơn", NOW))) == 1
    (folder / sealed.SEALED).write_bytes(old)  # a copy from before lies under another key
    with pytest.raises(Refusal, match="bị hỏng"):
        unlock(folder, "câu khác dài hơn", NOW)


def test_a_change_of_passphrase_cut_short_opens_with_one_of_the_two(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = opened(folder)

    real = os.replace

    def cut(source: Path, target: Path) -> None:
        if Path(target).name == sealed.KEY:
            raise KeyboardInterrupt
        real(source, target)

    monkeypatch.setattr(os, "replace", cut)
    with pytest.raises(KeyboardInterrupt):
        vault.change_passphrase("câu khác dài hơn", NOW)
    monkeypatch.setattr(os, "replace", real)
    assert len(members_of(unlock(folder, "câu khác dài hơn", NOW))) == 1
    assert not (folder / "keys" / sealed.NEW_KEY).exists()


def test_a_destroyed_key_leaves_nothing_to_read(folder: Path, tmp_path: Path) -> None:
    opened(folder).lock()
    copy = (folder / sealed.SEALED).read_bytes()
    destroy(folder)
    assert not is_on(folder)
    (folder / sealed.SEALED).write_bytes(copy)
    with pytest.raises(Refusal, match="chưa bật"):
        unlock(folder, KEY, NOW)
    create(folder, KEY, NOW).lock()  # the same passphrase makes another key
    (folder / sealed.SEALED).write_bytes(copy)
    with pytest.raises(Refusal, match="bị hỏng"):
        unlock(folder, KEY, NOW)


@pytest.mark.parametrize("damage", [b"", b"x" * 10, b"\0" * 400])
def test_a_damaged_file_is_told_and_nothing_breaks(folder: Path, damage: bytes) -> None:
    opened(folder).lock()
    (folder / sealed.SEALED).write_bytes(damage)
    with pytest.raises(Refusal):
        unlock(folder, KEY, NOW)
    (folder / "keys" / sealed.KEY).write_bytes(damage)
    with pytest.raises(Refusal):
        unlock(folder, KEY, NOW)


def test_a_copy_under_the_same_passphrase_brings_the_list_back(
    folder: Path, tmp_path: Path
) -> None:
    vault = opened(folder)
    copy = vault.backup(tmp_path / "ban-sao.sealed", NOW)
    assert traces(tmp_path, NAME) == []
    with pytest.raises(Refusal, match="đang có một danh sách"):
        restore(folder, copy, KEY, NOW)
    destroy(folder)
    with pytest.raises(Refusal, match="Mật khẩu"):
        restore(folder, copy, "không phải câu ấy", NOW)
    assert len(members_of(restore(folder, copy, KEY, NOW))) == 1
    with pytest.raises(Refusal, match="không phải bản sao"):
        restore(tmp_path, folder / sealed.SEALED, KEY, NOW)


def test_a_pasted_list_tells_every_row_and_never_takes_what_may_not_be_kept(folder: Path) -> None:
    vault = create(folder, KEY, NOW)
    found = read_text(vault, LIST)
    assert [(line.row, line.state) for line in found.lines] == [
        (2, "new"), (3, "new"), (4, "refused"), (5, "known"), (6, "refused"),
    ]  # fmt: skip
    assert found.off == ("born",)
    assert found.never == ("Số CCCD", "Dân tộc")
    assert take(vault, found, NOW) == 2
    first, _second = members_of(vault)
    assert (first.full_name, first.sex, first.card, first.born) == (NAME, "Nữ", "A-01", "")
    assert [line.state for line in read_text(vault, LIST).lines].count("known") == 3
    assert take(vault, read_text(vault, "Hà Văn Sơn\nBế Thị Lan"), NOW) == 2
    with pytest.raises(Refusal, match="họ và tên"):
        read_text(vault, "a\tb\n1\t2")


@pytest.mark.parametrize("heads", ["Họ và tên\t\tGiới tính", "Họ và tên đệm\tTên\tGiới tính"])
def test_surnames_and_given_names_in_two_columns_are_one_name(folder: Path, heads: str) -> None:
    vault = create(folder, KEY, NOW)
    found = read_text(vault, f"{heads}\nNguyễn Thị Bích\tNgọc\tNữ\nTrần Văn\tAn\tNam")
    names = [line.member.full_name for line in found.lines if line.member]
    assert names == ["Nguyễn Thị Bích Ngọc", "Trần Văn An"]


@pytest.mark.parametrize(
    "text",
    [
        "Họ và tên\t\tSố thẻ\nTrần Văn An\tNam\t1\nLê Thị Hoa\tNữ\t2",
        "Họ và tên\tTên\tSố thẻ\nTrần Văn An\tAn\t1\nLê Thị Hoa\tHoa\t2",
        "Họ và tên\t\tSố thẻ\nTrần Văn An\t12/3\t1\nLê Thị Hoa\tTổ 2\t2",
    ],
)
def test_what_stands_behind_a_full_name_is_no_part_of_it(folder: Path, text: str) -> None:
    found = read_text(create(folder, KEY, NOW), text)
    names = [line.member.full_name for line in found.lines if line.member]
    assert names == ["Trần Văn An", "Lê Thị Hoa"]


def test_optional_fields_are_kept_only_while_they_are_on(folder: Path) -> None:
    vault = create(folder, KEY, NOW)
    with pytest.raises(Refusal, match="Ngày sinh"):
        add(vault, {"full_name": NAME, "born": "1/1/1990"}, NOW)
    choose_fields(vault, ["born"], NOW)
    made = add(vault, {"full_name": NAME, "born": "1/1/1990"}, NOW)
    assert as_json(made)["Ngày sinh"] == "1/1/1990"
    choose_fields(vault, [], NOW)
    assert members_of(vault)[0].born == ""
    with pytest.raises(Refusal):
        choose_fields(vault, ["cccd"], NOW)


def test_a_member_is_found_corrected_and_deleted_for_good(folder: Path) -> None:
    vault = opened(folder)
    (one,) = members_of(vault, "quynh dao")
    correct(vault, one.id, {"full_name": "Vừ Thị Quỳnh Giao", "group": ""}, NOW)
    assert members_of(vault, "dao") == []
    (one,) = members_of(vault, "giao")
    assert one.group == ""
    assert delete(vault, [one.id], NOW) == 1
    assert members_of(vault) == []
    assert all(line.who == "" for line in vault.book.log)
    assert [line.deed for line in vault.book.log] == ["on", "add", "correct", "delete"]


def test_the_list_proposes_what_it_counts_and_writes_nothing(tmp_path: Path) -> None:
    store, ids = commune(tmp_path / "so", 1)
    with store:
        vault = create(store.folder, KEY, NOW)
        choose_fields(vault, ["left"], NOW)
        for name, sex, joined, left in (
            ("Lò A", "Nữ", "1/5/2020", ""), ("Lò B", "nam", "", ""), ("Lò C", "", "2021", ""),
            ("Lò D", "nữ", "1/12/2026", ""), ("Lò E", "nữ", "", "31/8/2026"),
        ):  # fmt: skip
            texts = {"full_name": name, "sex": sex, "joined": joined, "left": left}
            add(vault, texts, NOW, ids[0])
        enter(store, "2026-10", ids[0], A03=4)
        (found,) = count(vault, store, "2026-10")
        assert (found.members, found.women, found.unknown_sex) == (3, 1, 1)
        assert (found.typed_members, found.typed_women) == (4, None)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("12/5/1988", date(1988, 5, 12), date(1988, 5, 12)),
        ("1988-05-12", date(1988, 5, 12), date(1988, 5, 12)),
        ("12.05.1988", date(1988, 5, 12), date(1988, 5, 12)),
        ("2/2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("2021", date(2021, 1, 1), date(2021, 12, 31)),
        ("00/00/1985", date(1985, 1, 1), date(1985, 12, 31)),
        ("31/2/1990", None, None), ("5/13/1990", None, None), ("12/5/88", None, None),
        ("khoảng 1990", None, None), ("", None, None), ("1/1/0001", None, None),
    ],
)  # fmt: skip
def test_a_day_is_read_as_people_write_it(text: str, first: date, last: date) -> None:
    assert (day_of(text), day_of(text, last=True)) == (first, last)


@pytest.mark.parametrize(
    "texts",
    [
        {"born": "31/2/1990"}, {"left": "5/13/2026"}, {"born": "1/1/0001"},
        {"born": "1/1/2005", "joined": "1/1/2000"}, {"came": "5/2026", "left": "4/2026"},
    ],
)  # fmt: skip
def test_a_day_that_cannot_be_is_refused(folder: Path, texts: dict[str, str]) -> None:
    vault = create(folder, KEY, NOW)
    choose_fields(vault, ["born", "came", "left"], NOW)
    with pytest.raises(Refusal) as caught:
        add(vault, {"full_name": NAME, **texts}, NOW)
    assert caught.value.code == "E_DAY"
    table = "Họ và tên\t" + "\t".join({"born": "Ngày sinh", "joined": "Ngày vào CĐ",
                                        "came": "Chuyển đến", "left": "Chuyển đi"}[n]
                                       for n in texts)  # fmt: skip
    (line,) = read_text(vault, f"{table}\n{NAME}\t" + "\t".join(texts.values())).lines
    assert line.state == "refused"
    assert line.name == NAME  # whoever mends the sheet looks for it by this
    assert line.why


def test_days_not_written_in_full_stay_as_they_were_given(folder: Path) -> None:
    vault = create(folder, KEY, NOW)
    choose_fields(vault, ["born"], NOW)
    for text in ("khoảng 1990", "12/5/88", "1988"):
        assert add(vault, {"full_name": NAME, "born": text}, NOW).born == text


def test_f7_lists_whom_the_count_counts_and_who_left_within_the_period(tmp_path: Path) -> None:
    store, ids = commune(tmp_path / "so", 1)
    with store:
        vault = create(store.folder, KEY, NOW)
        choose_fields(vault, ["left", "came"], NOW)
        for name, came, left in (
            ("Lò A", "", ""), ("Lò B", "", "10/2026"), ("Lò C", "", "4/2026"),
            ("Lò D", "11/2026", ""), ("Lò E", "2026-10-31", ""),
        ):  # fmt: skip
            add(vault, {"full_name": name, "came": came, "left": left}, NOW, ids[0])
        (found,) = count(vault, store, "2026-10")
        document = document_of(vault, store, "2026-10", ids[0])
        (table,) = [block for block in document.blocks if isinstance(block, Table)]
        at = [column.code for column in table.columns].index("full_name")
        assert [row.cells[at] for row in table.rows] == ["Lò A", "Lò B", "Lò E"]
        assert found.members == 2
        assert "2 đoàn viên; 1 người chuyển đi trong kỳ" in str(document.blocks[0])


def test_amounts_have_dots_and_words_stay_words(tmp_path: Path) -> None:
    store, ids = commune(tmp_path / "so", 1)
    with store:
        vault = create(store.folder, KEY, NOW)
        choose_fields(vault, ["dues"], NOW)
        told = ("117000", "45.000 đ", "1,234,000", "0,5%", "1.23", "miễn")
        for number, dues in enumerate(told):
            add(vault, {"full_name": f"Lò {number}", "dues": dues}, NOW, ids[0])
        document = document_of(vault, store, "2026-10", ids[0])
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    at = [column.code for column in table.columns].index("dues")
    shown = [cell_text(row.cells[at], table.columns[at]) for row in table.rows]
    assert shown == ["117.000", "45.000", "1.234.000", "0,5%", "1.23", "miễn"]


@pytest.mark.parametrize("suffix", [".xlsx", ".docx", ".pdf"])
def test_f7_says_what_it_holds_and_leaves_no_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    temp = tmp_path / "tam"
    temp.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temp))
    made: list[str] = []
    monkeypatch.setattr(tempfile, "mkstemp", lambda *a, **k: made.append("mkstemp"))
    store, _ids = commune(tmp_path / "so", 1)
    with store:
        vault = opened(store.folder)
        out = export(vault, store, "2026-10", tmp_path / f"ds{suffix}", NOW)
        assert out.name == f"ds - CO THONG TIN CA NHAN{suffix}"
        assert made == []
        assert list(temp.iterdir()) == []
        with pytest.raises(Refusal, match="Excel, Word hoặc PDF"):
            export(vault, store, "2026-10", tmp_path / "ds.txt", NOW)
    if suffix == ".xlsx":
        from openpyxl import load_workbook

        sheet = load_workbook(out).worksheets[0]
        texts = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
        assert NAME in texts
        assert "Ngày sinh" not in texts  # a field that is off
        for header in (sheet.firstHeader, sheet.oddHeader):  # beside the number of the page
            assert "CÓ THÔNG TIN CÁ NHÂN" in (header.right.text or "")
        assert "&P" in (sheet.oddHeader.center.text or "")
    elif suffix == ".docx":
        import docx

        opened_file = docx.Document(str(out))
        (section,) = opened_file.sections
        for header in (section.first_page_header, section.header):
            assert "CÓ THÔNG TIN CÁ NHÂN" in header._element.xml
        texts = [cell.text for table in opened_file.tables for cell in table._cells]
        assert NAME in texts
        assert "Ngày sinh" not in texts
    else:
        import pypdfium2

        text = pypdfium2.PdfDocument(out)[0].get_textpage().get_text_range()
        assert "DÙNG NỘI BỘ" in text
        assert NAME in text


def test_no_name_is_in_bundle_backup_journal_log_or_temporary_file(tmp_path: Path) -> None:
    pair = make_pair(tmp_path)
    key = tmp_path / "mk.txt"
    key.write_text(KEY + "\n", encoding="utf-8")
    source = tmp_path / "nguon"
    source.mkdir()
    (source / "ds.csv").write_text(LIST.replace("\t", ";"), encoding="utf-8")
    refused("--store", pair.commune, "members", "on", "--key", key)
    assert ask(pair.commune, "members", "status") == {"on": False}
    ask(pair.commune, "members", "on", "--key", key, "--yes")
    told = ask(pair.commune, "members", "import", "--key", key, source / "ds.csv")
    assert (told["added"], told["refused"]) == (2, 2)
    pair.month("P-A-01")
    pair.month("P-A-02")
    pair.month("P-A-03")
    pair.lock()
    pair.send()
    ask(pair.commune, "members", "count", "--key", key, "--period", "2026-10")
    with Store.open(pair.commune) as store:
        backup(store, tmp_path / "sao-luu.zip")
    found = ask(pair.commune, "members", "list", "--key", key, "--find", "quynh")["members"]
    assert [one["full_name"] for one in found] == [NAME]
    for top in (source / "ds.csv",):
        top.unlink()
    words = (NAME, "Quỳnh Dao", "Lò Văn Páo", "038090000001", KEY)
    key.unlink()
    assert traces(tmp_path, *words) == []
    assert traces(Path(os.environ["SOCONGDOAN_HOME"]), *words) == []
    names = [name for path in tmp_path.rglob("*.zip") for name in zipfile.ZipFile(path).namelist()]
    assert not any("members" in name for name in names)


def test_the_files_of_the_list_are_readable_by_their_owner_alone(folder: Path) -> None:
    opened(folder).lock()
    if os.name == "posix":
        for path in (folder / sealed.SEALED, folder / "keys" / sealed.KEY):
            assert path.stat().st_mode & 0o077 == 0


def test_the_minutes_until_it_locks_itself_are_kept(folder: Path) -> None:
    vault = opened(folder)
    choose_idle(vault, 5, NOW)
    vault.lock()
    assert unlock(folder, KEY, NOW).book.idle_minutes == 5
    with pytest.raises(Refusal, match="120 phút"):
        choose_idle(unlock(folder, KEY, NOW), 0, NOW)


def test_what_another_window_wrote_is_never_overwritten(folder: Path) -> None:
    opened(folder).lock()
    here, there = unlock(folder, KEY, NOW), unlock(folder, KEY, NOW)
    add(there, {"full_name": "Lò Thị Hai"}, NOW)
    with pytest.raises(Refusal, match="cửa sổ khác"):
        add(here, {"full_name": "Lò Thị Ba"}, NOW)
    assert len(members_of(unlock(folder, KEY, NOW))) == 2


def test_a_workbook_without_names_is_refused(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a;b\n1;2\n", encoding="utf-8")
    with pytest.raises(Refusal, match="họ và tên"):
        read_file(create(folder, KEY, NOW), path)


def test_a_person_twice_in_one_file_is_told(folder: Path) -> None:
    vault = create(folder, KEY, NOW)
    heads = "Họ và tên\tGiới tính\tTổ\n"
    rows = ("Hà Văn Sơn\tNam\t1", "Hà Văn Sơn\tNam\t1", "Hà Văn Sơn\tNam\t2", "Bế Thị Lan\tNữ\t1")
    lines = read_text(vault, heads + "\n".join(rows)).lines
    assert [line.state for line in lines] == ["new", "known", "new", "new"]
    assert lines[1].why == "trùng dòng 2 của tệp"
    assert lines[2].why == "cùng tên với dòng 2 – xem có phải một người"
    assert [lines[0].why, lines[3].why] == ["", ""]


def test_a_basic_field_may_be_named_among_those_kept(folder: Path) -> None:
    vault = create(folder, KEY, NOW)
    choose_fields(vault, ["born", "joined"], NOW)
    assert vault.book.optional == ("born",)
