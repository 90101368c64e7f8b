"""Plain text and Markdown: bytes to text, text to lines."""

import re
from pathlib import Path

from desktop.i18n import _
from desktop.intake.source import Source
from desktop.intake.sources import files
from desktop.intake.sources.markup import MarkupReader, is_marked
from desktop.intake.sources.old_encodings import convert, guess, mended, share
from desktop.intake.structure.tabbed import with_rows
from desktop.intake.words import letters
from desktop.models.errors import Refusal
from desktop.models.text import nfc

MAX_BYTES = 6_000_000
_LINE_END = re.compile(r"\r\n|\r|\n|\f|\v|\x85|\u2028|\u2029")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
_NO_MARK = re.compile(r"[\u200b-\u200f\ufeff\u00ad\u2060\ufffc]")
_COMMON = re.compile(
    r"\b(?:công|đoàn|và|của|các|người|động|lao|thực|hiện|năm|cho|được|trong|tổ|chức|kế|"
    r"hoạch|là|với|ngày)\b"
)

_WESTERN = {
    code: bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}


def read_text(path: Path) -> Source:
    """Read a .txt or .md file of any size up to `MAX_BYTES`.

    Raises `Refusal` when it is not Vietnamese text in a known encoding.
    """
    marked = path.suffix.lower() in (".md", ".markdown")
    return source_of(decode(path.read_bytes()), "text", marked=marked)


def source_of(text: str, kind: str, *, marked: bool = False) -> Source:
    """Return the lines of a text; marks such as # and ** of a Markdown text are taken off
    and remembered, those of a plain text stay. `marked` says that it is Markdown for sure.
    """
    rows = _LINE_END.split(nfc(_NO_MARK.sub("", text)).replace("\u00a0", " "))
    if len(rows) > files.MAX_LINES:
        raise Refusal(
            _("Văn bản có quá nhiều dòng."),
            next_step=_("Chia văn bản thành nhiều tệp nhỏ hơn rồi mở từng tệp."),
            code="E_TOO_LARGE",
        )
    reader = MarkupReader(marked=marked or is_marked(text))
    lines = [
        line for number, row in enumerate(with_rows(rows), 1) for line in reader.read(row, number)
    ]
    return Source(tuple(lines), kind)


def decode(data: bytes) -> str:
    """Return the text of a file's bytes: UTF-8, UTF-16, windows-1258, TCVN3, VNI or VIQR."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _checked(_strict(data, "utf-16"))
    if b"\x00" in data[:4096]:
        return _checked(_without_mark(data))
    try:
        return _checked(mended(data.decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.start >= len(data) - 4:
            raise _truncated() from None
    return _checked(_eight_bits(data))


def western(data: bytes) -> str:
    """Return windows-1252 text; codes it leaves open stand for themselves."""
    return data.decode("latin-1").translate(_WESTERN)


def _eight_bits(data: bytes) -> str:
    """One byte per letter: of windows-1258 and the fonts of old, what reads best."""
    text = nfc(data.decode("cp1258", errors="replace"))
    plain = western(data)
    old = guess(plain)
    converted = convert(plain, old) if old else ""
    best = max(text, converted, key=lambda one: share(one[:200_000]))
    if "\ufffd" in best or not _is_vietnamese(best):
        raise Refusal(
            _("Không nhận ra bảng mã chữ Việt của tệp này."),
            next_step=_("Mở tệp bằng Word rồi lưu thành .docx, hoặc lưu lại với mã UTF-8."),
            code="E_ENCODING",
        )
    return best


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise _truncated() from None


def _without_mark(data: bytes) -> str:
    """UTF-16 saved without its mark has a zero in every other byte of plain Latin text."""
    for encoding, zeros in (("utf-16-le", data[1:4096:2]), ("utf-16-be", data[0:4096:2])):
        if zeros and zeros.count(0) > len(zeros) // 2:
            return _strict(data, encoding)
    raise _binary()


def _is_vietnamese(text: str) -> bool:
    """Whether words that every Vietnamese text uses are there (1 in 40 words at least)."""
    words = max(1, len(text.split()))
    return len(_COMMON.findall(text.casefold())) * 40 >= words


def _checked(text: str) -> str:
    sample = text[:200_000]
    bad = len(_CONTROL.findall(sample))
    if bad * 200 > len(sample):
        raise _binary()
    if letters(text[:2_000_000]) == 0:
        raise Refusal(
            _("Tệp không có chữ nào để đọc."),
            next_step=_("Chọn tệp có nội dung văn bản."),
            code="E_EMPTY",
        )
    return _CONTROL.sub(" ", text)


def _truncated() -> Refusal:
    return Refusal(
        _("Tệp bị cắt ngang, không đọc được trọn vẹn."),
        next_step=_("Chép hoặc tải lại tệp rồi mở lần nữa."),
        code="E_TRUNCATED",
    )


def _binary() -> Refusal:
    return Refusal(
        _("Tệp này không phải là văn bản chữ."),
        next_step=files.choose(),
        code="E_BINARY",
    )
