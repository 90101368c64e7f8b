"""A QR code on the page: black on white in its quiet zone, words beside it."""

from dataclasses import replace
from typing import Any, Final

from desktop.formats.document import QrCode
from desktop.formats.pdf_flow import POINTS_PER_MM, Sheet, Strip
from desktop.formats.pdf_text import text_strips
from desktop.formats.qr import QUIET, dark_runs, modules
from desktop.formats.table import Align

_MODULE_MM: Final = 0.9
_MOST_MM: Final = 112.0
_LEAST_WORDS_MM: Final = 40.0
_GAP_MM: Final = 3.0


def qr_strips(block: QrCode, sheet: Sheet) -> list[Strip]:
    """Return one strip: the code at the left, its words at the right of it.

    A module is 0.9 mm wide, less where the code would leave the words no room.
    """
    rows = modules(block.digits)
    count = len(rows) + 2 * QUIET
    room = sheet.width / POINTS_PER_MM - _LEAST_WORDS_MM - _GAP_MM
    module = min(_MODULE_MM, min(_MOST_MM, room) / count) * POINTS_PER_MM
    side, gap = module * count, _GAP_MM * POINTS_PER_MM
    beside = replace(sheet, width=sheet.width - side - gap)
    style = sheet.layout.style("body")
    lines = [
        strip
        for words in block.words
        for strip in text_strips(words, style, beside, indent=0.0, align=Align.LEFT)
    ]
    tall = sum(strip.before + strip.height for strip in lines)

    def draw(canvas: Any, left: float, top: float) -> None:
        canvas.saveState()
        canvas.setFillGray(0)
        # One path: no hair lines between modules, whatever draws or prints it.
        path = canvas.beginPath()
        for number, row in enumerate(rows):
            foot = top - (QUIET + number + 1) * module
            for first, length in dark_runs(row):
                path.rect(left + (QUIET + first) * module, foot, length * module, module)
        canvas.drawPath(path, stroke=0, fill=1)
        canvas.restoreState()
        y = top - max((side - tall) / 2, 0.0)
        for strip in lines:
            y -= strip.before
            strip.draw(canvas, left + side + gap, y)
            y -= strip.height

    return [Strip(max(side, tall + gap), draw)]
