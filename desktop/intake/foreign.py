""".doc, .rtf and .odt: checked here for what is wrong with them, then opened for us."""

import re
import zipfile
from pathlib import Path

from desktop.intake import files
from desktop.intake.docx_package import check_archive
from desktop.intake.ole_file import check_word, locked
from desktop.intake.source import Source
from desktop.intake.word_processor import read_converted

_MAX_GROUPS = 200
_BRACES = re.compile(rb"\\.|[{}]", re.S)
_MANIFEST = "META-INF/manifest.xml"
_MAX_CONTENT = 24_000_000
_MAX_MANIFEST = 2_000_000
ODT = b"application/vnd.oasis.opendocument.text"


def read_doc(path: Path) -> Source:
    """Read a Word file of before 2007. Raises `Refusal` for damaged and locked ones."""
    check_word(path)
    return read_converted(path, ".doc")


def read_rtf(path: Path) -> Source:
    """Read a .rtf file. Raises `Refusal` for one that is cut or nested without end."""
    deep = deepest = 0
    for found in _BRACES.finditer(path.read_bytes().rstrip(b"\x00\r\n\t ")):
        mark = found[0]
        deep += (mark == b"{") - (mark == b"}")
        deepest = max(deepest, deep)
    if deep > 0:
        raise files.broken()
    if deepest > _MAX_GROUPS:
        raise files.too_deep()
    return read_converted(path, ".rtf")


def read_odt(path: Path) -> Source:
    """Read an OpenDocument text. Raises `Refusal` for damaged, locked and unsafe ones."""
    try:
        with zipfile.ZipFile(path) as archive:
            check_archive(archive)
            names = archive.namelist()
            if "content.xml" not in names:
                raise files.broken()
            if archive.getinfo("content.xml").file_size > _MAX_CONTENT:
                raise files.too_large()
            if _MANIFEST in names:
                with archive.open(_MANIFEST) as stream:
                    manifest = stream.read(_MAX_MANIFEST)
                if b"encryption-data" in manifest:
                    raise locked()
            with archive.open("content.xml") as stream:
                if re.search(rb"<!(?:DOCTYPE|ENTITY)", stream.read(4_000)):
                    raise files.broken()
            if archive.testzip() is not None:
                raise files.broken()
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, KeyError, OSError):
        raise files.broken() from None
    return read_converted(path, ".odt")


def is_odt(path: Path) -> bool:
    """Whether a zip archive says it is an OpenDocument text."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open("mimetype") as stream:
            return stream.read(200).startswith(ODT)
    except (zipfile.BadZipFile, KeyError, EOFError, ValueError, NotImplementedError, OSError,
            RuntimeError):  # fmt: skip
        return False
