"""The layout description that every writer follows: page, faces, spacing, rules, words.

Numbers are settings, never constants in a writer: the shipped ones are the defaults of
resources/packs/core/layout.json (document-format rules of NĐ 30/2020/NĐ-CP, union words).
Lengths end in `_mm`, type sizes and rule weights in `_pt`.
"""

from functools import cache
from typing import Annotated

import msgspec

from desktop.formats.table import Align
from desktop.models import resources

Range = tuple[float, float]
Size = Annotated[float, msgspec.Meta(ge=4, le=72)]
Spacing = Annotated[float, msgspec.Meta(ge=0.7, le=3)]
Colour = Annotated[str, msgspec.Meta(pattern="^([0-9A-Fa-f]{6})?$")]


class Margins(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Distances from the edges of the paper, in millimetres."""

    top: float
    bottom: float
    left: float
    right: float


class Page(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Paper and margins; `size_mm` is width and height of the upright page.

    `mirrored` swaps left and right on the back of each sheet; `footer_mm` is how far the
    address line stands from the lower edge.
    """

    size_mm: tuple[float, float]
    margin_mm: Margins
    landscape_margin_mm: Margins
    header_mm: float
    footer_mm: float
    margin_range_mm: dict[str, Range]
    mirrored: bool = False


class TextStyle(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A face and a place: sizes in points; `range_pt` is what the rules allow.

    `indent` is a share of the body's first-line indent (1 = indented as a paragraph).
    `label_line` puts an item's label on a line of its own (Chương II); `colour` is
    "RRGGBB", nothing for black.
    """

    size_pt: Size
    range_pt: Range
    title: str = ""
    bold: bool = False
    italic: bool = False
    caps: bool = False
    align: Align = Align.JUSTIFY
    indent: float = 0
    before_pt: float | None = None
    keep_with_next: bool = False
    label_line: bool = False
    heading: bool = False
    colour: Colour = ""


class Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Spacing of running text; `single_line` is the height of one line per point of size."""

    indent_mm: float
    before_pt: float
    after_pt: float
    line: Spacing
    line_range: Range
    single_line: float


class Pairs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Widths of the two-column blocks, scaled to the text width where it differs.

    `addressees_mm` is where "Kính gửi:" begins before a list;
    `kept_lines` is how many lines of text stay on the page of the signature.
    """

    header_mm: tuple[float, float]
    dispatch_header_mm: tuple[float, float]
    signature_mm: tuple[float, float]
    signing_room_mm: float
    before_signature_pt: float
    addressees_mm: float
    kept_lines: int


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lines under letterhead texts: share of the text's width, and their weight."""

    motto: float
    issuer: float
    subject: float
    weight_pt: float


class Stamps(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Framed words: how urgent, how secret, who may see the paper.

    `sizes_mm` gives width and height of the frame by its words; other words take
    `height_mm` and `padding_mm` at each side. `above_mm` is the room over a stamp under
    the number, `top_mm` where the frame in the top margin begins. The lines about a signed
    copy begin `copy_top_mm` from the upper edge, are at most `copy_width_mm` wide and end
    `copy_right_mm` from the right edge.
    """

    urgency: tuple[str, ...]
    secrecy: tuple[str, ...]
    circulation: tuple[str, ...]
    sizes_mm: dict[str, tuple[float, float]]
    height_mm: float
    padding_mm: float
    frame_pt: float
    above_mm: float
    top_mm: float
    copy_top_mm: float
    copy_width_mm: float
    copy_right_mm: float

    def size_mm(self, words: str, width_mm: float) -> tuple[float, float]:
        """Return the frame of the words, which are `width_mm` wide themselves."""
        wide, high = self.sizes_mm.get(words, (0.0, self.height_mm))
        return max(wide, width_mm + (0 if wide else 2 * self.padding_mm)), high


class TableLook(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How tables look. `size_by_columns`: the size for up to that many columns.

    A table of more columns than the last of them is printed in parts.
    """

    size_by_columns: tuple[tuple[int, float], ...]
    padding_mm: float
    line_pt: float
    single_line: float
    head_fill: str
    group_fill: str
    widths_mm: dict[str, float] = {}

    @property
    def most_columns(self) -> int:
        """Return how many columns stand beside each other at most."""
        return self.size_by_columns[-1][0]

    def size(self, columns: int) -> float:
        """Return the type size for a table of that many columns, in points."""
        fitting = (size for most, size in self.size_by_columns if columns <= most)
        return next(fitting, self.size_by_columns[-1][1])

    def padding_pt(self, size_pt: float) -> float:
        """Return the room beside a cell's text; small type takes less."""
        return self.padding_mm * 72 / 25.4 * min(1.0, size_pt / 11)


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Texts that the layout brings along, and where the names of bodies break and where not."""

    national_name: str
    motto: str
    addressees: str
    dispatch_subject: str
    recipients: str
    end_mark: str
    break_before: tuple[str, ...]
    keep_together: tuple[str, ...] = ()


class HeadingLevel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One level of a heading set: a sample label, the style of titles and of plain text."""

    label: str
    style: str
    text_style: str


class HeadingSet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A named way of numbering an outline."""

    title: str
    levels: tuple[HeadingLevel, ...]


class Preset(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A named set of margins."""

    title: str
    margin_mm: Margins


class Layout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole description; `styles` by name (see layout.json for the names)."""

    version: int
    font: str
    font_file: str
    page: Page
    presets: dict[str, Preset]
    styles: dict[str, TextStyle]
    body: Body
    pairs: Pairs
    rules: Rules
    stamps: Stamps
    table: TableLook
    words: Words
    heading_sets: dict[str, HeadingSet]
    body_sizes: dict[str, dict[str, float]] = {}
    number_page_one: bool = False

    def style(self, name: str) -> TextStyle:
        """Return the named style; an unknown name takes the body's."""
        return self.styles.get(name) or self.styles["body"]

    def text_width_mm(self, *, landscape: bool = False) -> float:
        """Return the width of the text block."""
        page = self.page
        if landscape:
            return page.size_mm[1] - page.landscape_margin_mm.left - page.landscape_margin_mm.right
        return page.size_mm[0] - page.margin_mm.left - page.margin_mm.right

    def leading_pt(self, style: TextStyle, line: float | None = None) -> float:
        """Return the distance between base lines as Word sets it for the style."""
        return style.size_pt * self.body.single_line * (self.body.line if line is None else line)


def read_layout(data: bytes) -> Layout:
    """Return the layout in a JSON file; raises `msgspec.ValidationError` with the path."""
    return msgspec.json.decode(data, type=Layout)


@cache
def shipped_layout() -> Layout:
    """Return the layout that comes with the program."""
    return read_layout(resources.path("packs/core/layout.json").read_bytes())
