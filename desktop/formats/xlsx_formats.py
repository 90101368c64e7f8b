"""Cell formats of a workbook: faces, borders, number formats, each made once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop.formats.layout import TextStyle
from desktop.formats.table import Align, CellKind

THIN = 1
ALL_SIDES = ("left", "right", "top", "bottom")


@dataclass(frozen=True, slots=True)
class Look:
    """What distinguishes one cell format from another.

    `shrink` sets a number too wide for its column smaller: a spreadsheet shows ### for it
    otherwise. `turned` text runs from bottom to top. `across` centres a text over the blank cells
    beside it, which stay unmerged. `open` cells stay free when protected; so does every cell but
    a `total` in a workbook that locks totals alone.
    """

    size: float
    bold: bool = False
    italic: bool = False
    align: Align = Align.LEFT
    number: str = ""
    fill: str = ""
    sides: tuple[str, ...] = ALL_SIDES
    middle: bool = True
    wrap: bool = True
    shrink: bool = False
    across: bool = False
    open: bool = False
    total: bool = False
    turned: bool = False


def number_format(kind: CellKind, decimals: int) -> str:
    """Return the number format of a kind; the reader's Excel shows its own separators."""
    part = "." + "0" * decimals if decimals else ""
    formats: Mapping[CellKind, str] = {
        CellKind.TEXT: "#,##0" + part,
        CellKind.COUNT: "#,##0",
        CellKind.MONEY: "#,##0",
        CellKind.DECIMAL: "#,##0" + part,
        CellKind.PERCENT: "0" + part + "%",
    }
    return formats[kind]


def style_look(style: TextStyle, *, align: Align | None = None) -> Look:
    """Return the look of a text outside the table."""
    return Look(
        style.size_pt, style.bold, style.italic, align or style.align, sides=(), middle=False
    )


def _alignment(look: Look) -> str:
    if look.across:
        return "center_across"
    return "left" if look.align is Align.JUSTIFY else look.align.value


class Formats:
    """The formats of one workbook, by look."""

    def __init__(self, workbook: Any, font: str, *, totals_locked: bool = False) -> None:
        self._workbook = workbook
        self._font = font
        self.totals_locked = totals_locked
        """Whether the cells of totals are locked, and no others."""
        self._made: dict[Look, Any] = {}

    def get(self, look: Look) -> Any:
        """Return the workbook's format for the look."""
        made = self._made.get(look)
        if made is None:
            made = self._made[look] = self._workbook.add_format(self._properties(look))
        return made

    def _properties(self, look: Look) -> dict[str, Any]:
        properties: dict[str, Any] = {
            "font_name": self._font,
            "font_family": 1,
            "font_size": look.size,
            "bold": look.bold,
            "italic": look.italic,
            "align": _alignment(look),
            "valign": "vcenter" if look.middle else "top",
            "text_wrap": look.wrap,
        }
        properties |= dict.fromkeys(look.sides, THIN)
        if look.open or (self.totals_locked and not look.total):
            properties["locked"] = False
        if look.shrink:
            properties["shrink"] = True
        if look.turned:
            properties["rotation"] = 90
        if look.number:
            properties["num_format"] = look.number
        if look.fill and look.fill != "FFFFFF":
            properties["bg_color"] = "#" + look.fill
        return properties
