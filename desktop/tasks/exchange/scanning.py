"""Taking QR sheets: the codes on a picture or PDF, or their text in a file."""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable
from pathlib import Path

from desktop.formats.qr_reading import SUFFIXES, UnreadablePicture, codes_in, is_heic, is_picture
from desktop.models.errors import Refusal
from desktop.models.plain_file import open_plain
from desktop.models.store.store import Store
from desktop.sync.digits import MARK, MOST_TYPED_AT_ONCE, typed_sheets
from desktop.sync.importer import ImportResult
from desktop.sync.messages import BundleRefusal
from desktop.sync.sheet_import import import_sheets, refused
from desktop.sync.sheet_messages import SheetRefusal


def receive_sheets(
    store: Store, files: Iterable[Path], *, dry_run: bool = False
) -> list[ImportResult]:
    """Take every sheet on pictures, PDFs and texts, or with `dry_run` only tell of them.

    A file may show several sheets: each is a result of its own. What is refused never blocks
    the others.
    """
    results: list[ImportResult] = []
    for path in files:
        try:
            texts = texts_in(path)
        except Refusal as refusal:
            results.append(refused(str(path), refusal))
            continue
        results += import_sheets(store, texts, str(path), dry_run=dry_run)
    return results


def is_scan(path: Path) -> bool:
    """Tell by its first bytes whether a file is a picture, a PDF or a sheet's text."""
    try:
        with open_plain(path) as file:
            head = file.read(16)
    except OSError:
        return False  # who takes the file tells why
    return is_picture(head) or is_heic(head) or _as_text(head).startswith(MARK)


def texts_in(path: Path) -> list[str]:
    """Return the texts of the sheets in a picture, a PDF or a text file, at least one.

    Refuses E_READ, E_QR_PICTURE, E_QR_HEIC, E_QR_NOT_FOUND and, where only other codes are,
    E_QR_OTHER.
    """
    try:
        with open_plain(path) as file:
            head = file.read(MOST_TYPED_AT_ONCE)
        if is_heic(head):
            raise SheetRefusal("E_QR_HEIC", file=path.name)
        if not is_picture(head):
            text = _as_text(head)
            found = typed_sheets(text)
            begun = any(one.startswith(MARK) for one in found)
            if not begun and (path.suffix.lower() in SUFFIXES or "\0" in text):
                raise UnreadablePicture("called a picture, but is none")
            return found or [text]
        found = codes_in(path)
    except OSError as error:
        raise BundleRefusal("E_READ", str(error), file=path.name) from error
    except UnreadablePicture as error:
        raise SheetRefusal("E_QR_PICTURE", str(error), file=path.name) from error
    if not found:
        raise SheetRefusal("E_QR_NOT_FOUND", file=path.name)
    sheets = [text for text in found if text.startswith(MARK)]
    if not sheets:
        raise SheetRefusal("E_QR_OTHER", file=path.name)
    return sheets


def _as_text(data: bytes) -> str:
    """Return what an editor saved, without the mark by which it says how."""
    wide = data.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    return data.decode("utf-16" if wide else "utf-8-sig", "replace")
