"""A process killed at any moment loses no committed cell and leaves the office sound."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import Pair, ask

ROUNDS = 175  # of seven jobs: a hundred of typing, importing, exporting and upgrading


def test_an_office_cut_off_while_writing_can_be_read_at_once(pair: Pair, tmp_path: Path) -> None:
    for unit in ("P-A-01", "P-A-02", "P-A-03"):
        pair.month(unit)
    whole = ask(pair.commune, "digest")
    cut = tmp_path / "mất điện"
    connection = sqlite3.connect(pair.commune / "office.db", isolation_level=None)
    for pragma in ("journal_mode = TRUNCATE", "cache_size = 1", "cache_spill = 1"):
        connection.execute("PRAGMA " + pragma)
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE leaf SET value = value || ' '")
    connection.execute("UPDATE op SET accepted_at = accepted_at || ' '")
    shutil.copytree(pair.commune, cut)  # as a power cut in the middle would leave it
    connection.execute("ROLLBACK")
    connection.close()
    assert (cut / "office.db-journal").read_bytes()[:1] != b"\0"  # SQLite will see it
    assert ask(cut, "digest") == whole
    assert ask(cut, "doctor") == {"ok": True, "findings": []}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")
def test_kills_at_any_moment_lose_nothing(pair: Pair, tmp_path: Path) -> None:
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
    assert told["committed"] > ROUNDS // 10  # the children did get to work
