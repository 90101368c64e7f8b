"""QR sheets by the command line: printed below, taken above from the file or the typed digits."""

from pathlib import Path

import pytest

from tests.cli.running import PERIOD, Pair, ask, make_pair, refused, run, wrong

RETURN = ("--form", "F1", "--period", PERIOD, "--unit", "P-A-01")


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    made = make_pair(tmp_path)
    made.month("P-A-01")
    made.lock()
    return made


def state(store: Path) -> str:
    return str(ask(store, "return", "status", *RETURN)["returns"][0]["state"])


def test_a_return_travels_by_paper(pair: Pair, tmp_path: Path) -> None:
    out = tmp_path / "phiếu.pdf"
    told = ask(pair.commune, "return", "qr", *RETURN, "--out", out)
    assert (told["path"], told["rev"]) == (str(out), 1)
    assert told["text"].startswith("28071")
    (made,) = ask(pair.commune, "outbox")["bundles"]
    assert (made["id"], made["state"], state(pair.commune)) == (told["id"], "made", "locked")
    (shown,) = ask(pair.province, "bundle", "scan", out, "--dry-run")["files"]
    assert (shown["status"], shown["new"], shown["unit"]) == ("imported", 1, "P-A")
    assert state(pair.province) == "none"
    (row,) = ask(pair.province, "bundle", "scan", "--text", told["text"], "--yes")["files"]
    assert (row["status"], row["code"], row["new"]) == ("imported", None, 1)
    assert row["id"] == told["id"]
    assert state(pair.province) == "received"
    (again,) = ask(pair.province, "bundle", "import", out, "--yes")["files"]
    assert (again["status"], again["unchanged"]) == ("already", 1)
    bundle = pair.send()
    (row,) = ask(pair.province, "bundle", "import", bundle, "--yes")["files"]
    (locked,) = [one for one in row["things"] if one["kind"] == "submit"]
    assert (locked["new"], locked["unchanged"]) == (1, 1)  # F3 is new, F1 came by paper
    back = ask(pair.province, "bundle", "export", "--out", tmp_path / "xuống", "--to", "P-A")
    ask(pair.commune, "bundle", "import", back["path"], "--yes")
    assert state(pair.commune) == "received"


def test_the_sheet_is_ticked_as_handed_over(pair: Pair, tmp_path: Path) -> None:
    told = ask(pair.commune, "return", "qr", *RETURN, "--out", tmp_path / "a.pdf")
    ask(pair.commune, "bundle", "sent", told["id"][:8], "--channel", "giấy")
    assert state(pair.commune) == "sent"


def test_wrong_digits_are_one_sentence_and_change_nothing(pair: Pair, tmp_path: Path) -> None:
    text = ask(pair.commune, "return", "qr", *RETURN, "--out", tmp_path / "a.pdf")["text"]
    scan = ("--store", pair.province, "bundle", "scan")
    for typed, words in (
        (text[:-9], f"được {len(text) - 9} trên {len(text)} chữ số"),
        (text[:300] + "00000" + text[305:], "sai vài ký tự"),
        ("8934563138165", "không phải mã"),
    ):
        done = run(*scan, "--text", typed)
        assert (done.code, done.err.count("\n")) == (1, 1)
        assert words in done.err
    assert "Chưa có tệp" in refused(*scan)
    assert state(pair.province) == "none"
    done = run(*scan, "--text", text[:-9], "--text", text, "--json")
    assert (done.code, [one["status"] for one in done.json["files"]]) == (
        0,
        ["refused", "imported"],
    )


def test_typed_digits_stay_as_the_keyboard_gave_them(pair: Pair, tmp_path: Path) -> None:
    """Windows' Vietnamese layout gives letters and marks of tone, which must not be joined."""
    sheets = [
        ask(pair.commune, "return", "qr", *RETURN[2:], "--form", form, "--out",
            tmp_path / f"{form}.pdf")["text"]
        for form in ("F1", "F3")
    ]  # fmt: skip
    scan = ("bundle", "scan", "--dry-run", "--text")
    keys = str.maketrans("1234567890", "ăâêô\u0300\u0309\u0303\u0301\u0323đ")
    (row,) = ask(pair.province, *scan, sheets[0].translate(keys))["files"]
    assert (row["status"], row["new"]) == ("imported", 1)
    rows = ask(pair.province, *scan, "\n".join(sheets))["files"]
    assert [row["status"] for row in rows] == ["imported", "imported"]


def test_what_cannot_be_printed_is_told(pair: Pair, tmp_path: Path) -> None:
    verb = ("--store", pair.commune, "return", "qr", "--form", "F1", "--period", PERIOD)
    assert "chưa chốt" in refused(*verb, "--unit", "P-A-02", "--out", tmp_path / "a.pdf")
    assert ".pdf" in refused(*verb, "--unit", "P-A-01", "--out", tmp_path / "a.docx")
    assert list(tmp_path.glob("a.*")) == []
    wrong(*verb)
