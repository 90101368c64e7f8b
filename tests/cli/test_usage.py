"""How commands are written: wrong usage is told in Vietnamese, and help needs nothing."""

import subprocess
import sys

import pytest

from desktop import __version__
from desktop.cli.parser import WrongUsage, parse
from desktop.cli.table import UNBUILT, verbs
from tests.cli.running import Pair, run, wrong

CONTRACT = (
    "self-test", "sample", "office new", "read", "templates list", "draft", "plan list",
    "plan show", "plan print", "plan issue", "units list", "figures set", "figures get",
    "figures export", "return lock", "return status", "return accept", "return send-back",
    "activity add", "activity list", "report", "totals", "enrol request", "enrol grant",
    "enrol accept", "bundle export", "bundle inspect", "bundle import", "outbox", "digest",
    "consolidate", "undo", "redo", "history", "backup", "restore", "verify", "doctor", "story",
)  # fmt: skip


def test_every_verb_of_the_contract_is_there() -> None:
    assert set(CONTRACT) <= set(verbs())


def test_version_is_one_line() -> None:
    assert run("--version").out == f"socongdoan {__version__}\n"


def test_a_verb_not_built_yet_says_so() -> None:
    assert not UNBUILT
    with pytest.raises(WrongUsage, match="chưa có"):
        parse(["later", "--anything"], verbs(), ("later",))


@pytest.mark.parametrize("name", sorted(verbs()))
def test_help_of_a_verb_shows_its_usage(name: str) -> None:
    shown = run(*name.split(), "--help")
    assert shown.code == 0
    assert shown.out.startswith(f"Cách dùng: socongdoan {name}")
    assert "usage:" not in shown.out
    assert "options:" not in shown.out


def test_help_lists_every_verb() -> None:
    shown = run("--help").out
    assert all(f"  {name} " in shown for name in verbs())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["mở"], "Không có lệnh “mở”"),
        (["plan"], "Chọn một trong: plan list, "),
        (["plan", "dance"], "Chọn một trong"),
        (["plan", "show"], "Còn thiếu: ID."),
        (["plan", "print", "x"], "Còn thiếu: --out."),
        (["read"], "Còn thiếu: FILE."),
        (["read", "a.txt", "b.txt"], "Không hiểu: b.txt."),
        (["read", "a.txt", "--colour"], "Không hiểu: --colour."),
        (["units", "list", "--on"], "--on cần có giá trị đi kèm."),
        (["units", "list", "--on", "hôm qua"], "không phải ngày"),
        (["units", "list", "--on", "2026-02-30"], "không phải ngày"),
        (["history", "--limit", "-3"], "--limit"),
        (["history", "--limit", "ba"], "không phải số nguyên"),
        (["history", "--limit", "1.23"], "không phải số nguyên"),
        (["draft", "--from", "x", "--year", "12"], "không phải năm"),
        (["plan", "list", "--role", "other"], "--role không nhận 'other'"),
        (["figures", "set", "--unit", "A", "--period", "2026-10", "A03"], "CHỈTIÊU=GIÁTRỊ"),
        (["bundle", "export", "--out", "x", "--profile", "fax"], "mail, zalo hoặc usb.\n"),
        (["--store"], "--store cần có giá trị"),
        (["--store", "", "outbox"], "--store cần có giá trị"),
        (["--quick", "outbox"], "Không hiểu: --quick."),
        (["outbox", "--json=yes"], "--json không nhận giá trị."),
        (["outbox", "--js"], "Không hiểu: --js."),
        (["--json"], "Chưa có lệnh"),
    ],
)
def test_wrong_usage_is_told_in_vietnamese(arguments: list[str], said: str) -> None:
    assert said in wrong(*arguments)


def test_global_options_may_stand_before_or_after_the_verb(pair: Pair) -> None:
    before = run("--json", "--store", pair.commune, "outbox")
    after = run("outbox", "--store", pair.commune, "--json")
    joined = run(f"--store={pair.commune}", "outbox", "--json")
    assert before == after == joined
    assert before.json["bundles"] == []


def test_without_a_verb_the_window_is_opened() -> None:
    from pathlib import Path

    from desktop.cli.main import main

    opened: list[Path | None] = []

    def window(folder: Path | None) -> int:
        opened.append(folder)
        return 0

    assert main([], window) == 0
    assert main(["--store", "x"], window) == 0
    assert opened == [None, Path("x")]


WINDOW = """
import sys
from desktop.cli.main import main
main(["--store", "so"], lambda folder: print(folder, *sys.modules) or 0)
"""


def test_the_window_is_opened_without_loading_what_verbs_need() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WINDOW], capture_output=True, text=True, check=True, timeout=60
    )
    folder, *loaded = done.stdout.split()
    assert folder == "so"
    assert not [name for name in loaded if name.startswith("desktop.cli.verbs")]
    assert "argparse" not in loaded
