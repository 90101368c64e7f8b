"""The shipped pack is whole and consistent."""

import re
import string
import unicodedata
from datetime import date
from decimal import Decimal
from itertools import pairwise

from desktop.models.packs.packs import (
    Packs,
    problems,
    shipped_folder,
)
from desktop.models.register.events import KINDS
from tests.models.packs.shipped import packs

NOT_OURS = {
    "column_words.json",
    "kind_forms.json",
    "layout.json",
    "name_words.json",
    "reading.json",
    "target_indicators.json",
    "wordings.json",
}  # read by the document parts, not by the loader


def test_the_shipped_pack_names_itself() -> None:
    assert packs().ref == "core@2026.11"
    assert not packs().origins


def test_every_code_a_record_names_exists() -> None:
    assert problems(packs()) == []


def test_every_file_of_the_pack_is_read() -> None:
    names = {p.name for p in shipped_folder().glob("*.json")} - NOT_OURS - {"manifest.json"}
    fields = {f"{name}.json" for name in Packs.__struct_fields__}
    assert names <= fields
    assert {p.stem for p in shipped_folder().glob("templates/*.json")} == set(
        packs().template_files
    )


def test_every_file_is_composed_unicode_with_a_record_a_line() -> None:
    for path in [*shipped_folder().glob("*.json"), *shipped_folder().glob("templates/*.json")]:
        text = path.read_text(encoding="utf-8")
        assert unicodedata.is_normalized("NFC", text), path.name
    lines = (shipped_folder() / "indicators.json").read_text(encoding="utf-8").splitlines()
    assert sum(line.startswith('{"code"') for line in lines) == len(packs().indicators)


def test_the_catalogue_has_every_group_and_the_women_of_every_movement() -> None:
    codes = packs().indicators
    assert {i.group for i in codes.values()} == set(packs().groups) == set("ABCDEFGHKLMN")
    movements = [*range(10, 17), *range(20, 31), 40, 41]
    for flow in [f"C{n}" for n in movements] + ["A01", "A03", "C00"]:
        assert codes[flow + "N"].women, flow
        assert codes[flow + "N"].sign == codes[flow].sign
    listed = {f"A{n:02}" for n in range(1, 15)} | {f"B{n:02}" for n in range(10)}
    listed |= {f"D{n:02}" for n in range(1, 27)} - {"D09"}
    listed |= {f"E{n:02}" for n in range(1, 16)} | {f"F{n:02}" for n in range(1, 8)}
    listed |= {f"G{n:02}" for n in range(1, 8)} | {f"H{n:02}" for n in range(1, 6)}
    listed |= {f"K{n:02}" for n in range(1, 20)} | {f"N{n:02}" for n in range(1, 6)}
    listed |= {"L01", "L02", "L03", "M01", "M02", "M03", "C40", "C41", "C42", "C43"}
    assert listed <= codes.keys()


def test_indicators_hold_what_their_type_needs() -> None:
    for i in packs().indicators.values():
        assert bool(i.numerator and i.denominator) == (i.type == "R"), i.code
        assert i.type == "R" or not i.part_of_whole, i.code
        assert i.money == i.unit.startswith("đồng"), i.code
        assert i.line is None or i.line in packs().indicators, i.code
        assert not (i.minus and not i.sum_of), i.code
        assert i.code != i.part_of, i.code
        if i.part_of is not None:
            whole = packs().indicators[i.part_of]
            assert (whole.unit, whole.type) == (i.unit, i.type), i.code


def test_a_split_line_keeps_the_bare_code_and_known_suffixes() -> None:
    for i in packs().indicators.values():
        if i.line is not None and i.line in i.code:
            assert set(i.code.removeprefix(i.line)) <= set(string.ascii_uppercase), i.code


def test_counterparts_point_at_each_other_with_opposite_signs() -> None:
    codes = packs().indicators
    pairs = [i for i in codes.values() if i.counterpart]
    assert {i.code for i in pairs} >= {"C13", "C21", "C15", "C27", "B07", "B08"}
    for i in pairs:
        assert i.counterpart is not None
        other = codes[i.counterpart]
        assert (other.counterpart, other.sign) == (i.code, -i.sign)


