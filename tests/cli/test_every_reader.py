"""Every verb that is given a file, and every way a file is wrong: one sentence, nothing changed.

The table of readers is complete: a verb that takes a file and stands in neither table fails.
"""

import hashlib
import io
import os
import shutil
import signal
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop.cli.table import verbs
from desktop.cli.values import file as file_argument
from tests.cli.running import PERIOD, Pair, ask, refused, run
from tests.cli.test_bad_input import READERS as PLAIN_READERS
from tests.cli.test_bad_input import an_ordinary_person
from tests.cli.test_bad_input import command as plain_command

IMPORT = ("--form", "F1", "--period", PERIOD)
# verb → what is typed, and the suffixes a person would give it
READERS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "review": (("review", "{file}"), (".docx", ".txt")),
    "review --fix": (("review", "{paper}", "--fix", "{file}"), (".json",)),
    "check": (("check", "{file}"), (".docx", ".pdf")),
    "plan take": (("plan", "take", "{file}"), (".docx", ".pdf", ".rtf", ".odt", ".html", ".doc")),
    "plan take template": (("plan", "take", "--as", "template", "{file}"), (".docx",)),
    "plan take --fix": (("plan", "take", "{paper}", "--fix", "{file}"), (".json",)),
    "plan update": (("plan", "update", "{plan}", "--parent", "{file}", "--all", "take"), (".txt",)),
    "plan returned": (("plan", "returned", "{plan}", "{file}", "--accept-all"), (".docx",)),
    "programme import": (("programme", "import", "{plan}", "{file}"), (".xlsx", ".docx", ".csv")),
    "figures import": (
        ("figures", "import", "{file}", *IMPORT),
        (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv"),
    ),
    "figures import --units": (("figures", "import", "{book}", *IMPORT, "--units", "{file}"),
                               (".json",)),
    "figures take": (("figures", "take", "{file}"), (".xlsx",)),
    "units move": (("units", "move", "{file}", "--date", "2026-10-01", "--to-parent", "P-A"),
                   (".xlsx", ".csv")),
    "members import": (("members", "import", "{file}", "--key", "{key}"), (".xlsx", ".csv")),
    "members list": (("members", "list", "--key", "{file}"), (".txt",)),
    "people find": (("people", "find", "An", "--key", "{file}"), (".txt",)),
    "report --template": (("report", "--period", PERIOD, "--out", "{out}.xlsx", "--template",
                           "{file}"), (".xlsx",)),
    "report --mapping": (("report", "--period", PERIOD, "--out", "{out}.xlsx", "--template",
                          "{book}", "--mapping", "{file}"), (".json",)),
    "report --template --mapping": (
        ("report", "--period", PERIOD, "--out", "{out}.xlsx", "--template", "{file}",
         "--mapping", "{mapping}"), (".xlsx",),
    ),
    "differences": (("differences", "--period", PERIOD, "--saved", "{file}"), (".xlsx",)),
    "bundle import": (("bundle", "import", "{file}", "--yes"), (".zip",)),
    "bundle scan": (("bundle", "scan", "{file}", "--yes"), (".png", ".jpg", ".pdf")),
    "channel take": (("channel", "take", "{file}"), (".json",)),
    "channel set --ca": (("channel", "set", "webdav", "--address", "https://tinh.vn/nhan",
                          "--user", "xa", "--ca", "{file}"), (".crt",)),
    "enrol key": (("enrol", "key", "--keep", "passphrase", "--passphrase-file", "{file}"),
                  (".txt",)),
}  # fmt: skip
# Takes a file, but not to read what is in it here, or only for what stands in the table above.
NOT_HERE = {
    "members add", "members backup", "members correct", "members count", "members delete",
    "members export", "members fields", "members idle", "members log", "members off",
    "members on", "members passphrase", "members restore", "people correct", "people delete",
    "people export", "people log", "people stale", "bundle export", "channel set", "inbox",
    "inbox watch", "sample", "activity add", "activity edit",
}  # fmt: skip
OUT = {"--out"}
BY_PIPE = ("enrol key", "members list", "people find")
HUGE = 50_000_000


