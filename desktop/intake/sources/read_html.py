"""HTML files and HTML from the clipboard: Word's "filtered" pages and pages of websites."""

import email
import email.policy
import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from desktop.i18n import _
from desktop.intake.source import Line, Place, Source
from desktop.intake.sources import files
from desktop.intake.sources.html_main import outside
from desktop.intake.sources.html_page import PageParser, TextBlock, without_loose_ends
from desktop.intake.sources.read_text import decode, western
from desktop.intake.structure.labels import parse
from desktop.models.errors import Refusal
from desktop.models.text import nfc

MAX_BYTES = 12_000_000
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.I)
_OFFICE = re.compile(r"microsoft word|libreoffice|openoffice|google docs", re.I)
_FRAGMENT = re.compile(r"<!--\s*StartFragment\s*-->(.*?)<!--\s*EndFragment\s*-->", re.S)
_OLD_PAGES = frozenset(("windows-1252", "iso-8859-1", "latin1", "us-ascii", "x-user-defined"))


def read_html(path: Path) -> Source:
    """Read a .html or .htm file. Raises `Refusal` for what holds no text."""
    data = path.read_bytes()
    if len(data) > MAX_BYTES:
        raise files.too_large()
    return html_source(decoded(data))


def read_mhtml(path: Path) -> Source:
    """Read a web page saved as one file (.mht, .mhtml)."""
    data = path.read_bytes()
    if len(data) > MAX_BYTES * 3:
        raise files.too_large()
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and len(content) <= MAX_BYTES:
                return html_source(decoded(content))
    raise files.broken()


def html_source(text: str) -> Source:
    """Return the lines of HTML text; lines outside the document are headers and footers."""
    fragment = _FRAGMENT.search(text)
    parser = PageParser()
    try:
        parser.feed(without_loose_ends(fragment[1] if fragment else text))
        parser.close()
    except (AssertionError, ValueError):
        raise files.broken() from None
    blocks = parser.blocks
    is_whole = bool(fragment) or bool(_OFFICE.search(parser.generator))
    places = [""] * len(blocks) if is_whole else outside(blocks)
    return Source(tuple(_lines(blocks, places)), "html")


def _lines(blocks: list[TextBlock], places: list[str]) -> Iterator[Line]:
    for number, (block, place) in enumerate(zip(blocks, places, strict=True), 1):
        text = "".join(run.text for run in block.runs)
        label = block.label if block.label and not parse(text) else None
        where = place or ("table" if block.cell else "body")
        yield Line(
            number,
            block.runs,
            heading=block.heading,
            centred=block.centred,
            hard=block.first,
            gap=block.gap,
            place=cast("Place", where),
            cell=block.cell,
            label=label,
        )


def decoded(data: bytes) -> str:
    """Return a page's text; the page's own word on its encoding counts when it is not Unicode."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in data[:400]:
        return decode(data)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            return data[: error.start].decode("utf-8-sig")
    named = _CHARSET.search(data[:4096])
    name = named[1].decode("ascii").lower() if named else "windows-1252"
    if name in ("utf-8", "utf8"):
        return data.decode("utf-8", "replace")
    if name in _OLD_PAGES:
        return western(data)
    try:
        return nfc(data.decode(name))
    except (LookupError, UnicodeDecodeError):
        raise Refusal(
            _("Không nhận ra bảng mã chữ Việt của tệp này."),
            next_step=_("Mở tệp bằng Word rồi lưu thành .docx, hoặc lưu lại với mã UTF-8."),
            code="E_ENCODING",
        ) from None
