"""Files a person gives: what may be wrong with them before a reader sees them."""

import re
import stat
from pathlib import Path

from desktop.i18n import _
from desktop.models.errors import Refusal

_MAX_BYTES = 40_000_000
MAX_LINES = 8_000
"""More lines than any paper has; each takes up to a thousandth of a second to understand."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_PDF = b"%PDF-"
_RTF = b"{\\rtf"
_HTML = re.compile(
    rb"^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|meta|title)[\s>]",
    re.I | re.S,
)
_MHTML = re.compile(rb"^(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?mime-version:", re.I)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")


def check(path: Path) -> bytes:
    """Return the first bytes of a readable, non-empty file of sensible size.

    Raises `Refusal` for a missing file, a folder, no permission, an empty or huge file.
    """
    try:
        state = path.stat()
        if stat.S_ISDIR(state.st_mode):
            raise Refusal(
                _("Đây là một thư mục, không phải tệp."),
                next_step=_("Mở thư mục và chọn một tệp trong đó."),
                code="E_FOLDER",
            )
        if not stat.S_ISREG(state.st_mode):
            raise unreadable()
        if state.st_size == 0:
            raise empty()
        if state.st_size > _MAX_BYTES:
            raise too_large()
        with path.open("rb") as file:
            return file.read(4096)
    except FileNotFoundError:
        raise Refusal(
            _("Không tìm thấy tệp này."),
            next_step=_("Kiểm tra lại tên tệp và thư mục."),
            code="E_MISSING",
        ) from None
    except PermissionError:
        raise Refusal(
            _("Không có quyền đọc tệp này."),
            next_step=_("Chép tệp về thư mục của mình hoặc nhờ người quản trị mở quyền đọc."),
            code="E_PERMISSION",
        ) from None
    except (OSError, ValueError):
        raise unreadable() from None


def kind(first: bytes) -> str:
    """Return what a file's first bytes say it is: zip, ole, pdf, rtf, picture, html, mhtml or
    text.
    """
    if first.startswith(_ZIP):
        return "zip"
    if first.startswith(_OLE):
        return "ole"
    if _PDF in first[:1024]:
        return "pdf"
    if first.lstrip().startswith(_RTF):
        return "rtf"
    if first.startswith(_PICTURES):
        return "picture"
    if _HTML.match(first.replace(b"\x00", b"")):
        return "html"
    if _MHTML.match(first):
        return "mhtml"
    return "text"


def empty() -> Refusal:
    """The refusal of a file without content."""
    return Refusal(
        _("Tệp trống, không có nội dung để đọc."),
        next_step=_("Chọn tệp khác hoặc lưu lại văn bản rồi mở lần nữa."),
        code="E_EMPTY",
    )


def too_large() -> Refusal:
    """The refusal of a file beyond any real document's size."""
    return Refusal(
        _("Tệp quá lớn so với một văn bản."),
        next_step=_("Bỏ bớt hình ảnh hoặc chia văn bản thành nhiều tệp rồi mở lại."),
        code="E_TOO_LARGE",
    )


def too_deep() -> Refusal:
    """The refusal of tables, boxes or marks one inside the other without end."""
    return Refusal(
        _("Văn bản có bảng hoặc khung lồng vào nhau quá sâu."),
        next_step=_("Mở bằng Word, chép phần chữ sang một văn bản mới rồi mở lại."),
        code="E_TOO_DEEP",
    )


def unreadable() -> Refusal:
    """The refusal of a file the system cannot hand over."""
    return Refusal(
        _("Không đọc được tệp này."),
        next_step=_("Chép tệp về máy rồi mở lại."),
        code="E_UNREADABLE",
    )


def stopped() -> Refusal:
    """What is told of a file whose reading the person stopped."""
    return Refusal(_("Đã dừng đọc tệp này."), next_step=_("Mở lại khi cần."), code="E_STOPPED")


def broken() -> Refusal:
    """The refusal of a cut or damaged container."""
    return Refusal(
        _("Tệp bị hỏng hoặc bị cắt ngang."),
        next_step=_("Chép hoặc tải lại tệp; nếu vẫn vậy, mở bằng Word rồi lưu thành .docx."),
        code="E_TRUNCATED",
    )


READ = ".docx, .doc, .rtf, .odt, .pdf, .html, .txt, .md"


def unsupported(found: str) -> Refusal:
    """The refusal of a known format that is not read."""
    sentences = {
        "ole": _("Tệp này không phải là văn bản Word."),
        "picture": _("Đây là tệp ảnh, không có chữ để đọc."),
        "zip": _("Tệp này không phải là văn bản Word."),
    }
    steps = {"picture": _("Dùng bản .docx hoặc .pdf có chữ của văn bản, hoặc gõ lại nội dung.")}
    return Refusal(
        sentences.get(found, _("Chương trình không đọc loại tệp này.")),
        next_step=steps.get(found, choose()),
        code="E_FORMAT",
    )


def choose() -> str:
    """The next step that names every format read."""
    return _("Chọn văn bản dạng {kinds}.").format(kinds=READ)