def test_equations_agree_with_the_signs() -> None:
    for e in packs().equations.values():
        codes = packs().indicators
        assert all(codes[c].sign == 1 for c in e.increases), e.id
        assert all(codes[c].sign == -1 for c in e.decreases), e.id
        assert all(codes[c].type == "S" for c in (*e.stocks, e.baseline)), e.id
        total = {c for c in codes if codes[c].sum_of == e.increases and not codes[c].minus}
        assert total, e.id
    used = {c for e in packs().equations.values() for c in (*e.increases, *e.decreases)}
    assert used == {c for c, i in packs().indicators.items() if i.sign}


def test_members_of_a_real_month_add_up() -> None:
    equation = packs().equations["members"]
    flows = {"C11": 100, "C12": 31, "C13": 5, "C24": 1400, "C23": 76}
    opening = 162_976
    up = sum(flows.get(c, 0) for c in equation.increases)
    down = sum(flows.get(c, 0) for c in equation.decreases)
    assert opening + up - down == 161_636
    assert up - down == -1_340


def test_register_counts_are_those_of_the_model() -> None:
    found = {i.code for i in packs().indicators.values() if i.from_register}
    assert found == {"A05", "A06", *(f"B{n:02}" for n in range(1, 10))}


def test_density_is_not_bounded_by_the_whole_but_agreements_are() -> None:
    codes = packs().indicators
    assert not codes["A04"].part_of_whole
    assert (codes["A04"].numerator, codes["A04"].denominator) == (("A03",), ("A01",))
    assert codes["D03"].part_of_whole
    assert codes["M03"].scale == 1
    assert not codes["M03"].part_of_whole


def test_every_typed_indicator_has_a_column_or_a_row_in_its_home_form() -> None:
    for i in packs().indicators.values():
        form = packs().forms[i.home]
        if form.scope == "indicator_rows":
            assert i.group in form.groups, i.code
        elif not i.computed and i.code not in {e.baseline for e in packs().equations.values()}:
            assert i.code in {c.source for c in form.columns}, i.code
        assert form.entry, i.code


def test_forms_have_distinct_columns_and_only_known_formulas() -> None:
    formulas = {"men", "opening", "closing", "net", "growth", "difference"}
    rows = {"row_number", "plan", "current", "cumulative", "plan_percent", "last_year", "change"}
    rows |= {"persons", "union_money", "social_money", "total_money"}
    rows |= {"state", "sent_on", "days_left"}
    assert list(packs().forms) == ["F1", "F2", "F3", "F4", "F5", "F6", "F7"]
    for form in packs().forms.values():
        ids = [c.id for c in form.columns]
        assert len(ids) == len(set(ids)), form.id
        for column in form.columns:
            name, colon, _ = column.source.partition(":")
            if column.kind == "computed":
                assert name in (formulas if colon else rows), (form.id, column.id)
    personal = {c.id for c in packs().forms["F1"].columns if c.personal}
    assert personal == {"chair_name", "chair_phone"}


def test_the_movement_form_has_the_columns_of_the_equation_in_order() -> None:
    equation = packs().equations["members"]
    columns = [c.source for c in packs().forms["F3"].columns if c.group[:1] == ("Đoàn viên",)]
    wanted = ["opening:A03", *equation.increases, "C10", *equation.decreases, "C20"]
    wanted += ["closing:A03", "net:A03", "growth:A03", "A03", "difference:A03"]
    assert columns == wanted


def test_rules_are_v01_to_v42_with_known_placeholders() -> None:
    rules = packs().rules
    assert list(rules) == [f"V{n:02}" for n in range(1, 46)]
    known = {"d", "a", "b", "n", "name", "code", "what"}
    for rule in rules.values():
        assert set(re.findall(r"\{(\w+)\}", rule.message)) <= known, rule.id
        assert rule.check.isidentifier(), rule.id
    assert "{d}" in rules["V04"].message
    assert rules["V04"].severity == "E"
    assert rules["V08"].severity == "W"


def test_codes_in_rule_settings_exist() -> None:
    codes, keys = packs().indicators, {p.key for p in packs().legal_parameters}
    free = {"counts", "occasions", "attendances"}
    for rule in (*packs().rules.values(), *packs().hints.values()):
        for name, value in rule.params.items():
            words = value if isinstance(value, list) else [value]
            found = [w for v in words if isinstance(v, str) for w in re.split(r"[:+]", v)]
            if name == "parameter":
                assert set(found) <= keys, rule.id
            elif name == "equations":
                assert set(found) <= packs().equations.keys(), rule.id
            elif name in ("kinds", "ownership"):
                assert set(found) <= packs().unit_kinds.keys() | packs().ownerships.keys(), rule.id
            elif name == "events":
                assert set(found) <= {*KINDS, "area"}, rule.id
            elif name == "terms":
                assert all(date.fromisoformat(day).year >= 2020 for day in found), rule.id
            elif name not in free:
                assert set(found) <= {*codes, *KINDS}, rule.id


