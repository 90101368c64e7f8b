"""Keys by the command line: machines, their end, a second PC, sealed and unsigned bundles."""

from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from desktop.__main__ import main
from desktop.sync.keys import PHRASE_FILE, forget_phrases
from tests.cli.running import PERIOD, Pair, ask, refused, run, sound_month, wrong


def enrol(above: Path, below: Path, code: str, folder: Path, *options: str) -> str:
    """Enrol an office through files; returns the fingerprint of its key."""
    asked, given = folder / "yeu-cau.json", folder / "cap-phep.zip"
    told = ask(below, "enrol", "request", "--out", asked)
    assert told == ask(above, "enrol", "grant", asked, "--unit", code, "--out", given, *options)
    ask(below, "enrol", "accept", given)
    return str(told["fingerprint"])


def fresh(folder: Path) -> Path:
    """Make an office of its own, with nobody above."""
    run("--store", folder, "office", "new", "--name", "Công đoàn xã Mới", "--kind", "CDX")
    return folder


def machines(store: Path) -> dict[str, dict[str, object]]:
    return {one["fingerprint"]: one for one in ask(store, "enrol", "list")["machines"]}


def export(store: Path, out: Path, *options: object) -> Path:
    return Path(ask(store, "bundle", "export", "--out", out, *options)["path"])


def unread(store: Path, path: Path) -> str:
    """Try to import a file that is refused; returns the sentence."""
    done = run("--store", store, "bundle", "import", path, "--yes")
    assert done.code == 1
    return done.err


def test_a_machine_is_listed_and_revoked_and_the_next_takes_its_place(
    pair: Pair, tmp_path: Path
) -> None:
    pair.month("P-A-01")
    pair.lock()
    first = export(pair.commune, tmp_path)
    ask(pair.province, "bundle", "import", first, "--yes")
    new = fresh(tmp_path / "máy mới")
    digits = enrol(pair.province, new, "P-A", tmp_path, "--replaces")
    listed = machines(pair.province)
    (old,) = [one for one in listed.values() if one["revoked"]]
    assert (listed[digits]["code"], listed[digits]["manages"], old["manages"]) == (
        "P-A",
        True,
        False,
    )
    got = ask(new, "return", "status", "--period", PERIOD, "--unit", "P-A-01", "--form", "F1")
    assert got["returns"][0]["rev"] == 1
    pair.month("P-A-02")
    pair.lock()
    said = unread(pair.province, export(pair.commune, tmp_path))
    assert "đã bị thu hồi" in said
    told = ask(pair.province, "enrol", "revoke", "P-A", "--yes")
    assert (told["store"], told["withdrawn"]) == (listed[digits]["store"], 0)
    said = refused("--store", pair.province, "enrol", "revoke", "P-A", "--yes")
    assert "không còn máy nào đang được cấp phép" in said
    again = ("--store", pair.province, "enrol", "revoke", told["store"], "--yes")
    assert "đã thu hồi từ ngày" in refused(*again)
    ask(*again[1:], "--until", "2026-10-01")  # to believe less of it is always possible
    out = ("--out", tmp_path / "xuống", "--to", "P-A")
    said = refused("--store", pair.province, "bundle", "export", *out)
    assert "khóa các máy đều đã bị thu hồi" in said


class Terminal(StringIO):
    """A stream that a person sits at."""

    def isatty(self) -> bool:
        return True


