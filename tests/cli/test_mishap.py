"""Errors nobody foresaw: one sentence, exit 1, and a log that holds no name and no figure."""

import errno
from pathlib import Path

import pytest

from desktop.cli import mishap
from tests.cli.running import Pair, refused

SECRET = "Nguyễn Thị Bí Mật 0912345678"


def test_a_defect_is_one_sentence_and_a_log_without_values(
    pair: Pair, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> None:
        raise KeyError(SECRET)

    monkeypatch.setattr("desktop.sync.outbox.outbox", broken)
    said = refused("--store", pair.commune, "outbox")
    assert "ngoài dự kiến" in said
    log = (own_home / "socongdoan" / "logs" / "loi.log").read_text(encoding="utf-8")
    number = said.partition("mã ")[2][:8]
    assert number in log
    assert "builtins.KeyError" in log
    assert "broken" in log
    assert "Bí Mật" not in said + log
    assert str(pair.commune) not in log


def test_a_full_disk_is_named_as_such() -> None:
    assert "đầy" in mishap.told(OSError(errno.ENOSPC, "no room"))


def test_a_log_that_cannot_be_written_does_not_hide_the_sentence(own_home: Path) -> None:
    (own_home / "socongdoan").write_text("a file where the folder should be", encoding="utf-8")
    assert "ngoài dự kiến" in mishap.told(ValueError(SECRET))


def test_the_trace_names_causes_too() -> None:
    try:
        try:
            raise ZeroDivisionError(SECRET)
        except ZeroDivisionError as error:
            raise LookupError(SECRET) from error
    except LookupError as error:
        trace = mishap.trace("n", error)
    assert "builtins.LookupError" in trace
    assert "builtins.ZeroDivisionError" in trace
    assert SECRET not in trace
