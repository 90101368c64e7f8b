"""The neutral document: what a union paper says, before any format gives it a shape.

Builders (plans, letters, reports) make these values; writers turn them into .pdf, .docx,
.xlsx or text. Texts are plain: markup, formulas and paths in them print as they are.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from desktop.formats.table import Align, Table
from desktop.models.text import long_date

BLANK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one face; bold and italic add to the face of its style."""

    text: str
    bold: bool = False
    italic: bool = False


Runs = tuple[Run, ...]


def runs(*parts: str | Run) -> Runs:
    """Return plain strings and runs as runs."""
    return tuple(Run(part) if isinstance(part, str) else part for part in parts)


def plain(content: Iterable[Run]) -> str:
    """Return the text of the runs without their faces."""
    return "".join(run.text for run in content)


class PaperKind(StrEnum):
    """What paper it is; writers and the checker ask for it."""

    NAMED = "named"  # kế hoạch, chương trình, báo cáo …: type word and subject on the page
    DISPATCH = "dispatch"  # công văn: no type word, V/v under the number
    FORM = "form"  # a figures report: form head, table, signatures


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Boxes 1 to 4 (and 5b) of the first page; Quốc hiệu and Tiêu ngữ come with the layout.

    Names are printed in capitals; a "\\n" in a name fixes its line break, otherwise long
    names break where a clerk would. `number` None leaves room to write it in. `day` None
    leaves the day (and the month unless `month`) to be written; `year` is then printed.
    `dispatch_subject` is the V/v text of a công văn, without "V/v". `secrecy` and
    `urgency` are the words of the stamps under the number ("MẬT", "HỎA TỐC").
    """

    parent: str
    issuer: str
    number: int | None
    symbol: str
    place: str
    day: date | None = None
    month: int | None = None
    year: int | None = None
    dispatch_subject: str = ""
    secrecy: str = ""
    urgency: str = ""

    @property
    def number_line(self) -> str:
        """ "Số: 05/KH-LĐLĐ", or room for the number."""
        number = BLANK * 8 if self.number is None else f" {self.number:02d}"
        return f"Số:{number}/{self.symbol}"

    @property
    def date_line(self) -> str:
        """ "Quảng Trị, ngày 05 tháng 01 năm 2027", or room for what is not known yet."""
        if self.day is not None:
            return long_date(self.day, place=self.place)
        month = f" {self.month:02d} " if self.month and self.month < 3 else f" {self.month} "
        year = f" {self.year}" if self.year else BLANK * 6
        written = f"ngày{BLANK * 6}tháng{month if self.month else BLANK * 6}năm{year}"
        return f"{self.place}, {written}" if self.place else written


@dataclass(frozen=True, slots=True)
class FormHead:
    """Head of a figures report: superior and issuer left, form number and notes right.

    `notes` are short lines under the form number ("Kỳ: tháng 10/2026"); `subtitle` the
    italic lines under the title ("(Số liệu đến ngày 31/10/2026)").
    """

    parent: str
    issuer: str
    form: str
    title: str
    notes: tuple[str, ...] = ()
    subtitle: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Title:
    """Type word ("KẾ HOẠCH", printed in capitals) and subject, with the rule under it."""

    type_word: str
    subject: str


@dataclass(frozen=True, slots=True)
class Addressees:
    """ "Kính gửi:" one name on its line, or a list."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. `style` is a name of the layout's styles: "body", "basis", …

    `align` and `indent_mm` (first line) None take the style's. `is_name`: the name of a body on
    lines of its own, broken as a clerk breaks it.
    """

    content: Runs
    style: str = "body"
    align: Align | None = None
    indent_mm: float | None = None
    keep_with_next: bool = False
    is_name: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A labelled item of the outline: heading or numbered text.

    `label` is printed as given ("I.", "1.1.", "a)", "-", "Điều 3.", "Chương II"), `level`
    counts from 0 and makes the bookmarks of headings; `style` is a layout style:
    "part", "chapter", "section", "article", "roman", "clause_title", "clause", "decimal",
    "decimal_deep", "point", "dash", "plus".
    """

    label: str
    content: Runs
    level: int
    style: str
    keep_with_next: bool = False


@dataclass(frozen=True, slots=True)
class Recipients:
    """ "Nơi nhận:" and its lines, each without the dash; punctuation as given.

    `drafter` is the mark at its lower right: who drew it up, how many copies ("PL.(300)").
    """

    lines: tuple[str, ...]
    drafter: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature: authority lines ("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"), room, name.

    `place_date` is an italic line above (reports); `note` an italic line under the
    authority ("(Ký, ghi rõ họ tên)"). Authority lines are printed as given.
    """

    authority: tuple[str, ...]
    name: str
    place_date: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Closing:
    """The last block, side by side from the left and never split over pages."""

    columns: tuple[Recipients | Signature | None, ...]


@dataclass(frozen=True, slots=True)
class SectionBreak:
    """Start a new page, upright or landscape; page numbers start again when `restart`."""

    landscape: bool = False
    restart: bool = True


@dataclass(frozen=True, slots=True)
class AppendixTitle:
    """ "Phụ lục I", title in capitals, "(Kèm theo …)" and a short rule."""

    label: str
    title: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class QrCode:
    """A code of decimal digits in its quiet zone, and paragraphs beside it that say what for.

    For .pdf only; as plain text its digits stand on a line of their own.
    """

    digits: str
    words: tuple[Runs, ...] = ()


Block = (
    Letterhead
    | FormHead
    | Title
    | Addressees
    | Paragraph
    | Item
    | Table
    | Closing
    | SectionBreak
    | AppendixTitle
    | QrCode
)


@dataclass(frozen=True, slots=True)
class Edges:
    """What stands in the margins of the first page.

    `circulation` is framed above the letterhead ("LƯU HÀNH NỘI BỘ"); `signed_copy` are the
    lines about a digitally signed copy in the top right corner; `address` the lines at the
    foot, under a line across the page.
    """

    circulation: str = ""
    signed_copy: tuple[str, ...] = ()
    address: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole paper. `title`, `author` and `subject` go into the file's properties.

    `watermark` stands across every page, pale, and marks what holds names: nothing of such a
    paper is laid down outside its own file while it is written.
    """

    kind: PaperKind
    blocks: tuple[Block, ...]
    title: str
    author: str = ""
    landscape: bool = False
    language: str = "vi-VN"
    keywords: tuple[str, ...] = field(default=())
    subject: str = ""
    edges: Edges = field(default=Edges())
    watermark: str = ""
