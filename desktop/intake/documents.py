"""Read a union document: a file or pasted text becomes a reading to check."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.i18n import _
from desktop.intake.sources import files
from desktop.models.errors import Refusal

if TYPE_CHECKING:
    from desktop.intake.reading import Reading
    from desktop.intake.source import Source

# The readers and what understands a text are loaded with the first document: their patterns
# take a third of a second, and most who offer to read one only need the names below.
SUFFIXES = (".docx", ".doc", ".rtf", ".odt", ".pdf", ".html", ".htm", ".mht", ".txt", ".md")


def _readers(stopped: Callable[[], bool]) -> Mapping[str, Callable[[Path], Source]]:
    from desktop.intake.sources.foreign import is_odt, read_doc, read_odt, read_rtf
    from desktop.intake.sources.read_docx import read_docx
    from desktop.intake.sources.read_html import read_html, read_mhtml
    from desktop.intake.sources.read_pdf import read_pdf
    from desktop.intake.sources.read_text import read_text

    def read_zip(path: Path) -> Source:
        return read_odt(path, stopped) if is_odt(path) else read_docx(path)

    return {
        "zip": read_zip,
        "ole": partial(read_doc, stopped=stopped),
        "rtf": partial(read_rtf, stopped=stopped),
        "pdf": read_pdf,
        "html": read_html,
        "mhtml": read_mhtml,
        "text": read_text,
    }


def read_document(path: Path, stopped: Callable[[], bool] = lambda: False) -> Reading:
    """Read a .docx, .doc, .rtf, .odt, .html, .txt, .md file or a PDF with text.

    The content decides the format, not the name. Raises `Refusal` (one sentence, next
    step) for everything that cannot be read; the file is never changed. Once `stopped` says
    so, a program that opens the file for us is ended and nothing more is read.
    """
    from desktop.intake.sources.read_text import MAX_BYTES

    first = files.check(path)
    kind = files.kind(first)
    if kind == "text" and path.suffix.lower() in (".html", ".htm") and b"<" in first:
        kind = "html"  # a page may begin with any tag
    reader = _readers(stopped).get(kind)
    if reader is None:
        raise files.unsupported(kind)
    try:
        if kind == "text" and path.stat().st_size > MAX_BYTES:
            raise files.too_large()
        source = reader(path)
    except Refusal:
        raise
    except (OSError, MemoryError, RecursionError):
        raise files.unreadable() from None
    if stopped():
        raise files.stopped()
    return _understood(source)


def read_pasted(text: str, page: str | None = None, rich: bytes = b"") -> Reading:
    """Read text from the clipboard; `page` and `rich` are its HTML and RTF flavours, which know
    more, if any.

    Raises `Refusal` when it holds no letters or is huge.
    """
    from desktop.intake.sources.clip_rtf import MAX_BYTES as MAX_RICH
    from desktop.intake.sources.clip_rtf import rtf_source
    from desktop.intake.sources.old_encodings import mended
    from desktop.intake.sources.read_html import html_source
    from desktop.intake.sources.read_text import MAX_BYTES, source_of
    from desktop.intake.words import letters

    if letters(text[:1_000_000]) == 0:
        raise Refusal(
            _("Nội dung dán vào không có chữ nào để đọc."),
            next_step=_("Chép lại đoạn văn bản rồi dán lần nữa."),
            code="E_EMPTY",
        )
    if len(text) > MAX_BYTES // 2:
        raise files.too_large()
    clean = mended(text.encode("utf-8", "replace").decode("utf-8"))
    wanted = letters(clean) * 9
    if page and len(page) <= MAX_BYTES:
        source = html_source(page.encode("utf-8", "replace").decode("utf-8"))
        if _letters(source) * 10 >= wanted:  # nothing of the text may be missing
            return _understood(source)
    if rich.lstrip().startswith(b"{\\rtf") and len(rich) <= MAX_RICH:
        source = rtf_source(rich)
        if _letters(source) * 10 >= wanted:
            return _understood(source)
    return _understood(source_of(clean, "text"))


def _letters(source: Source) -> int:
    from desktop.intake.words import letters

    return sum(letters(line.text) for line in source.lines)


def _understood(source: Source) -> Reading:
    from desktop.intake.assemble import understand
    from desktop.intake.sources.old_runs import mended_source
    from desktop.intake.suited import check_content, check_language

    if not any(line.text for line in source.lines):
        raise files.empty()
    source = mended_source(source)
    check_language(source)
    reading = understand(source)
    check_content(source, reading)
    return reading