def _book(**parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return made.getvalue()


BAD: Mapping[str, Callable[["Given"], bytes]] = {
    "empty": lambda _given: b"",
    "program": lambda _given: b"MZ\x90\x00" + bytes(range(256)) * 20,
    "noise": lambda _given: bytes(range(255, -1, -1)) * 40,
    "wrong encoding": lambda _given: "план работы профсоюза;1;2\n".encode("cp1251") * 30,
    "zip of something": lambda _given: _book(**{"a/b.txt": "chữ"}),
    "half a workbook": lambda given: given.book.read_bytes()[:-2_000],
    "half a paper": lambda given: given.paper.read_bytes()[:-2_000],
    "old office": lambda _given: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3_000),
    "50 MB": lambda _given: b"\x00" * HUGE,
}
TECHNICAL = ("json", "utf-8", "byte", "none", "error", "malformed", "expected", "traceback", "[err")
# a file to ask for by its name, and the way out that Excel itself names
FITTING = ("mã utf-8", "danh sách json", "tệp json", "ket-noi-….json")
LOGS = ("members.sealed",)  # holds who looked and when, too


@dataclass(frozen=True, slots=True)
class Given:
    """What is right about a command besides the bad file."""

    pair: Pair
    folder: Path
    paper: Path
    book: Path
    key: Path
    mapping: Path
    plan: str
    first: list[object]

    def command(self, reader: str, path: Path) -> list[str]:
        """Return the words of a reader's command line."""
        words = READERS[reader][0]
        named = {
            "file": path, "paper": self.paper, "book": self.book, "key": self.key,
            "mapping": self.mapping, "plan": self.plan, "out": self.folder / "ra",
        }  # fmt: skip
        return ["--store", str(self.pair.commune), *(word.format(**named) for word in words)]

    def unchanged(self) -> bool:
        """Tell whether the office is what it was before the first bad file."""
        state = self.state()
        self.first[:] = self.first or [state]
        return self.first == [state]

    def state(self) -> object:
        """Return all that may not change: every byte of the office's file, what lies beside it."""
        files = {
            str(path.relative_to(self.pair.commune)): path.stat().st_size
            for path in self.pair.commune.rglob("*")
            if path.is_file() and not path.name.startswith("office.db") and path.name not in LOGS
        }
        return files, hashlib.sha256((self.pair.commune / "office.db").read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def given(made_pair: Pair, tmp_path_factory: pytest.TempPathFactory) -> Given:
    """A commune with a plan, a member list, and a folder called as people call them."""
    folder = tmp_path_factory.mktemp("đọc") / "Báo cáo quý 3 (bản cuối)"
    shutil.copytree(made_pair.folder, folder / "sổ")
    pair = Pair(folder, folder / "sổ" / made_pair.province.name,
                folder / "sổ" / made_pair.commune.name)  # fmt: skip
    paper, book, key = folder / "Kế hoạch.docx", folder / "Biểu 1.xlsx", folder / "khóa.txt"
    ask(pair.commune, "draft", "--from", "thi-dua-yeu-nuoc", "--out", paper)
    plan = ask(pair.commune, "draft", "--from", paper, "--save")["plan"]
    ask(pair.commune, "figures", "export", "--form", "F1", "--period", PERIOD, "--out", book)
    key.write_text("một câu dài không ai biết\n", encoding="utf-8")
    ask(pair.commune, "members", "on", "--key", key, "--yes")
    mapping = folder / "cách điền.json"
    mapping.write_text('{"cells": {"A1": "A03"}}', encoding="utf-8")
    made = Given(pair, folder, paper, book, key, mapping, str(plan), [])
    assert made.unchanged()
    return made


def _write(path: Path, content: bytes) -> None:
    """Write a file; the huge one takes no room on the disk."""
    path.write_bytes(b"" if len(content) == HUGE else content)
    os.truncate(path, len(content))


def told(given: Given, reader: str, path: Path) -> str:
    """Run the reader on a bad file; return its one sentence, nothing having changed."""
    lying = sorted(given.folder.iterdir())
    done = run(*given.command(reader, path))
    assert done.code == 1, done
    assert done.err.count("\n") == 1, done
    assert given.unchanged()
    assert sorted(given.folder.iterdir()) == lying
    sentence = done.err.strip()
    assert sentence.endswith("."), sentence
    words = sentence.casefold()
    for fitting in (path.name.casefold(), *FITTING):
        words = words.replace(fitting, "")
    assert not [word for word in TECHNICAL if word in words], sentence
    return sentence


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("reader", READERS)
def test_a_bad_file_changes_nothing(given: Given, reader: str, bad: str) -> None:
    content = BAD[bad](given)
    for suffix in READERS[reader][1]:
        path = given.folder / f"Tệp gửi về{suffix}"
        _write(path, content)
        try:
            told(given, reader, path)
            assert path.stat().st_size == len(content)
        finally:
            path.unlink()


TABLES = ("figures import", "figures take", "units move", "members import", "programme import")


@pytest.mark.parametrize("bad", ["empty", "50 MB", "wrong encoding", "program"])
@pytest.mark.parametrize("reader", TABLES)
def test_a_table_is_not_spoken_of_as_a_paper(given: Given, reader: str, bad: str) -> None:
    path = given.folder / "Bảng gửi về.csv"
    _write(path, BAD[bad](given))
    try:
        sentence = told(given, reader, path)
    finally:
        path.unlink()
    assert "văn bản" not in sentence
    assert "Word" not in sentence


@pytest.mark.parametrize("place", ["gone", "folder", "no permission", "below a file"])
@pytest.mark.parametrize("reader", READERS)
def test_a_file_that_cannot_be_opened(given: Given, reader: str, place: str) -> None:
    suffix = READERS[reader][1][0]
    path = given.folder / f"Không mở được{suffix}"
    if place == "folder":
        path.mkdir()
    elif place == "no permission":
        if os.name == "nt":
            pytest.skip("permissions differ on Windows")
        path.write_bytes(b"PK\x03\x04")
        path.chmod(0)
        refused_by_content = run(*given.command(reader, path))  # imports what the verb needs
        assert refused_by_content.code == 1
    elif place == "below a file":
        path = given.book / path.name
    try:
        if place == "no permission":
            with an_ordinary_person():
                done = run(*given.command(reader, path))
        else:
            done = run(*given.command(reader, path))
    finally:
        if place in ("folder", "no permission"):
            path.rmdir() if path.is_dir() else path.unlink()
    assert (done.code, done.err.count("\n")) == (1, 1), done
    assert "ngoài dự kiến" not in done.err
    assert given.unchanged()


@contextmanager
def not_for_ever() -> Iterator[None]:
    """Fail, instead of waiting, where a pipe is waited for."""
    before = signal.signal(signal.SIGALRM, lambda *_call: pytest.fail("it waits for ever"))
    signal.alarm(60)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.skipif(os.name == "nt", reason="Windows has neither in a folder")
@pytest.mark.parametrize("what", ["pipe", "device"])
@pytest.mark.parametrize(
    "reader", [reader for reader in (*READERS, *PLAIN_READERS) if reader not in BY_PIPE]
)
def test_a_pipe_or_a_device_is_refused_at_once(given: Given, reader: str, what: str) -> None:
    plain = reader in PLAIN_READERS
    suffix = ".zip" if plain else READERS[reader][1][0]
    path = given.folder / f"Không phải tệp{suffix}"
    if what == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero")
    words = ["--store", str(given.pair.province)]
    words = (
        [*words, *plain_command(reader, path, given.folder)]
        if plain
        else given.command(reader, path)
    )
    try:
        with not_for_ever():
            done = run(*words)
    finally:
        path.unlink()
    assert (done.code, done.err.count("\n")) == (1, 1), done
    assert "ngoài dự kiến" not in done.err
    assert given.unchanged()


def test_a_passphrase_that_nobody_can_type_is_none(given: Given) -> None:
    path = given.folder / "cụm.txt"
    for content in (bytes(5_000), b"[" * 5_000, b"\x01\x02\x03\x04\x05\x06\x07\x08\x0b"):
        path.write_bytes(content)
        assert "không có cụm mật khẩu" in refused(*given.command("enrol key", path))
    path.unlink()


def test_a_form_of_figures_is_no_list_of_members(given: Given) -> None:
    """Its column "Đoàn viên" holds counts; the heading below them would become two people."""
    assert "họ và tên" in refused(*given.command("members import", given.book))


def test_none_of_it_became_a_member(given: Given) -> None:
    for bad, content in BAD.items():
        if bad != "50 MB":
            path = given.folder / "danh sách.xlsx"
            path.write_bytes(content(given))
            told(given, "members import", path)
            path.unlink()
    assert not ask(given.pair.commune, "members", "list", "--key", given.key)["members"]


def test_every_verb_that_takes_a_file_is_tried() -> None:
    taking = {
        verb.name
        for verb in verbs().values()
        for one in verb.arguments
        if one.options.get("type") is file_argument and not OUT & set(one.names)
    }
    tried = {name.partition(" --")[0] for name in READERS} | NOT_HERE
    tried |= {" ".join(w for w in words[:2] if not w.startswith(("-", "{")))
              for words in PLAIN_READERS.values()}  # fmt: skip
    assert taking <= tried


@pytest.mark.parametrize("bad", ["empty", "program", "half a workbook"])
def test_a_picture_that_is_none_is_asked_for_again(given: Given, bad: str) -> None:
    path = given.folder / "phiếu.jpg"
    path.write_bytes(BAD[bad](given))
    assert "Không mở được ảnh" in told(given, "bundle scan", path)
    path.unlink()
