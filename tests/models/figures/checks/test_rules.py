"""Every rule fires on what it is meant for and is silent beside it."""

import importlib
from dataclasses import replace
from datetime import date
from typing import Any

import msgspec
import pytest

from desktop.models.activities.activities import Activity
from desktop.models.figures.checks.repairs import Row, propose
from desktop.models.figures.checks.rules import (
    ELSEWHERE,
    judge_row,
    judge_unit,
    known_checks,
    open_findings,
    reason_for,
)
from desktop.models.figures.opening import Opening
from desktop.models.figures.sums.total import ratio
from desktop.models.packs.periods import parse_period
from tests.models.figures.judging import PACKS, facts, said, said_together, unit

OCCUPATIONAL = unit("Nghiệp đoàn xe ôm", "NDCS", ownership="ND")
NEW_OCCUPATIONAL = unit("Nghiệp đoàn chợ", "NDCS", ownership="ND", since=date(2026, 10, 5))
UPPER = unit("Công đoàn xã", "CDX", ownership="", key="xã", parent="tỉnh")
STATE = unit("CĐCS UBND", ownership="HC100")
STILL = [{"A01": 60, "A01N": 25, "A03": 50, "A03N": 20}] * 3
TALK = Activity("Đối thoại", "DDBV", date(2026, 10, 5), date(2026, 10, 6), id="a1")
LATE = Activity("Đối thoại", "DDBV", date(2026, 11, 5), date(2026, 11, 5), id="a1")
JOINT = Activity("Hội thao", "VHTT", date(2026, 10, 5), date(2026, 10, 5), id="a1",
                 lead="Công đoàn phường", partners=("CĐCS Trường 1",))  # fmt: skip
LED = Activity("Hội thao", "VHTT", date(2026, 10, 5), date(2026, 10, 5), id="a1",
               lead="CĐCS Trường 1", partners=("Công đoàn phường",))  # fmt: skip
GAVE = Activity("Đối thoại", "DDBV", date(2026, 10, 5), date(2026, 10, 6), id="a1",
                figures={"D12": 2})  # fmt: skip
ENDED: dict[str, Any] = {
    "of": msgspec.structs.replace(unit(), valid_to=date(2026, 10, 15)),
    "events": [("dissolve", "1")],
    "openings": {"members": 24},
}
ENDS_LATER = msgspec.structs.replace(unit(), valid_to=date(2026, 12, 15))
BORN_EARLIER = unit("CĐCS Trạm bơm", since=date(2026, 9, 12))
GIVEN = {"D12": {"value": 2, "activities": ["a1"], "shares": [2]}}
TAKEN = {"D12": {"value": 1, "activities": ["a1"]}}
NONE = {"state": "na"}
LUMP = {"A03": 9, "A03;LH=FDI": 4, "A03;LH=NQD": 5}
TYPES = {"A03": 6, "A03;LH=FDI": 1, "A03;LH=NQD": 5}

