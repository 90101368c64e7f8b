"""Typing taken back by the command line, from the lost machine to the next one."""

from pathlib import Path

from tests.cli.running import Pair, ask, refused, run, sound_month

NOVEMBER = "2026-11"


def own_office(pair: Pair, name: str, folder: Path) -> Path:
    """Enrol a machine of the first base union with the commune."""
    place = folder / name
    run("--store", place, "office", "new", "--name", "CĐCS P-A-01", "--kind", "CDCS")
    asked, given = folder / f"{name}.json", folder / f"{name}.zip"
    ask(place, "enrol", "request", "--out", asked)
    ask(pair.commune, "enrol", "grant", asked, "--unit", "P-A-01", "--out", given)
    ask(place, "enrol", "accept", given)
    return place


def month(place: Path, period: str, members: int = 40, **more: int) -> None:
    """Type and lock a month of the first base union at an office."""
    values = [f"{code}={value}" for code, value in (dict(sound_month(members)) | more).items()]
    unit = ("--unit", "P-A-01", "--period", period)
    ask(place, "figures", "set", *unit, *values)
    told = ask(place, "return", "lock", "--form", "F1", *unit, "--reason", "Kỳ đầu")
    assert told["locked"] == ["P-A-01"], told


def send(place: Path, to: Path, out: Path) -> str:
    path = ask(place, "bundle", "export", "--out", out, "--yes")["path"]
    done = run("--store", to, "bundle", "import", path, "--yes", "--json")
    (row,) = done.json["files"]
    return str(row["code"] or row["status"])


def test_the_commune_types_for_a_union_whose_machine_is_lost(pair: Pair, tmp_path: Path) -> None:
    base = own_office(pair, "cơ sở", tmp_path)
    month(base, "2026-10")
    rest = ("--form", "F3", "--unit", "P-A-01", "--period", "2026-10", "--reason", "Kỳ đầu")
    assert ask(base, "return", "lock", *rest)["locked"] == ["P-A-01"]
    assert send(base, pair.commune, tmp_path / "1") == "imported"
    commune = ("--store", pair.commune)
    typed = ("figures", "set", "--unit", "P-A-01", "--period", NOVEMBER, "A01=45")
    assert "có sổ riêng, tự nhập số liệu" in refused(*commune, *typed)
    back = ("enrol", "take-back", "P-A-01")
    assert "còn 1 máy được cấp phép" in refused(*commune, *back)
    ask(pair.commune, "enrol", "revoke", "P-A-01", "--yes")
    assert "tự chốt số liệu đến hết ngày 31/10/2026" in refused(
        *commune, *back, "--since", "2026-10-31"
    )
    told = ask(pair.commune, *back, "--yes")
    assert told["since"] == "2026-11-01"
    assert "không có máy riêng" in refused(*commune, *back)
    assert "Công đoàn phường A nhập số liệu từ 01/11/2026" in run(*commune, "enrol", "list").out
    labels = [one["label"] for one in ask(pair.commune, "history")["steps"]]
    assert any(label.startswith("Nhận lại việc nhập số liệu") for label in labels)
    assert "Traceback" not in refused(*commune, "undo")  # a barrier, like an enrolment
    month(pair.commune, NOVEMBER, 42)
    assert send(pair.commune, pair.province, tmp_path / "2") == "imported"
    for period, members in (("2026-10", 40), (NOVEMBER, 42)):
        for place in (pair.commune, pair.province):
            assert ask(place, "totals", "--period", period)["A03"]["value"] == members
    # What the lost machine had still sent is found: refused, and shown beside what counts.
    month(base, NOVEMBER, 42, A01=60)
    assert send(base, pair.commune, tmp_path / "3") == "E_REVOKED"
    shown = [one for one in ask(pair.commune, "rejected", "list")["rejected"]
             if one["kind"] == "submit"]  # fmt: skip
    assert [(one["value"]["values"]["A01"], one["stands"]["values"]["A01"]) for one in shown] == [
        (60, 47)
    ]
    words = run(*commune, "rejected", "list").out
    assert "60 – " in words
    assert "47 – " in words
    new = own_office(pair, "máy mới", tmp_path)
    month(new, "2026-12", 44)
    assert send(new, pair.commune, tmp_path / "4") == "imported"
    (still,) = ask(pair.commune, "rejected", "list")["rejected"]  # nobody entered it anew
    assert (still["writer"], still["value"]["values"]["A01"]) == ("CĐCS P-A-01", 60)
    assert "rejected list" in refused(*commune, "rejected", "seen", "0" * 8)
    typed = ("figures", "set", "--unit", "P-A-01", "--period", NOVEMBER, "--reason", "Theo máy cũ")
    ask(pair.commune, *typed, f"A01={still['value']['values']['A01']}")
    lock = ("--form", "F1", "--unit", "P-A-01", "--period", NOVEMBER, "--reason", "Theo máy cũ")
    assert ask(pair.commune, "return", "lock", *lock)["locked"] == ["P-A-01"]
    assert ask(pair.commune, "rejected", "list")["rejected"] == []
    december = ("figures", "set", "--unit", "P-A-01", "--period", "2026-12", "A01=45")
    assert "có sổ riêng, tự nhập số liệu" in refused(*commune, *december)