def test_hints_only_inform() -> None:
    assert {hint.severity for hint in packs().hints.values()} == {"I"}
    assert not packs().hints.keys() & packs().rules.keys()


def test_unit_kinds_change_on_the_first_of_july_2025() -> None:
    kinds = packs().unit_kinds
    last, first = date(2025, 6, 30), date(2025, 7, 1)
    assert kinds["LDH"].holds_on(last)
    assert not kinds["LDH"].holds_on(first)
    assert kinds["CDX"].holds_on(first)
    assert not kinds["CDX"].holds_on(last)
    assert {k.role for k in kinds.values()} == {"national", "province", "upper", "base", "part"}
    assert not packs().ownerships["HC100"].holds_on(first)
    assert {o.band for o in packs().ownerships.values()} >= {"state", "non_state", "occupational"}


def test_legal_parameters_follow_their_dates() -> None:
    def value(key: str, on: str) -> Decimal:
        found = packs().parameter(key, date.fromisoformat(on))
        assert found is not None
        return Decimal(found.value)

    assert value("doan_phi_ty_le", "2025-06-30") == 1
    assert value("doan_phi_ty_le", "2025-07-01") == Decimal("0.5")
    assert value("doan_phi_tran", "2026-06-30") == 234_000
    assert value("doan_phi_tran", "2026-07-01") == 253_000
    assert min(60_000_000 * value("doan_phi_ty_le", "2026-01-31") / 100, Decimal(234_000)) == (
        234_000
    )
    fund = 100_000_000 * value("kpcd_ty_le", "2026-01-31") / 100
    assert fund * value("kpcd_cdcs", "2026-01-31") / 100 == 1_500_000
    assert packs().parameter("doan_phi_tran", date(2025, 6, 30)) is None


def test_versions_of_a_dated_record_never_overlap() -> None:
    spans: dict[str, list[tuple[date, date]]] = {}
    for p in packs().legal_parameters:
        spans.setdefault(p.key, []).append((p.valid_from or date.min, p.valid_to or date.max))
    for key, found in spans.items():
        ordered = sorted(found)
        assert all(a[1] < b[0] for a, b in pairwise(ordered)), key


def test_asked_indicators_grow_with_the_scheme() -> None:
    def asked(name: str) -> set[str]:
        return {i.code for i in packs().asked("F4", packs().scheme(name))}

    assert asked("THANG") < asked("QUY") < asked("6THANG") < asked("NAM")
    assert "D18" in asked("THANG")
    assert "G02" not in asked("6THANG")
    assert all(code.startswith(("E01", "E02", "E03", "E04")) for code in asked("TET_NHANH"))


def test_activity_measures_fill_the_line_they_belong_to() -> None:
    codes = packs().indicators
    assert (codes["E01P"].line, codes["E01P"].measure) == ("E01", "persons")
    assert (codes["E01D"].line, codes["E01D"].measure) == ("E01", "union_money")
    assert (codes["F01L"].line, codes["F01L"].measure) == ("F01", "attendances")
    for i in codes.values():
        assert not (i.measure.endswith("money") and not i.money), i.code


def test_calendar_and_categories_match() -> None:
    assert len(packs().activity_categories) == 18
    for entry in packs().calendar:
        assert entry.category in packs().activity_categories, entry.title
        if entry.day:
            assert date(2026, entry.month, entry.day)
    assert {(e.month, e.day) for e in packs().calendar} >= {(7, 28), (5, 1), (3, 8), (11, 10)}


def test_document_types_and_bodies() -> None:
    types = packs().document_types
    assert sum(t.in_list for t in types.values()) == 22
    assert [t.name for t in types.values() if not t.named] == ["Công văn"]
    assert types["CTR"].abbreviation == "CTr"
    for body in packs().bodies.values():
        assert set(body.kinds) <= packs().unit_kinds.keys()