CASES: list[tuple[str, str, dict[str, Any], dict[str, Any], list[str]]] = [
    # rule, form, values, what lies around, severities expected
    ("V01", "F1", {"A03": -1}, {}, ["E"]),
    ("V01", "F1", {"A03": "12"}, {}, ["E"]),
    ("V01", "F1", {"A03": 0, "A01": {"state": "na"}}, {}, []),
    ("V02", "F1", {"A03": 10, "A03N": 11}, {}, ["E"]),
    ("V02", "F1", {"A03N": 1}, {}, ["E"]),
    ("V02", "F1", {"A03;LH=FDI": 4, "A03N;LH=FDI": 5}, {}, ["E"]),
    ("V02", "F3", {"C11": 2, "C11N": 3}, {}, ["E"]),
    ("V02", "F1", {"A03": 10, "A03N": 10}, {}, []),
    ("V02", "F1", {"A03N": 4}, {"estimates": {"A03": 10}}, []),
    ("V02", "F1", {"A01": NONE, "A01N": 58}, {}, ["E"]),
    ("V02", "F1", {"A01": NONE}, {"estimates": {"A01N": 58}}, ["E"]),
    ("V02", "F1", {"A01": NONE, "A01N": 0}, {}, []),
    ("V02", "F1", {"A01": NONE, "A01N": NONE}, {}, []),
    ("V08", "F1", {"A01": NONE, "A03": 136}, {}, ["W"]),
    ("V08", "F1", {"A01": NONE}, {"estimates": {"A03": 136}}, ["W"]),
    ("V08", "F1", {"A01": NONE, "A03": 0}, {}, []),
    ("V02", "F1", {"A03": 3, "A06M": 9}, {"of": OCCUPATIONAL}, ["E"]),
    ("V02", "F1", {"A03": 9, "A06M": 9}, {"of": OCCUPATIONAL}, []),
    ("V02", "F1", {"A06M": 9}, {"of": OCCUPATIONAL}, []),
    ("V02", "F3", {"A03": 3, "A06M": 9}, {"of": OCCUPATIONAL}, []),
    ("V40", "F1", {"A03": 9, "A06M": 2}, {}, ["E"]),
    ("V42", "F1", {"A03": 9, "A03;LH=FDI": 9}, {"events": [("ownership", "1")]}, ["W"]),
    ("V42", "F1", {"A03": 9, "A03;LH=FDI": 4, "A03;LH=NQD": 5}, {"events": [("ownership", "")]},
     []),
    ("V42", "F1", {"A03": 9}, {"events": [("ownership", "1")]}, []),
    ("V42", "F1", {"A03": 9, "A03;LH=FDI": 9}, {}, []),
    ("V43", "F3", {**LUMP, "C11": 3}, {"history": [TYPES]}, ["I"]),
    ("V43", "F3", {**LUMP, "C11": 3}, {"history": [{}, TYPES]}, ["I"]),
    ("V43", "F3", {**LUMP, "C11": 3}, {"openings": {"members": 6}}, ["I"]),
    ("V43", "F3", {**LUMP, "C11": 3}, {"openings": {"members": 6}, "history": [{"A03": 6}]},
     ["I"]),
    ("V43", "F3", {**LUMP, "C11": 3, "C11;LH=FDI": 3}, {"history": [TYPES]}, []),
    ("V43", "F3", {**LUMP, "C11": 0}, {"history": [TYPES]}, []),
    ("V43", "F3", {**TYPES, "C11": 3, "C24": 3}, {"history": [TYPES]}, []),
    ("V43", "F3", {**LUMP, "C11": 3}, {}, []),
    ("V43", "F3", {"C11": 3}, {"history": [TYPES]}, []),
    ("V43", "F3", {**LUMP, "C11": 3, "C24": 3},
     {"openings": {"members": 9}, "events": [("ownership", "1")]}, []),
    ("V43", "F3", {"A03N;LH=FDI": 4, "C11N": 3}, {"history": [{"A03N;LH=FDI": 1}]}, ["I"]),
    ("V41", "F1", {"A03": 9, "A06M": 8}, {"of": OCCUPATIONAL}, ["W"]),
    ("V02", "F2", {"A03D": 5}, {"period": "2026-H1"}, []),
    ("V02", "F2", {"A03D": 5}, {"period": "2026-H1", "known": {"A03": 4}}, ["E"]),
    ("V02", "F4", {"C42": 5}, {"of": UPPER}, []),
    ("V02", "F4", {"C42": 5}, {"of": UPPER, "known": {"C40": 4}}, ["E"]),
    ("V02", "F4", {"C42": 3, "C11": 1, "C12": 1}, {}, ["E"]),
    ("V03", "F1", {"A03": 10, "A03N": 4, "A03;GT=NAM": 5}, {}, ["E"]),
    ("V03", "F1", {"A03": 10, "A03N": 4, "A03;GT=NAM": 6}, {}, []),
    ("V03", "F1", {"A03": 10, "A03N": 4}, {}, []),
    ("V04", "F1", {"A03": 11, "C11": 2}, {"openings": {"members": 10}}, ["E"]),
    ("V04", "F1", {"A03": 12, "C11": 3, "C24": 1}, {"openings": {"members": 10}}, []),
    ("V04", "F1", {"A03N": 5}, {"openings": {"members_women": 4}}, ["E"]),
    ("V04", "F1", {"A03": 12}, {}, []),
    ("V04", "F3", {"C11": 3, "C24": 14}, {"openings": {"members": 10}}, ["E"]),
    ("V04", "F3", {"C11": 3, "C24": 13}, {"openings": {"members": 10}}, []),
    ("V04", "F3", {"A03;LH=FDI": 9, "C11;LH=FDI": 2}, {"history": [{"A03;LH=FDI": 6}]}, ["E"]),
    ("V04", "F3", {"A03;LH=FDI": 8, "C11;LH=FDI": 2}, {"history": [{"A03;LH=FDI": 6}]}, []),
    ("V04", "F3", {"A03;LH=FDI": 9, "C11": 2}, {"history": [{"A03;LH=FDI": 6}]}, []),
    ("V05", "F3", {"C00": 9}, {"openings": {"members": 10}}, ["E"]),
    ("V05", "F3", {"C00": 9}, {"openings": {"members": 10}, "accepted": False}, ["W"]),
    ("V05", "F3", {"C00": 10}, {"openings": {"members": 10}, "accepted": False}, []),
    ("V05", "F3", {"C00": 10}, {"openings": {"members": 10}}, []),
    ("V06", "F3", {"A05": 5, "B01": 1}, {"of": UPPER, "openings": {"unions": 5}}, ["E"]),
    ("V06", "F3", {"A05": 5, "A06": 1, "B01": 1}, {"of": UPPER, "openings": {"unions": 5}}, []),
    ("V07", "F1", {"A03": 10, "A03;LH=FDI": 3, "A03;LH=NQD": 6}, {}, ["E"]),
    ("V07", "F1", {"A03": 10, "A03;LH=FDI": 4, "A03;LH=NQD": 6}, {}, []),
    ("V08", "F1", {"A01": 9, "A03": 10}, {}, ["W"]),
    ("V08", "F1", {"A01": 10, "A03": 10}, {}, []),
    ("V08", "F1", {"A01": 9, "A03": 10}, {"of": OCCUPATIONAL}, []),
    ("V38", "F1", {"A01N": 9, "A03N": 10}, {}, ["W"]),
    ("V38", "F1", {"A01N": 10, "A03N": 10}, {}, []),
    ("V38", "F1", {"A01N": 9, "A03N": 10}, {"of": OCCUPATIONAL}, []),
    ("V39", "F1", {"A03": 50}, {"history": [{"A03": 400, "A03N": 51}]}, ["W"]),
    ("V39", "F1", {"A03": 50}, {"history": [{"A03": 400, "A03N": 50}]}, []),
    ("V39", "F1", {"A03": 50, "A03N": 9}, {"history": [{"A03": 400, "A03N": 51}]}, []),
    ("V39", "F1", {"A03": 50, "A03N": {"state": "na"}}, {"history": [{"A03N": 51}]}, []),
    ("V39", "F1", {"A01": 50}, {"history": [{"A01N": 51}]}, ["W"]),
    ("V39", "F2", {"A10": 7}, {"history": [{"A10": 15, "A10N": 8}]}, ["W"]),
    ("V40", "F2", {"A06M": 5}, {"period": "2026-H1", "known": {"A03": 9}}, ["E"]),
    ("V40", "F2", {"A06M": 0}, {"period": "2026-H1", "known": {"A03": 9}}, []),
    ("V40", "F2", {"A06M": 5},
     {"period": "2026-H1", "of": OCCUPATIONAL, "known": {"A03": 5}}, []),
    ("V41", "F2", {"A06M": 8},
     {"period": "2026-H1", "of": OCCUPATIONAL, "known": {"A03": 9}}, ["W"]),
    ("V41", "F2", {"A06M": 9},
     {"period": "2026-H1", "of": OCCUPATIONAL, "known": {"A03": 9}}, []),
    ("V09", "F1", {"A01": 101, "A03": 50}, {}, ["W"]),
    ("V09", "F1", {"A01": 49, "A03": 50}, {}, ["W"]),
    ("V09", "F1", {"A01": 100, "A03": 50}, {}, []),
    ("V09", "F1", {"A01": 100, "A03": 100}, {}, []),
    ("V09", "F1", {"A01": 0, "A03": 5}, {}, []),
    ("V10", "F1", {"A03": 121}, {"history": [{"A03": 100}]}, ["W"]),
    ("V10", "F1", {"A03": 79}, {"history": [{"A03": 100}]}, ["W"]),
    ("V10", "F1", {"A03": 120}, {"history": [{"A03": 100}]}, []),
    ("V10", "F1", {"A03": 200}, {"history": [{"A03": 100}], "events": [("merge", "1")]}, []),
    ("V10", "F1", {"A03": 200}, {}, []),
    ("V11", "F1", {"A03": 4}, {}, ["W"]),
    ("V11", "F1", {"A03": 5}, {}, []),
    ("V11", "F1", {"A03": 4}, {"of": OCCUPATIONAL}, []),
    ("V11", "F1", {"A03": 0, "C28": 8}, {}, []),
    ("V12", "F1", {"A03": 9}, {"of": NEW_OCCUPATIONAL}, ["W"]),
    ("V12", "F1", {"A03": 10}, {"of": NEW_OCCUPATIONAL}, []),
    ("V12", "F1", {"A03": 9}, {"of": OCCUPATIONAL}, []),
    ("V12", "F3", {"B02": 2, "B02M": 19}, {"of": UPPER}, ["W"]),
    ("V13", "F3", {"B01": 1}, {"of": UPPER}, ["E"]),
    ("V13", "F3", {"B01": 1, "B01M": 20}, {"of": UPPER}, []),
    ("V13", "F3", {"C12": 20}, {"events": [("found", "")]}, ["E"]),
    ("V13", "F3", {"A03": 20}, {"events": [("found", "12/QĐ-LĐLĐ")]}, ["E"]),
    ("V13", "F3", {"C12": 20}, {"events": [("found", "12/QĐ-LĐLĐ")]}, []),
    ("V13", "F3", {"C11": 2}, {"events": [("split", "12/QĐ-LĐLĐ", True)]}, ["E"]),
    ("V13", "F3", {"C27": 2}, {"events": [("split", "12/QĐ-LĐLĐ", True)]}, []),
    ("V13", "F3", {"C11": 2}, {"events": [("split", "12/QĐ-LĐLĐ", False)]}, []),
    ("V14", "F3", {"B03": 1}, {"of": UPPER}, ["W"]),
    ("V14", "F3", {"B04": 1}, {"of": UPPER}, ["W"]),
    ("V14", "F3", {"B03": 1, "C28": 12}, {"of": UPPER}, []),
    ("V14", "F3", {"B03": 1, "C28": 12}, {}, ["W"]),
    ("V16", "F1", {"A03": 9}, {"of": STATE, "period": "2025-07"}, ["W"]),
    ("V16", "F3", {"C11;LH=HC100": 1}, {"period": "2026-01"}, ["W"]),
    ("V16", "F1", {"A03": 9}, {"of": STATE, "period": "2025-06"}, []),
    ("V16", "F1", {"A03": 0}, {"of": STATE, "period": "2025-07"}, []),
    ("V17", "F4", {"D01": 12, "D02": 13}, {"period": "2026-H1"}, ["E"]),
    ("V17", "F4", {"D01": 16, "D02": 13}, {"period": "2026-H1"}, []),
    ("V17", "F4", {"D02": 13}, {"period": "2026-H1"}, []),
    ("V17", "F4", {"E09": 11}, {"period": "2026", "known": {"A03": 10}}, ["E"]),
    ("V17", "F1", {"A01": 9, "A03": 10}, {}, []),
    ("V17", "F4", {"M01": 9, "A05": 1, "A06": 0}, {"period": "2026"}, []),
    ("V19", "F4", {"D01": 12, "D02": 13}, {"period": "2026-H1"}, []),  # V17 says it
    ("V19", "F4", {"D01": 12}, {"period": "2026-H1", "known": {"D02": 13}}, ["W"]),
    ("V19", "F4", {"D02": 5, "D04": 4, "D05": 2}, {"period": "2026-H1"}, ["W"]),
    ("V19", "F4", {"D01": 13, "D02": 6, "D04": 4, "D05": 2}, {"period": "2026-H1"}, []),
    ("V20", "F4", {"F01": 12, "F01L": 3}, {}, ["W"]),
    ("V20", "F4", {"D16V": 3, "D16": 2}, {"period": "2026-Q3"}, ["W"]),
    ("V20", "F4", {"F01": 3, "F01L": 3}, {}, []),
    ("V20", "F4", {"D15": 9, "D15G": 3}, {"period": "2026-Q3"}, []),
    ("V21", "F3", {"C11": 31}, {"history": [{"C11": 10}] * 3}, ["W"]),
    ("V21", "F3", {"C11": 30}, {"history": [{"C11": 10}] * 3}, []),
    ("V21", "F3", {"C11": 7}, {"history": [{"C11": 2}] * 3}, ["W"]),
    ("V21", "F3", {"C11": 9}, {"history": [{"A03": 10}] * 3}, []),
    ("V21", "F3", {"C11": 90}, {}, []),
    ("V21", "F3", {"C11": 40}, {"history": [{"C11": 0}] * 3}, ["W"]),
    ("V21", "F3", {"C11": 9}, {"history": [{"C11": 0}] * 3}, []),
    ("V21", "F3", {"C11": 40}, {"history": [{"C11": 0}]}, []),
    # women who jump with the whole are told once; women alone are told as well
    ("V21", "F3", {"C11": 40, "C11N": 20}, {"history": [{"C11": 10, "C11N": 2}] * 3}, ["W"]),
    ("V21", "F3", {"C11": 12, "C11N": 12}, {"history": [{"C11": 10, "C11N": 2}] * 3}, ["W"]),
    ("V22", "F4", {"D12": 5}, {"period": "2026-Q3", "spans": {"2026-07": {"D12": 4},
                                                              "2026-08": {"D12": 2}}}, ["W"]),
    ("V22", "F4", {"D12": 6}, {"period": "2026-Q3", "spans": {"2026-07": {"D12": 4},
                                                              "2026-08": {"D12": 2}}}, []),
    # 6 months begin in December, 9 in January: what both hold is not counted twice
    ("V22", "F4", {"D12": 9}, {"period": "2026", "spans": {"2026-H1": {"D12": 6},
                                                           "2026-M9": {"D12": 8}}}, []),
    ("V22", "F4", {"D12": 9}, {"period": "2026", "spans": {"2026-H1": {"D12": 6},
                                                           "2026-M9": {"D12": 10}}}, ["W"]),
    ("V22", "F4", {"D12": 9}, {"period": "2026", "spans": {
        "2026-H1": {"D12": 6}, "2026-M9": {"D12": 8}, "2026-H2": {"D12": 4}}}, ["W"]),
    ("V22", "F4", {"D04": 1}, {"spans": {"2026-09": {"D04": 3}},
                               "first_locked": {"2026-09": {"D04": 5}}}, ["W"]),
    ("V22", "F4", {"D04": 2}, {"spans": {"2026-09": {"D04": 3}},
                               "first_locked": {"2026-09": {"D04": 5}}}, []),
    ("V23", "F4", {"M01": 1, "M02": 3}, {"period": "2026-Q3"}, ["W"]),
    ("V23", "F4", {"M01": 1, "M02": 3},
     {"period": "2026-Q3", "spans": {"2026-Q2": {"M01": 1, "M02": 0}}}, ["E"]),
    ("V23", "F4", {"M01": 1, "M02": 3},
     {"period": "2026-Q3", "spans": {"2026-Q2": {"M01": 4, "M02": 0}}}, ["I"]),
    ("V23", "F4", {"M01": 3, "M02": 3}, {"period": "2026-Q3"}, []),
    ("V23", "F4", {"M01": 0, "M02": 2},
     {"period": "2026-Q3", "spans": {"2024-Q2": {"M01": 4, "M02": 0}}}, ["W"]),
    ("V24", "F4", {"K05": 10**6, "K05T": 1_200_001}, {"period": "2026-Q3"}, ["W"]),
    ("V24", "F4", {"K05": 10**6, "K05T": 1_200_000}, {"period": "2026-Q3"}, []),
    ("V24", "F4", {"K05T": 2_000_000, "K07": 1_400_000}, {"period": "2026-Q3"}, ["W"]),
    ("V24", "F4", {"K05T": 2_000_000, "K07": 1_500_000}, {"period": "2026-Q3"}, []),
    ("V25", "F4", {"N01": 3, "N01B": 4, "N01T": 8}, {"period": "2026", "of": UPPER}, ["E"]),
    ("V25", "F4", {"N01": 3, "N01B": 4, "N01E": 1, "N01T": 8},
     {"period": "2026", "of": UPPER}, []),
    ("V25", "F4", {"N01T": 8}, {"period": "2026", "of": UPPER}, []),
    ("V26", "F4", {"E06D": 320}, {"period": "2026-Q3"}, ["W"]),
    ("V26", "F4", {"E06D": 2 * 10**11}, {"period": "2026-Q3"}, ["W"]),
    ("V26", "F4", {"E06D": 4_400_000, "E06X": 0}, {"period": "2026-Q3"}, []),
    ("V27", "F4", TAKEN, {"activities": [LATE]}, ["E"]),
    ("V27", "F4", TAKEN, {"activities": [TALK]}, []),
    ("V27", "F4", {"D12": 4}, {"activities": [LATE]}, []),
    ("V30", "F4", TAKEN, {"activities": [JOINT]}, ["I"]),
    ("V30", "F4", TAKEN, {"activities": [LED]}, []),
    ("V30", "F4", TAKEN, {"activities": [TALK]}, []),
    ("V31", "F4", {"K03": 11}, {"period": "2026-Q3", "known": {"A03": 10}}, ["W"]),
    ("V31", "F4", {"K01": 11}, {"period": "2026-Q3", "known": {"A01": 10}}, ["W"]),
    ("V31", "F4", {"K03": 10}, {"period": "2026-Q3", "known": {"A03": 10}}, []),
    ("V31", "F4", {"K03": 11}, {"period": "2026-Q3"}, []),
    ("V32", "F1", {"A03": 9}, {"of": unit("CĐCS Trươ\u031b\u0300ng")}, ["E"]),
    ("V32", "F1", {"A03": 9}, {"of": unit("CĐCS Trường")}, []),
    ("V33", "F3", {"C16": 2}, {}, ["W"]),
    ("V33", "F3", {"C16": 0, "C11": 3, "C30": 4}, {}, []),
    ("V34", "F3", {"C16": 2, "C30": 1}, {}, ["W"]),
    ("V34", "F3", {"C30": {"state": "na"}}, {}, []),
    # one flow for a quarter beside three months; what the months leave out may be in it
    ("V35", "F4", {"F01": 20}, {"period": "2026-Q3", "spans": {
        "2026-07": {"F01": 1}, "2026-08": {"F01": 1}, "2026-09": {"F01": 1}}}, ["W"]),
    ("V35", "F4", {"F01": 3}, {"period": "2026-Q3", "spans": {
        "2026-07": {"F01": 1}, "2026-08": {"F01": 1}, "2026-09": {"F01": 1}}}, []),
    ("V35", "F4", {"F01": 20}, {"period": "2026-Q3", "spans": {
        "2026-07": {"F01": 1}, "2026-09": {"F01": 1}}}, ["I"]),
    ("V35", "F4", {"F01": 20}, {"period": "2026-09", "spans": {
        "2026-Q3": {"F01": 30}, "2026-08": {"F01": 1}}}, []),
    ("V35", "F4", {"F01": 2}, {"period": "2026-Q3", "spans": {"2026-07": {"F01": 3}}}, []),
    ("V35", "F4", {"F05T": 2}, {"period": "2026-Q3", "spans": {
        "2026-08": {"F05T": 2}, "2026-09": {"F05T": 3}}}, ["W"]),
    ("V35", "F4", {"F05T": 2}, {"period": "2026-Q3", "spans": {"2026-08": {"F05T": 3}}}, []),
    ("V35", "F4", {"F05T": 2}, {}, []),
    ("V36", "F1", {"A01": 50}, {"whole": True}, ["E"]),
    ("V36", "F1", {"A03N": 5}, {"whole": True}, ["E", "E"]),
    ("V36", "F1", {"A01": 50, "A03": {"state": "cleared"}}, {"whole": True}, ["E"]),
    ("V36", "F1", {"A01": {"state": "na"}, "A03": 0}, {"whole": True}, []),
    ("V36", "F1", {"A01": 50}, {"whole": True, "estimates": {"A03": 40}}, []),
    ("V36", "F1", {"A01": 50}, {}, []),  # the other cells may still come
    ("V37", "F3", {"A03": 40, "C11": 3}, {"openings": {"members": None}}, ["W"]),
    ("V37", "F3", {"C11": 3}, {"openings": {"members": None, "members_women": None}}, ["W"]),
    ("V37", "F3", {"A03N": 20, "C11N": 0}, {"openings": {"members_women": None}}, ["W"]),
    ("V37", "F3", {"A03": 40}, {"openings": {"members": None}}, ["I"]),
    ("V37", "F3", {"A03": 3, "C11": 3}, {"openings": {"members": None}}, []),
    ("V37", "F3", {"A03": 40, "C11": 3}, {"openings": {"members": 37}}, []),
    ("V37", "F3", {"A03": 40, "C11": 3}, {}, []),
    ("H09", "F4", GIVEN, {"activities": [GAVE]}, []),
    ("H09", "F4", GIVEN, {"activities": [replace(GAVE, figures={"D12": 3})]}, ["I"]),
    ("H09", "F4", GIVEN, {"activities": [replace(GAVE, lead="CĐCS Trường 2")]}, ["I"]),
    ("H09", "F4", GIVEN, {"activities": [replace(GAVE, end=date(2026, 11, 2))]}, ["I"]),
    ("H09", "F4", GIVEN, {}, ["I"]),
    ("H09", "F4", {"D12": 2}, {}, []),
    ("H01", "F1", {"A01": 130}, {"history": [{"A01": 100 + n % 2} for n in range(6)]}, ["I"]),
    ("H01", "F1", {"A01": 103}, {"history": [{"A01": 100 + n % 2} for n in range(6)]}, []),
    ("H01", "F1", {"A01": 130}, {"history": [{"A01": 100}] * 3}, []),
    ("H01", "F3", {"C11": 40}, {"history": [{"C11": 9 + n % 3} for n in range(6)]}, ["I"]),
    ("H02", "F3", {"C11": 2, "C24": 1, "C11N": 1}, {"history": [{"C11": 2, "C24": 1, "C11N": 1}]},
     ["I"]),
    ("H02", "F3", {"C11": 2, "C24": 2, "C11N": 1}, {"history": [{"C11": 2, "C24": 1, "C11N": 1}]},
     []),
    ("H03", "F1", {"A01": 50, "A03": 40}, {"history": [{"A01": 50, "A03": 40}] * 12}, ["I"]),
    ("H03", "F1", {"A01": 51, "A03": 40}, {"history": [{"A01": 50, "A03": 40}] * 12}, []),
    ("H04", "F1", {"A01": 300, "A01N": 120, "A03": 250, "A03N": 100}, {}, ["I"]),
    ("H04", "F1", {"A01": 301, "A01N": 122, "A03": 250, "A03N": 100}, {}, []),
    ("H05", "F1", {"A01": 100, "A03": 60}, {"history": [{"A01": 100, "A03": 80}]}, ["I"]),
    ("H05", "F1", {"A01": 100, "A03": 70}, {"history": [{"A01": 100, "A03": 80}]}, []),
    # workers that always moved with the members, and now by themselves (F1: no equation holds them)
    ("H08", "F1", {"A01": 62, "A03": 50}, {"history": STILL}, ["I"]),
    ("H08", "F1", {"A01": 60, "A03": 50}, {"history": STILL}, []),
    ("H08", "F1", {"A01": 62, "A03": 52}, {"history": STILL}, []),
    ("H08", "F1", {"A01": 58, "A03": 50, "C11": 3, "C24": 3}, {"history": STILL}, []),
    ("H08", "F1", {"A01": 56, "A03": 50, "C11": 3, "C24": 3}, {"history": STILL}, ["I"]),
    ("H08", "F1", {"A01": 60, "A03": 50, "A01N": 27, "A03N": 20}, {"history": STILL}, ["I"]),
    ("H08", "F1", {"A01": 62, "A03": 52, "A01N": 27, "A03N": 20}, {"history": STILL}, []),
    ("H08", "F1", {"A01": 62, "A03": 50}, {"history": STILL[:2]}, []),
    ("H08", "F1", {"A01": 62, "A03": 50}, {"history": STILL, "events": [("merge", "1")]}, []),
    ("H08", "F1", {"A01": 62, "A03": 50}, {"history": [{"A01": 57, "A03": 50}, *STILL]}, []),
    ("H06", "F3", {"C15": 5}, {}, ["I"]),
    ("H06", "F3", {"C15": 5}, {"events": [("merge", "1")]}, []),
    ("V44", "F3", {"C12": 5}, {}, ["W"]),
    ("V44", "F3", {"C12": 0, "C11": 5}, {}, []),
    ("V44", "F3", {"C12": 5}, {"events": [("dissolve", "1")]}, ["W"]),
    ("V44", "F3", {"C12": 5}, {"events": [("found", "1")]}, []),
    ("V44", "F3", {"C12": 5}, {"events": [("split", "1")]}, []),
    ("V44", "F3", {"C12": 5}, {"of": NEW_OCCUPATIONAL}, []),
    ("V44", "F3", {"C12": 5}, {"of": BORN_EARLIER, "openings": {"members": 9}}, ["W"]),
    ("V44", "F3", {"C12": 5}, {"of": UPPER}, ["W"]),
    ("V44", "F3", {"C12": 5, "B01": 1}, {"of": UPPER}, []),  # counted where no register is kept
    ("V45", "F3", {"C28": 5}, {}, ["W"]),
    ("V45", "F3", {"C29": 5}, {"events": [("found", "1")]}, ["W"]),
    ("V45", "F3", {"C28": 5}, {"events": [("dissolve", "1")]}, []),
    ("V45", "F3", {"C29": 5}, {"events": [("end", "1")]}, []),
    ("V45", "F3", {"C28": 5}, {"of": ENDED["of"]}, []),  # it ended, whoever told so
    ("V45", "F3", {"C28": 5}, {"of": ENDS_LATER}, ["W"]),
    ("V45", "F3", {"C28": 5, "B03": 1}, {"of": UPPER}, []),
    ("V45", "F3", {"C24": 5}, {}, []),
    # a union that ended on the 15th: its members of that day are right, and in no total
    ("H10", "F3", {"A03": 24}, ENDED, ["I"]),
    ("H10", "F3", {"C28": 5}, ENDED, ["I"]),
    ("H10", "F3", {"A03": 0, "C11": 2}, ENDED, []),
    ("H10", "F3", {"A03": 24}, {}, []),
    ("V04", "F3", {"A03": 24}, ENDED, []),
    ("V04", "F3", {"A03": 24, "C28": 5}, ENDED, []),  # the event tells of those five too
    ("V04", "F3", {"A03": 20}, ENDED, ["E"]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "form", "values", "around", "expected"), CASES)
