"""A process killed at any moment loses no committed cell and leaves the office sound."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.models.reader import Reader
from desktop.models.store import Store
from tests.cli.running import PERIOD, Pair, ask

ROUNDS = 100


def test_an_office_cut_off_while_writing_can_be_read_at_once(pair: Pair, tmp_path: Path) -> None:
    pair.figures("P-A-01", A03=7)
    with Store.open(pair.commune) as store, store.step("Đang ghi dở") as step:
        step.put("setting", "office", "symbol", "dở dang")
        shutil.copytree(pair.commune, tmp_path / "mất điện")  # as a power cut would leave it
    told = ask(tmp_path / "mất điện", "doctor")
    assert told == {"ok": True, "findings": []}
    cell = ("--unit", "P-A-01", "--period", PERIOD)
    assert ask(tmp_path / "mất điện", "figures", "get", *cell) == {"A03": 7}
    with Reader.open_reader(tmp_path / "mất điện") as reader:
        assert reader.get("setting", "office", "symbol") is None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")
def test_a_hundred_kills_lose_nothing(pair: Pair, tmp_path: Path) -> None:
    for unit in ("P-A-01", "P-A-02", "P-A-03"):
        pair.month(unit)
    pair.lock()
    pair.send()
    done = subprocess.run(
        [sys.executable, "-m", "tests.cli.crashing", str(pair.folder), str(ROUNDS), "2026"],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["losses"] == []
    assert told["rounds"] == ROUNDS
    assert told["committed"] > ROUNDS  # the children did get to work
