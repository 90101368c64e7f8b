"""Parts of somebody whose headings do not say of whom: “Đảng viên”, “DTTS”, “dưới 35 tuổi”."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.figure_roles import TEXT_ROLES
from desktop.intake.figures.heads.header import Column, Header
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.wording.senses import OF_MEMBERS
from desktop.intake.figures.wording.vocabulary import words_of

_STOCKS: Final = ("A01", "A03")


def of_members(path: Sequence[str]) -> str:
    """Say that a part was taken for one of the members, though its heading does not tell."""
    return _("Cột “{name}” không ghi của ai; hiểu là của đoàn viên.").format(name=path[-1][:60])


def parts_of_others(header: Header, reader: HeadingReader) -> None:
    """Take no part of the officers for one of the members: “UV BCH | Nữ | Đảng viên”.

    A part is of whom the columns before it count: behind their women it is theirs, right behind
    them it may be of the members and is looked at.
    """
    for column in header.columns:
        if column.role[5:] not in OF_MEMBERS or not column.code or column.guess:
            continue
        words = words_of(" ".join(column.path))
        if "dv" in words or "doan" in words or "dvcd" in words:
            continue  # "ĐV là đảng viên"
        whole, women = _before(header, column, reader)
        if whole is not None and _is_stock(whole, reader):
            continue
        if whole is None and not women and _tells_members(header):
            continue
        kept = replace(column, guess=of_members(column.path))
        header.columns[column.at] = replace(column, role="") if women else kept


def _before(header: Header, column: Column, reader: HeadingReader) -> tuple[Column | None, bool]:
    """Return the column that counts whom a part is of, and whether their women stand between."""
    women = False
    for one in reversed(header.columns[: column.at]):
        sense = reader.sense(one.path[-1]) if one.path else None
        if sense is None or one.role[5:] in OF_MEMBERS or {*sense.codes} & OF_MEMBERS:
            continue
        if sense.concepts and sense.concepts <= {"women", "men", "ratio"} and not sense.codes:
            women = women or "women" in sense.concepts
            continue
        if one.role in TEXT_ROLES and one.role != "person":
            return None, women
        return one, women or one.role == "person"
    return None, women


def _is_stock(column: Column, reader: HeadingReader) -> bool:
    """Whether a column counts the members or the workers, of whatever time."""
    told = column.role.partition(":")[2].partition("@")[0]
    concepts = reader.sense(" ".join(column.path)).concepts
    named = concepts & {"member", "worker"} and not concepts & {"officers", "person"}
    return told[:3] in _STOCKS or bool(named)


def _tells_members(header: Header) -> bool:
    return any(code[:3] in _STOCKS and code not in OF_MEMBERS for code in header.codes())