def test_a_rule_speaks_of_what_it_is_meant_for_alone(
    rule: str, form: str, values: dict[str, Any], around: dict[str, Any], expected: list[str]
) -> None:
    assert said(rule, facts(form, values, **around)) == expected


A, B, C = unit(key="a"), unit("CĐCS Trường 2", key="b"), unit("CĐCS  TRƯỜNG 1.", key="c")


def test_transfers_within_the_tree_match_at_the_top_and_inform_below() -> None:
    rows = [(A, {"C13": 3}), (B, {"C21": 1})]
    assert said_together("V15", "F3", rows) == [("a", "W")]
    assert said_together("V15", "F3", rows, topmost=False) == [("a", "I")]
    assert said_together("V15", "F3", [(A, {"C13": 1}), (B, {"C21": 3})]) == [("b", "W")]
    assert said_together("V15", "F3", [(A, {"C13": 3}), (B, {"C21": 3})]) == []


def test_one_name_in_one_area_twice_is_told_at_both() -> None:
    assert said_together("V29", "F1", [(A, {}), (B, {}), (C, {})]) == [("a", "W"), ("c", "W")]
    other = unit("CĐCS Trường 1", key="d", area="Cụm 2")
    assert said_together("V29", "F1", [(A, {}), (other, {})]) == []


