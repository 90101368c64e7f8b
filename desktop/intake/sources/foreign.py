""".doc, .rtf and .odt: checked here for what is wrong with them, then opened for us."""

import re
import zipfile
from dataclasses import replace
from pathlib import Path

from desktop.intake.source import Line, Source, cut
from desktop.intake.sources import files
from desktop.intake.sources.docx_package import check_archive
from desktop.intake.sources.ole_file import check_word, locked
from desktop.intake.sources.word_processor import Stopped, never, read_converted

_MAX_GROUPS = 200
# Bytes that are not there, and more paragraphs or rows than a program lays out in its time.
_BINARY = re.compile(rb"\\bin(\d{1,12})")
_PARAGRAPHS = re.compile(rb"\\(?:par|row)(?![a-z])")
_MOST_PARAGRAPHS = 3 * files.MAX_LINES
_BRACES = re.compile(rb"\\.|[{}]", re.S)
_LIST_TEXT = re.compile(rb"\{\\listtext(?:\\pard)?(?![a-z])([^{}]*?)(?:\\tab ?)?\}")
_LABEL = re.compile("\ue010([^\ue011]*)\ue011\\s*")
_IN_LIST = re.compile(rb"\\(?:ls|ilvl)\d+(?![a-z0-9]) ?")
_SYMBOL = re.compile(rb"\\u(61[4-9]\d\d|-4\d{3}|-3[89]\d\d)(?:\\'[0-9a-f]{2}|\?| )")
_MANIFEST = "META-INF/manifest.xml"
_MAX_CONTENT = 24_000_000
_MAX_MANIFEST = 2_000_000
# What a program would lay out from a few bytes: spaces, repeated cells, rows.
_REPEATED = re.compile(
    rb"(?:text:c|number-(?:columns|rows)-(?:repeated|spanned))\s*=\s*[\"']\s*(\d+)"
)
_MOST_REPEATED = 20_000
_MOST_IN_ALL = 400_000
ODT = b"application/vnd.oasis.opendocument.text"


def read_doc(path: Path, stopped: Stopped = never) -> Source:
    """Read a Word file of before 2007. Raises `Refusal` for damaged and locked ones."""
    check_word(path)
    return read_converted(path, ".doc", stopped=stopped)


def read_rtf(path: Path, stopped: Stopped = never) -> Source:
    """Read a .rtf file. Raises `Refusal` for one that is cut, endless or nested."""
    deep = deepest = 0
    data = path.read_bytes()
    for found in _BRACES.finditer(data.rstrip(b"\x00\r\n\t ")):
        mark = found[0]
        deep += (mark == b"{") - (mark == b"}")
        deepest = max(deepest, deep)
    if deep > 0:
        raise files.broken()
    if deepest > _MAX_GROUPS:
        raise files.too_deep()
    if any(int(found[1]) > len(data) for found in _BINARY.finditer(data)):
        raise files.broken()
    if len(_PARAGRAPHS.findall(data)) > _MOST_PARAGRAPHS:
        raise files.too_large()
    source = read_converted(path, ".rtf", with_typed_labels(data), stopped)
    lines = [line for line in map(_labelled, source.lines) if line.runs]
    return replace(source, lines=tuple(replace(line, number=n) for n, line in enumerate(lines, 1)))


def with_typed_labels(data: bytes) -> bytes:
    """Return RTF whose list labels are text between two private characters.

    The file holds each label as it was printed, but readers count anew and lose numbers that
    go on from an earlier list, and letters such as the Đ of "Điều 1.".
    """
    labels = len(_LIST_TEXT.findall(data))
    if not labels or labels < len(re.findall(rb"\\listtext(?![a-z])", data)):
        return data
    typed = _LIST_TEXT.sub(rb"{\\u57360?\1\\u57361?\\tab}", data)
    return _SYMBOL.sub(_bullet, _IN_LIST.sub(b"", typed))


def _labelled(line: Line) -> Line:
    """Return the line with its typed label as the label of its list."""
    found = _LABEL.match(line.text)
    if found is None:
        return line
    return replace(line, runs=cut(line.runs, found.end()), label=found[1].strip() or None)


def _bullet(found: re.Match[bytes]) -> bytes:
    """A bullet of the symbol font as one that any font has."""
    code = int(found[1]) % 65_536 - 0xF000
    return bytes([code]) if code in b"-+*" else b"\\u8226?"


def read_odt(path: Path, stopped: Stopped = never) -> Source:
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
                content = stream.read(_MAX_CONTENT)
            if re.search(rb"<!(?:DOCTYPE|ENTITY)", content[:4_000]):
                raise files.broken()
            check_content_xml(content)
            if archive.testzip() is not None:
                raise files.broken()
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, KeyError, OSError):
        raise files.broken() from None
    return read_converted(path, ".odt", stopped=stopped)


def check_content_xml(content: bytes) -> None:
    """Refuse content that is not well-formed or repeats something without end."""
    from xml.parsers import expat

    counts = [int(found[1][:12]) for found in _REPEATED.finditer(content)]
    if max(counts, default=0) > _MOST_REPEATED or sum(counts) > _MOST_IN_ALL:
        raise files.too_large()
    try:
        expat.ParserCreate().Parse(content, True)
    except expat.ExpatError:
        raise files.broken() from None


def is_odt(path: Path) -> bool:
    """Whether a zip archive says it is an OpenDocument text."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open("mimetype") as stream:
            return stream.read(200).startswith(ODT)
    except (zipfile.BadZipFile, KeyError, EOFError, ValueError, NotImplementedError, OSError,
            RuntimeError):  # fmt: skip
        return False
