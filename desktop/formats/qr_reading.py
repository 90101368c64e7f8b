"""QR codes in a picture or a PDF file: what a camera or an office scanner made of a sheet.

Pictures come rotated, skewed, shadowed and packed small, which the decoder takes as it is;
blurred or grainy ones are tried once more, sharpened.
"""

from collections.abc import Iterator
from pathlib import Path
from struct import error as StructError  # noqa: N812
from typing import TYPE_CHECKING, Any, Final
from zlib import error as ZlibError  # noqa: N812

from desktop.models.pdfium import PDFIUM
from desktop.models.plain_file import open_plain

if TYPE_CHECKING:
    from PIL.Image import Image

PICTURES: Final = ("PNG", "JPEG", "WEBP", "BMP")
SUFFIXES: Final = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".pdf", ".heic", ".heif")
"""What files of sheets are called; the last two cannot be opened, only told (`is_heic`)."""
MOST_BYTES: Final = 100 * 1024 * 1024
MOST_PIXELS: Final = 120_000_000
MOST_PAGES: Final = 200
_DPI: Final = (200, 400)
_MOST_SIDE: Final = 6_000
_DAMAGED: Final = (OSError, ValueError, SyntaxError, EOFError, StructError, ZlibError, Warning)
"""What the decoders of pictures raise on damaged files."""
_HEIC: Final = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
)  # fmt: skip
_MAGIC: Final = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"BM", b"RIFF")


class UnreadablePicture(ValueError):
    """A file that is no picture or PDF, or is damaged; the text says why, for the log."""


def is_picture(head: bytes) -> bool:
    """Tell by its first bytes (16 will do) whether a file is a picture or PDF to look at."""
    if head.startswith(b"RIFF"):
        return head[8:12] == b"WEBP"
    return head.startswith(_MAGIC)


def is_heic(head: bytes) -> bool:
    """Tell by its first bytes (16 will do) whether a file is a picture of an iPhone's own kind."""
    return head[4:8] == b"ftyp" and head[8:12] in _HEIC


def codes_in(path: Path) -> list[str]:
    """Return the texts of the QR codes in a picture or PDF file, each once, in page order.

    Raises UnreadablePicture, and OSError where the file cannot be read.
    """
    if path.stat().st_size > MOST_BYTES:
        raise UnreadablePicture("too big")
    with open_plain(path) as file:
        is_pdf = file.read(4) == b"%PDF"
    found: list[str] = []
    for page in _pages(path) if is_pdf else iter([_picture(path)]):
        found += [text for text in codes_on(page) if text not in found]
    return found


def codes_on(picture: "Image") -> list[str]:
    """Return the texts of the QR codes in a picture, in reading order."""
    for ready in _ways(picture):
        texts = _read(ready)
        if texts:
            return texts
    return []


def _picture(path: Path) -> "Image":
    from PIL import Image, ImageOps

    try:
        with Image.open(path, formats=PICTURES) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise UnreadablePicture(f"{picture.width} × {picture.height} pixels")
            picture.draft("L", (picture.width, picture.height))
            return ImageOps.exif_transpose(_flat(picture))
    except (*_DAMAGED, Image.DecompressionBombError) as error:
        raise UnreadablePicture(str(error)) from error


def _flat(picture: Any) -> "Image":
    """Return the picture in greys, what is transparent in it white."""
    from PIL import Image

    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        white.alpha_composite(clear)
        picture = white
    grey: Image.Image = picture.convert("L")
    return grey


def _pages(path: Path) -> Iterator["Image"]:
    """Yield each page drawn in greys; finer where the coarse drawing shows no code."""
    import pypdfium2

    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            raise UnreadablePicture(str(error)) from error
        count = len(document)
        document.close()
    if count > MOST_PAGES:
        raise UnreadablePicture(f"{count} pages")
    for number in range(count):
        for dpi in _DPI:
            drawn = _drawn(path, number, dpi)
            if dpi == _DPI[-1] or _read(drawn):
                yield drawn
                break


def _drawn(path: Path, number: int, dpi: int) -> "Image":
    import pypdfium2

    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(path)
            try:
                page = document[number]
                scale = min(dpi / 72, _MOST_SIDE / max(*page.get_size(), 1))
                drawn: Any = page.render(scale=scale, grayscale=True).to_pil().convert("L")
                page.close()
            finally:
                document.close()
        except pypdfium2.PdfiumError as error:
            raise UnreadablePicture(str(error)) from error
    grey: Image = drawn
    return grey


def _ways(picture: "Image") -> Iterator["Image"]:
    """Yield the picture as it is, then sharpened: for grain, and for a camera out of focus."""
    from PIL import ImageFilter

    yield picture
    yield picture.filter(ImageFilter.UnsharpMask(radius=4, percent=200, threshold=0))


def _read(picture: "Image") -> list[str]:
    import zxingcpp

    view = memoryview(picture.tobytes()).cast("B", (picture.height, picture.width))
    only = zxingcpp.barcode_formats_from_str("QRCode")
    found = zxingcpp.read_barcodes(view, formats=only, text_mode=zxingcpp.TextMode.Plain)
    placed = sorted((one.position.top_left.y, one.position.top_left.x, one.text) for one in found)
    return [text for _y, _x, text in placed]