def test_a_column_of_round_numbers_is_told_once() -> None:
    units = [unit(f"CĐCS {n}", key=f"k{n}") for n in range(12)]
    assert said_together("H07", "F1", [(u, {"A01": 30 + 10 * n}) for n, u in enumerate(units)]) == [
        ("own", "I")
    ]
    assert not said_together("H07", "F1", [(u, {"A01": 30 + 7 * n}) for n, u in enumerate(units)])


def test_every_rule_is_judged_here_or_holds_elsewhere() -> None:
    for rule in PACKS.rules.values():
        assert rule.check in known_checks() or rule.check in ELSEWHERE, rule.id
    for module in ELSEWHERE.values():
        importlib.import_module(module)
    for hint in PACKS.hints.values():
        assert hint.check in known_checks(), hint.id


def test_every_rule_of_the_engine_has_a_case_that_fires_and_one_that_is_silent() -> None:
    together = {"V15", "V29", "H07"}
    judged = {r.id for r in (*PACKS.rules.values(), *PACKS.hints.values())
              if r.check not in ELSEWHERE}  # fmt: skip
    fires = {rule for rule, *_rest, expected in CASES if expected}
    silent = {rule for rule, *_rest, expected in CASES if not expected}
    assert judged - together <= fires
    assert judged - together <= silent


