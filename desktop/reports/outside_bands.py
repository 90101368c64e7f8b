"""Whom the lines of the two sectors leave out, so that they do not add up to the whole."""

from collections.abc import Mapping
from typing import Final

from desktop.i18n import _
from desktop.models.figures.sums.bands import of_band
from desktop.models.packs.ownership_kinds import BANDS
from desktop.models.text import lowered, vi_number
from desktop.reports.unit_figures import Line, UnitFigures

_COUNTED: Final[Mapping[str, str]] = {"A01": _("{n} CNVCLĐ"), "A03": _("{n} đoàn viên")}


def outside(figures: UnitFigures, bands: Mapping[str, Line]) -> list[str]:
    """Say who of the whole is in neither sector, by type; nothing where nobody is."""
    if not bands:
        return []
    whole = figures.total(figures.rollup).numbers
    left = {
        code: whole.get(code, 0) - sum(line.numbers.get(code, 0) for line in bands.values())
        for code in _COUNTED
    }
    if not any(left.values()):
        return []
    said = []
    for one in figures.packs.ownerships.values():
        if one.band in BANDS:
            continue
        held = figures.total(of_band(figures.rollup, figures.packs, one.code)).numbers
        said.append((lowered(one.short), {code: held.get(code, 0) for code in _COUNTED}))
        left = {code: number - held.get(code, 0) for code, number in left.items()}
    said.append((_("đơn vị chưa ghi loại hình, phần trực tiếp quản lý"), left))
    told = [f"{name} {_numbers(held)}" for name, held in said if any(held.values())]
    return [_("Ngoài hai khu vực trên: {list}.").format(list="; ".join(told))] if told else []


def _numbers(held: Mapping[str, int]) -> str:
    shown = (words.format(n=vi_number(held[code])) for code, words in _COUNTED.items()
             if held[code])  # fmt: skip
    return ", ".join(shown)