def typed(*arguments: object) -> tuple[int, str, str]:
    """Run a verb as somebody at a terminal does; returns the code and both streams."""
    out, err = Terminal(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main([str(argument) for argument in arguments])
    return code, out.getvalue(), err.getvalue()


def test_a_person_at_a_terminal_agrees_before_what_lasts(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal())
    pair.month("P-A-01")
    bundle = export(pair.commune, tmp_path)
    (row,) = ask(pair.province, "bundle", "import", bundle, "--yes")["files"]
    province = ("--store", pair.province)
    for verb, would in (
        (("enrol", "revoke", "P-A"), "Sẽ thu hồi khóa máy"),
        (("bundle", "undo", row["id"]), "thay đổi ra khỏi sổ"),
    ):
        code, out, err = typed(*province, *verb)
        assert (code, "thêm --yes" in err) == (1, True)
        assert would in out
    assert ask(pair.province, "bundle", "import", bundle)["files"][0]["status"] == "already"
    assert not any(one["revoked"] for one in machines(pair.province).values())
    assert typed(*province, "enrol", "take-back", "P-A-01")[0] == 1
    assert typed(*province, "bundle", "undo", row["id"], "--yes")[0] == 0
    ask(pair.province, "enrol", "revoke", "P-A")  # a script goes on as before
    assert any(one["revoked"] for one in machines(pair.province).values())


def test_a_changed_key_needs_no_new_enrolment(pair: Pair, tmp_path: Path) -> None:
    before = set(machines(pair.commune))
    digits = ask(pair.commune, "enrol", "rotate")["fingerprint"]
    assert digits not in before
    bundle = export(pair.commune, tmp_path)
    assert ask(pair.province, "bundle", "inspect", bundle)["valid"] is True
    told = ask(pair.province, "bundle", "import", bundle, "--yes")
    assert told["files"][0]["status"] == "imported"
    assert digits in machines(pair.province)
    ask(pair.province, "enrol", "revoke", "P-A", "--yes")
    (said,) = ask(pair.province, "bundle", "inspect", bundle)["problems"]
    assert "đã thôi dùng" in said


def test_two_pcs_and_the_whole_office(pair: Pair, tmp_path: Path) -> None:
    assert "mới có một máy" in refused("--store", pair.commune, "bundle", "export", "--out",
                                       tmp_path, "--peers")  # fmt: skip
    pair.month("P-A-01")
    saved = export(pair.commune, tmp_path, "--save")
    assert "_saoluu_" in saved.name
    second = fresh(tmp_path / "máy hai")
    enrol(pair.province, second, "P-A", tmp_path)
    down = export(pair.province, tmp_path, "--to", "P-A")
    ask(pair.commune, "bundle", "import", down, "--yes")
    (row,) = ask(second, "bundle", "import", saved, "--yes")["files"]
    assert (row["status"], row["skipped"]) == ("imported", 0)
    got = ask(second, "figures", "get", "--unit", "P-A-01", "--period", PERIOD)
    assert got == ask(pair.commune, "figures", "get", "--unit", "P-A-01", "--period", PERIOD)
    bundle = export(pair.commune, tmp_path, "--peers")
    assert "_noibo_" in bundle.name
    assert ask(second, "bundle", "import", bundle, "--yes")["files"][0]["status"] == "imported"


def test_sealed_bundles_open_only_where_they_are_meant(pair: Pair, tmp_path: Path) -> None:
    pair.month("P-A-01")
    sealed = export(pair.commune, tmp_path, "--seal")
    assert sealed.name.endswith(".zip.age")
    assert "đã được mã hóa" in refused("--store", tmp_path / "không", "bundle", "inspect", sealed)
    assert ask(pair.province, "bundle", "inspect", sealed)["sealed"] is True
    other = fresh(tmp_path / "khác")
    assert "mã hóa cho máy khác" in unread(other, sealed)
    told = ask(pair.province, "bundle", "import", sealed, "--yes")
    assert told["files"][0]["status"] == "imported"
    (tmp_path / "cụm.txt").write_text("bốn từ dễ nhớ\n", encoding="utf-8")
    saved = export(pair.commune, tmp_path, "--save", "--attachments", "--passphrase-file",
                   tmp_path / "cụm.txt")  # fmt: skip
    assert "cụm mật khẩu" in refused("--store", pair.commune, "bundle", "inspect", saved)
    for place in (pair.commune, tmp_path / "không"):  # with an office, and on any computer
        told = ask(place, "bundle", "inspect", saved, "--passphrase-file", tmp_path / "cụm.txt")
        assert told["kind"] == "saoluu"
    wrong("--store", pair.commune, "bundle", "export", "--out", tmp_path, "--profile", "fax")


def test_an_unsigned_bundle_is_taken_by_consent(pair: Pair, tmp_path: Path) -> None:
    alone = tmp_path / "tự lập"
    run("--store", alone, "office", "new", "--name", "CĐCS Tự Lập", "--kind", "CDCS")
    own = ask(alone, "units", "list")["units"][0]["code"]
    cells = [f"{code}={value}" for code, value in sound_month().items()]
    ask(alone, "figures", "set", "--unit", own, "--period", PERIOD, *cells)
    choice = ("bundle", "import", "--unverified", "--unit", "P-A-02", "--yes")
    typed = refused("--store", pair.commune, *choice, export(alone, tmp_path, "--unsigned"))
    assert "không có báo cáo nào đã chốt" in typed
    ask(alone, "return", "lock", "--form", "F1", "--period", PERIOD, "--reason", "Kỳ đầu")
    path = export(alone, tmp_path, "--unsigned")
    assert "không có chữ ký" in unread(pair.commune, path)
    (row,) = ask(pair.commune, *choice, path)["files"]
    assert (row["status"], row["verified"]) == ("imported", False)
    assert "phải có chữ ký" in refused("--store", pair.commune, "bundle", "export", "--out",
                                       tmp_path, "--unsigned")  # fmt: skip


def test_the_states_tell_which_returns_nobody_signed_for(pair: Pair, tmp_path: Path) -> None:
    alone = tmp_path / "tự lập"
    run("--store", alone, "office", "new", "--name", "CĐCS Tự Lập", "--kind", "CDCS")
    own = ask(alone, "units", "list")["units"][0]["code"]
    cells = [f"{code}={value}" for code, value in sound_month().items()]
    ask(alone, "figures", "set", "--unit", own, "--period", PERIOD, *cells)
    locking = ("return", "lock", "--form", "F1", "--period", PERIOD, "--reason", "Kỳ đầu")
    assert ask(alone, *locking)["locked"] == [own]
    path = export(alone, tmp_path, "--unsigned")
    status = ("return", "status", "--period", PERIOD)
    assert "marks" not in ask(pair.commune, *status)
    ask(pair.commune, "bundle", "import", path, "--unverified", "--unit", "P-A-02", "--yes")
    found = ask(pair.commune, *status)["marks"]
    assert found == [{"mark": "unverified", "unit": "P-A-02", "form": "F1"}]
    said = run("--store", pair.commune, *status).out
    assert "P-A-02  F1  chưa xác thực người gửi\n" in said


def test_a_key_under_a_passphrase_is_opened_by_a_file(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    phrase = tmp_path / "cụm.txt"
    phrase.write_text("bốn từ dễ nhớ\n", encoding="utf-8")
    assert ask(pair.commune, "enrol", "key")["kept"] == "file"
    kept = ask(pair.commune, "enrol", "key", "--keep", "passphrase", "--passphrase-file", phrase)
    assert kept == {"kept": "passphrase"}
    forget_phrases()
    assert "đang khóa" in refused("--store", pair.commune, "bundle", "export", "--out", tmp_path)
    monkeypatch.setenv(PHRASE_FILE, str(phrase))
    export(pair.commune, tmp_path)
    assert "kho khóa" in refused("--store", pair.commune, "enrol", "key", "--keep", "keyring")
    ask(pair.commune, "enrol", "key", "--keep", "file")
    forget_phrases()
    monkeypatch.delenv(PHRASE_FILE)
    export(pair.commune, tmp_path)


def test_a_lost_key_comes_back_by_a_call(pair: Pair, tmp_path: Path) -> None:
    (pair.commune / "keys" / "ky.json").unlink()
    assert "Không tìm thấy khóa" in refused("--store", pair.commune, "bundle", "export", "--out",
                                           tmp_path)  # fmt: skip
    asked, given = tmp_path / "lai.json", tmp_path / "lai.zip"
    ask(pair.commune, "enrol", "request", "--out", asked)
    grant = ("--store", pair.province, "enrol", "grant", asked, "--unit", "P-A", "--out", given)
    assert "khóa khác" in refused(*grant)
    assert run(*grant, "--lost-key").code == 0
    ask(pair.commune, "enrol", "accept", given)
    told = ask(pair.province, "bundle", "import", export(pair.commune, tmp_path), "--yes")
    assert told["files"][0]["status"] == "imported"


def test_who_names_a_passphrase_never_gets_an_open_bundle(pair: Pair, tmp_path: Path) -> None:
    phrase, empty = tmp_path / "cụm.txt", tmp_path / "rỗng.txt"
    phrase.write_text("năm ba hai bảy chín một\n", encoding="utf-8")
    empty.write_bytes(b"")
    out = tmp_path / "ra"
    make = ("--store", pair.commune, "bundle", "export", "--out", out)
    for more in ((), ("--peers",)):
        said = refused(*make, *more, "--passphrase-file", phrase)
        assert said.startswith("Cụm mật khẩu chỉ khóa gói đầy đủ")
    assert "rỗng.txt" in refused(*make, "--save", "--passphrase-file", empty)
    assert not out.exists()


def test_machines_are_told_apart_by_what_the_list_shows() -> None:
    from desktop.cli.verbs.enrolment import _telling

    ids = ["0197c37f-7687-7000-8000-000000000001", "0197c37f-7687-7000-9000-000000000001"]
    assert len({one[: _telling(ids)] for one in ids}) == 2
    assert _telling(ids[:1]) == 13
    assert _telling([]) == 13