def test_a_row_of_a_file_is_judged_before_any_office_knows_it() -> None:
    period = parse_period("2026-10", PACKS.schemes)
    row = {"A03": 10, "A03N": 4, "A03;GT=NAM": 7, "A01": 9}
    found = {one.rule for one in judge_row(PACKS, "F1", period, row)}
    assert found == {"V03", "V08", "V09"}


def test_one_reason_explains_every_warning_of_the_same_cells() -> None:
    found = judge_unit(facts("F1", {"A01": 9, "A03": 10}))
    assert [one.rule for one in found] == ["V08", "V09"]
    assert reason_for(found[1], found, {"V08": "Nghỉ thai sản"}) == "Nghỉ thai sản"
    assert open_findings(found, {"u1": {"V08": "Nghỉ thai sản"}}) == []
    assert len(open_findings(found, {"u1": {"V10": "khác"}})) == 2


def test_who_was_founded_with_nobody_may_admit_whom_it_has_in_a_later_month() -> None:
    row = facts("F3", {"C12": 12}, of=BORN_EARLIER)
    born = dict.fromkeys(("members", "members_women"), Opening(born=True))
    assert said("V44", msgspec.structs.replace(row, openings=born)) == []


def test_a_ratio_without_a_whole_has_no_number() -> None:
    assert ratio(5, 0) is None
    assert ratio(0, 0) is None
    assert str(ratio(13, 16)) == "81.25"


