"""F3: the movement equation holds in every row, subtotal and total."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.formats.table import Role, Table
from desktop.models.store.store import Store
from desktop.reports import f3
from tests.reports import building
from tests.reports.building import OCTOBER, SEPTEMBER, by_code
from tests.reports.looking import cells, column_sum, subtitle, tables, total_row, unit_row

CAME = [f"C1{n}" for n in range(1, 7)]
LEFT = [f"C2{n}" for n in range(1, 10)] + ["C30"]


def _holds(table: Table, women: str = "") -> None:
    """Opening + increases − decreases = closing = the stock of F1, in every summed row."""
    for row in table.rows:
        if row.role in (Role.SUBTOTAL, Role.TOTAL):
            found = cells(table, row)
            came = sum(found[code + women] or 0 for code in CAME)
            left = sum(found[code + women] or 0 for code in LEFT)
            assert came == (found["C10" + women] or 0)
            assert left == (found["C20" + women] or 0)
            stock = "A03" + women
            opening = found[f"opening_{stock}"] or 0
            assert opening + came - left == found[f"closing_{stock}"] == found[stock]
            assert found[f"difference_{stock}"] == 0
            assert found[f"net_{stock}"] == came - left


def test_the_equation_holds_with_unions_taken_over_founded_and_dissolved(office: Store) -> None:
    members, women, unions = tables(f3.build(office, OCTOBER))
    _holds(members)
    _holds(women, "N")
    total = total_row(unions)
    assert total["opening_A05"] + total["B10"] - total["B20"] == total["closing_A05"]
    assert total["closing_A05"] == total["A05"] + total["A06"]


def test_who_reported_nothing_has_no_change_of_zero(office: Store) -> None:
    for table, stock in zip(tables(f3.build(office, "2026-11")), ("A03", "A03N"), strict=False):
        for found in (unit_row(table, "P-A-01"), total_row(table)):
            assert found[f"opening_{stock}"] == found[f"closing_{stock}"]  # as it stood
            assert (found[f"net_{stock}"], found[f"growth_{stock}"]) == (None, None)
        assert unit_row(table, "P-A-01")[f"difference_{stock}"] is None
    union = by_code(office, "P-A-01", date(2026, 11, 30))
    building.type_in(office, union, "2026-11", C11=0)
    members, *_others = tables(f3.build(office, "2026-11"))
    assert unit_row(members, "P-A-01")["net_A03"] == 0  # told
    assert total_row(members)["net_A03"] == 0
    assert unit_row(members, "P-A-02")["net_A03"] is None


def test_a_commune_counts_the_union_it_took_over(office: Store) -> None:
    members, women, unions = tables(f3.build(office, OCTOBER, "P-A"))
    _holds(members)
    _holds(women, "N")
    total = total_row(members)
    assert (total["C15"], total["opening_A03"], total["closing_A03"]) == (20, 228, 267)
    assert (total_row(unions)["B07"], total_row(unions)["B01"]) == (1, 1)
    assert total_row(members)["opening_A03"] == column_sum(members, "opening_A03")


def test_the_province_does_not_count_what_moved_inside_it(office: Store) -> None:
    members, _women, unions = tables(f3.build(office, OCTOBER))
    total = total_row(members)
    assert (total["C15"], total["C27"]) == (None, None)
    assert column_sum(members, "opening_A03") == total["opening_A03"] == 308
    assert (total_row(unions)["B07"], total_row(unions)["B08"]) == (0, 0)
    notes = [row.cells[0] for row in unions.rows if row.role is Role.NOTE]
    assert notes == [
        "CĐCS thành lập mới: CĐCS Trường Mầm non Hoa Sen.",
        "CĐCS giải thể: CĐCS Hợp tác xã Vận tải.",
    ]


def test_a_union_that_ended_keeps_its_row_with_its_last_day(office: Store) -> None:
    members = tables(f3.build(office, OCTOBER))[0]
    row = unit_row(members, "P-B-02")
    assert (row["opening_A03"], row["C28"], row["closing_A03"]) == (12, 12, 0)
    assert row["note"] == "hoạt động đến hết ngày 19/10/2026"


def test_growth_of_a_new_union_has_no_whole(office: Store) -> None:
    members = tables(f3.build(office, OCTOBER))[0]
    assert unit_row(members, "P-A-04")["growth_A03"] == "–"
    assert unit_row(members, "P-A-04")["opening_A03"] is None
    assert unit_row(members, "P-B-01")["C10"] is None  # has not reported: empty, not 0


def test_a_quarter_opens_with_its_first_month(office: Store) -> None:
    building.type_in(office, by_code(office, "P-B-01"), OCTOBER, A01=35, A03=33, C11=0)
    members = tables(f3.build(office, "2026-Q3"))[0]
    total = total_row(members)
    assert total["closing_A03"] == total["A03"] == 308
    members = tables(f3.build(office, "2026-X-den-thang-10"))[0]
    assert total_row(members)["closing_A03"] == total_row(members)["opening_A03"] + 22 - 16


def test_a_base_union_prints_one_row_and_no_table_of_unions(office: Store) -> None:
    document = f3.build(office, OCTOBER, "P-A-01")
    members, women = tables(document)
    assert total_row(members)["closing_A03"] == 50
    assert unit_row(women, "P-A-01")["C11N"] == 2
    assert "chưa chốt" in subtitle(document)


_FLOW = st.integers(0, 40)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moves=st.lists(
        st.tuples(st.sampled_from([*CAME[:4], "C16", *LEFT[:6], "C30"]), _FLOW), max_size=8
    ),
    openings=st.lists(st.integers(60, 400), min_size=3, max_size=3),
    moved=st.booleans(),
)
def test_totals_equal_a_plain_addition(tmp_path_factory, moves, openings, moved) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path_factory.mktemp("so")
    store = building.office(folder)
    try:
        a = building.commune(store, "P-A", "Công đoàn phường A")
        b = building.commune(store, "P-B", "Công đoàn phường B")
        parents = [a, b, b]
        units = [
            building.union(store, f"U-{n}", f"CĐCS {n}", parent) for n, parent in enumerate(parents)
        ]
        flows: list[dict[str, int]] = [{}, {}, {}]
        for place, (code, number) in enumerate(moves):
            held = flows[place % 3]
            held[code] = number
        stocks = []
        for unit, opening, held in zip(units, openings, flows, strict=True):
            building.type_in(store, unit, SEPTEMBER, C00=opening, A01=1000, A03=opening, C11=0)
            left = sum(n for code, n in held.items() if code in LEFT)
            closing = opening + sum(held.values()) - 2 * left
            if closing < 0:
                held.clear()
                closing = opening
            building.type_in(store, unit, OCTOBER, A01=1000, A03=closing, **held)
            stocks.append(closing)
        if moved:
            building.move(store, units[2], a, date(2026, 10, 15))
        members = tables(f3.build(store, OCTOBER))[0]
        _holds(members)
        total = total_row(members)
        both = [[held[c] for held in flows if c in held] for c in ("C13", "C21")]
        inside = min(sum(side) for side in both)
        for code in (*CAME, *LEFT):
            plain = [held[code] for held in flows if code in held]
            taken = inside if code in ("C13", "C21") else 0
            assert total[code] == (sum(plain) - taken if plain else None), code
        assert (total["opening_A03"], total["A03"]) == (sum(openings), sum(stocks))
        own = tables(f3.build(store, OCTOBER, "P-A"))[0]
        _holds(own)
        assert (total_row(own)["C15"] or 0) == (openings[2] if moved else 0)
        assert total_row(own)["A03"] == stocks[0] + (stocks[2] if moved else 0)
    finally:
        store.close()


def test_without_a_first_opening_no_difference_is_made_up(office: Store) -> None:
    new = building.commune(office, "P-N", "Công đoàn xã Hiếu Giang")
    kept = building.union(office, "N-01", "CĐCS Trường Hiếu Giang", new)
    building.union(office, "N-02", "CĐCS Y tế Hiếu Giang", new)
    values = {"A01": 50, "A01N": 25, "A03": 40, "A03N": 20, "C11": 3, "C11N": 0}
    building.type_in(office, kept, OCTOBER, **values)
    members, women, _unions = tables(f3.build(office, OCTOBER, "P-N"))
    for table, women_only, net in ((members, "", 3), (women, "N", 0)):
        for row in (unit_row(table, "N-01"), total_row(table)):
            assert row[f"net_A03{women_only}"] == net
            assert row[f"closing_A03{women_only}"] is None
            assert row[f"difference_A03{women_only}"] is None
        (note,) = [row.cells[0] for row in table.rows if row.role is Role.NOTE]
        assert str(note).startswith("Chưa có số đầu kỳ của tháng đầu tiên: CĐCS Trường Hiếu Giang.")
    building.type_in(office, kept, OCTOBER, C00=37, C00N=20)
    members, women, _unions = tables(f3.build(office, OCTOBER, "P-N"))
    assert total_row(members)["difference_A03"] == total_row(women)["difference_A03N"] == 0
    assert not [row for row in members.rows if row.role is Role.NOTE]


def test_unions_taken_over_when_the_office_began_open_with_their_baselines(office: Store) -> None:
    """A commune that begins mid-year takes over unions whose first openings are typed then."""
    district = building.found_unit(
        office, name="Liên đoàn Lao động huyện Cam Lộ", kind="LDH", parent=office.own_unit,
        since=date(2024, 1, 1), code="H",
    )  # fmt: skip
    union = building.union(office, "H-01", "CĐCS Xã Cam Chính", district, since=date(2024, 1, 1))
    new = building.commune(office, "P-N", "Công đoàn xã Hiếu Giang")
    building.move(office, union, new, building.SINCE)
    building.type_in(office, union, "2025-07", C00=30, A01=35, A03=31, C11=1)
    for period in ("2025-07", "2025-Q3", "2025"):
        members = tables(f3.build(office, period, "P-N"))[0]
        total = total_row(members)
        assert (total["C15"], total["closing_A03"], total["difference_A03"]) == (30, 31, 0)


def test_a_union_taken_over_whose_last_closing_is_not_known_is_named(office: Store) -> None:
    new = building.commune(office, "P-N", "Công đoàn xã Hiếu Giang")
    old = building.commune(office, "P-C", "Công đoàn xã Cam Lộ")
    union = building.union(office, "C-01", "CĐCS Xã Cam Chính", old)
    building.move(office, union, new, date(2026, 10, 1))
    building.type_in(office, union, OCTOBER, A01=35, A03=31, C11=1)
    members, _women, _unions = tables(f3.build(office, OCTOBER, "P-N"))
    told = "Chưa có ở đây số cuối kỳ trước của CĐCS chuyển về: CĐCS Xã Cam Chính;"
    notes = [str(row.cells[0]) for row in members.rows if row.role is Role.NOTE]
    assert [note.startswith(told) for note in notes] == [True]
    building.type_in(office, union, SEPTEMBER, A01=35, A03=30)
    members = tables(f3.build(office, OCTOBER, "P-N"))[0]
    assert not [r for r in members.rows if r.role is Role.NOTE and str(r.cells[0]).startswith(told)]
