"""What a phone or an office scanner makes of a printed page."""

import io
import math
import random
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageFilter

from desktop.models.pdfium import PDFIUM


def printed(pdf: Path, dpi: int, page: int = 0) -> Image.Image:
    """Return a page as it comes out of a scanner at that resolution."""
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return document[page].render(scale=dpi / 72).to_pil().convert("RGB")
        finally:
            document.close()


def rotated(picture: Image.Image, degrees: float) -> Image.Image:
    """Return the page turned on a grey desk."""
    return picture.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=(120, 115, 105))


def aslant(picture: Image.Image, lean: float = 0.12, share: float = 1.0) -> Image.Image:
    """Return the page seen from below and aside: its top edge `lean` shorter at each end."""
    wide, tall = picture.size
    out = (round(wide * share), round(tall * share))
    corners = ((lean, 0.02), (1 - lean * 0.6, 0.06), (1.0, 0.97), (0.0, 1.0))
    places = [(x * out[0], y * out[1]) for x, y in corners]
    source = [(0, 0), (wide, 0), (wide, tall), (0, tall)]
    return picture.transform(
        out, Image.Transform.PERSPECTIVE, _coefficients(places, source),
        Image.Resampling.BICUBIC, fillcolor=(90, 80, 70),
    )  # fmt: skip


def shadowed(picture: Image.Image, darkest: float = 0.3) -> Image.Image:
    """Return the page with the light falling off across it and a hand's shadow on it."""
    wide, tall = 64, 64
    light = Image.new("L", (wide, tall))
    for y in range(tall):
        for x in range(wide):
            falling = 1 - (1 - darkest) * (x / wide * 0.7 + y / tall * 0.3)
            hand = 0.75 if x + 0.4 * y > wide * 0.55 else 1.0
            light.putpixel((x, y), round(255 * falling * hand))
    light = light.filter(ImageFilter.GaussianBlur(1)).resize(picture.size, Image.Resampling.BICUBIC)
    return ImageChops.multiply(picture, light.convert("RGB"))


def blurred(picture: Image.Image, radius: float) -> Image.Image:
    """Return the picture out of focus by that many pixels."""
    return picture.filter(ImageFilter.GaussianBlur(radius))


def grainy(picture: Image.Image, seed: int = 1, sigma: float = 12.0) -> Image.Image:
    """Return the picture with the grain of poor light."""
    source = random.Random(seed)
    noise = Image.frombytes("L", (256, 256), bytes(
        max(0, min(255, round(source.gauss(128, sigma)))) for _ in range(256 * 256)
    ))  # fmt: skip
    tiled = Image.new("L", picture.size)
    for x in range(0, picture.width, 256):
        for y in range(0, picture.height, 256):
            tiled.paste(noise, (x, y))
    return ImageChops.add(picture, tiled.convert("RGB"), scale=1, offset=-128)


def shrunk(picture: Image.Image, longest: int) -> Image.Image:
    """Return the picture as a messenger passes it on."""
    share = longest / max(picture.size)
    size = (round(picture.width * share), round(picture.height * share))
    return picture.resize(size, Image.Resampling.LANCZOS) if share < 1 else picture


def saved(picture: Image.Image, path: Path, quality: int = 60) -> Path:
    """Save as the suffix says, JPEG at that quality."""
    buffer = io.BytesIO()
    if path.suffix == ".png":
        picture.save(buffer, "PNG")
    else:
        picture.save(buffer, "JPEG", quality=quality)
    path.write_bytes(buffer.getvalue())
    return path


def _coefficients(
    places: list[tuple[float, float]], source: list[tuple[float, float]]
) -> list[float]:
    """Return the eight numbers of the projection that brings each place to its source."""
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(places, source, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for at in range(8):
        best = max(range(at, 8), key=lambda r: abs(rows[r][at]))
        rows[at], rows[best] = rows[best], rows[at]
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for other in range(8):
            if other != at and not math.isclose(rows[other][at], 0, abs_tol=1e-15):
                factor = rows[other][at]
                rows[other] = [
                    a - factor * b for a, b in zip(rows[other], rows[at], strict=True)
                ]  # fmt: skip
    return [row[8] for row in rows]