def test_an_equation_of_women_says_so_beside_that_of_all() -> None:
    told = facts("F1", {"A03": 11, "A03N": 5}, openings={"members": 10, "members_women": 3})
    assert [one.message for one in judge_unit(told) if one.rule == "V04"] == [
        "Cuối kỳ không bằng đầu kỳ + tăng − giảm (lệch +1). Số đúng thì ghi tăng, giảm ở biểu F3.",
        "Nữ: cuối kỳ không bằng đầu kỳ + tăng − giảm (lệch +2)."
        " Số đúng thì ghi tăng, giảm ở biểu F3.",
    ]


@pytest.mark.parametrize(
    ("form", "more"),
    [("F1", ""), ("F3", " Tăng, giảm đúng thì sửa “Tổng số đoàn viên” ở biểu F1.")],
)
def test_where_moves_are_to_be_written_is_told_only_where_none_is_yet(form: str, more: str) -> None:
    told = facts(form, {"A03": 12, "C11": 1}, openings={"members": 10})
    (one,) = [one.message for one in judge_unit(told) if one.rule == "V04"]
    assert one == f"Cuối kỳ không bằng đầu kỳ + tăng − giảm (lệch +1).{more}"


@pytest.mark.parametrize(
    ("form", "typed", "more", "said"),
    [
        ("F3", {"C11N": 3}, {}, "Số “trong đó” lớn hơn tổng số."
         " “Kết nạp mới tại CĐCS đã có” còn trống."),
        ("F3", {"C11": 2, "C11N": 3}, {}, "Số “trong đó” lớn hơn tổng số."),
        ("F1", {"A01": 9, "A03": 10}, {}, "Đoàn viên nhiều hơn lao động (10 so với 9)."),
        ("F4", {"D01": 12, "D02": 13}, {"period": "2026-H1"},
         "Ghi 13, nhiều hơn “Doanh nghiệp, đơn vị thuộc diện ký thỏa ước lao động tập thể” (12)"
         " – tử số lớn hơn mẫu số."),
        ("F4", {"D02": 5, "D04": 4, "D05": 2}, {"period": "2026-H1"},
         "Số TƯLĐTT không hợp lý: ghi 6, nhiều hơn “Thỏa ước lao động tập thể còn hiệu lực” (5)."),
        ("F4", {"F01": 12, "F01L": 3}, {},
         "Số lượt (3) nhỏ hơn số cuộc (12) – nhập nhầm cột?"),
        ("F4", {"K05": 10**6, "K05T": 1_300_000}, {"period": "2026-Q3"},
         "Kiểm tra tỷ lệ phân phối. Đã thu 1.300.000 đồng trên 1.000.000 đồng phải thu."),
        ("F4", {"K05T": 2_000_000, "K07": 1_400_000}, {"period": "2026-Q3"},
         "Kiểm tra tỷ lệ phân phối. Phân phối 1.400.000 đồng trên 2.000.000 đồng đã thu,"
         " mức quy định 75%."),
        ("F4", {"N01": 3, "N01B": 4, "N01T": 8}, {"period": "2026", "of": UPPER},
         "Cộng xếp loại (7) khác tổng CĐCS (8)."),
        ("F4", {"K09": 999}, {"period": "2026-Q3"}, "Có thể nhầm đơn vị tính: ghi 999 đồng."),
        ("F4", {"K03": 11}, {"period": "2026-Q3", "known": {"A03": 10}},
         "Người đóng nhiều hơn số hiện có (11 so với 10)."),
    ],
)  # fmt: skip
def test_two_numbers_that_do_not_agree_are_both_told(
    form: str, typed: dict[str, int], more: dict[str, Any], said: str
) -> None:
    assert said in [one.message for one in judge_unit(facts(form, typed, **more))]


def test_the_first_opening_is_named_only_where_the_period_opens_with_it() -> None:
    later = facts("F1", {"A03": 11}, openings={"members": 10})
    unlocked = {"members": Opening(baseline=10)}
    first = msgspec.structs.replace(facts("F1", {"A03": 11, "C00": 10}), openings=unlocked)
    told = [one.codes for about in (later, first) for one in judge_unit(about) if one.rule == "V04"]
    assert told == [("A03",), ("A03", "C00")]


def test_a_part_another_form_holds_is_named_and_may_be_emptied_where_its_whole_stands() -> None:
    about = facts("F1", {"A03": 31, "A06M": 97}, of=OCCUPATIONAL)
    (told,) = [one for one in judge_unit(about) if one.rule == "V02"]
    assert told.message == (
        "Số “trong đó” lớn hơn tổng số. “Đoàn viên nghiệp đoàn” (mã A06M) ghi 97,"
        " “Tổng số đoàn viên” ghi 31: sửa hoặc xóa số sai."
    )
    changes = [one.changes for one in propose(Row.of(about), most=9)]
    assert (("u1", "A06M", None),) in changes
    base = propose(Row.of(facts("F1", {"A03": 31, "A06M": 5})))
    assert [one.changes for one in base] == [(("u1", "A06M", None),)]
