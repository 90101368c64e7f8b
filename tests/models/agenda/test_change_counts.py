"""Changes counted as a person counts them."""

from desktop.models.agenda.change_counts import tally
from desktop.models.store.fold import Change
from desktop.models.store.keys import cell_key

UNIT, MONTH = "019a0000-0000-7000-8000-000000000001", "2026-10"
ACTIVITY = {"title": "Hội thao", "start": "2026-10-20", "people": 40}


def changes(kind: str, key: str, before: object = None, **fields: object) -> list[Change]:
    """Return changes of a thing's fields from one value."""
    return [Change(kind, key, name, before, value, False) for name, value in fields.items()]


def test_an_activity_is_one_thing_and_each_figure_is_one() -> None:
    found = tally(
        [
            *changes("activity", "a1", **ACTIVITY),
            *changes("cell", cell_key(UNIT, MONTH), A03=40, A01=50),
            *changes("cell", cell_key(UNIT, "2026-09"), before=39, A03=41),
        ]
    )
    assert found.told("new") == "2 ô số liệu, 1 hoạt động"
    assert found.told("changed") == "1 ô số liệu"
    assert (found.total("new"), found.total("changed")) == (3, 1)


def test_a_first_value_in_an_old_thing_is_a_change_of_it() -> None:
    renamed = changes("unit", UNIT, **{"name@2026-10-01": "CĐCS mới"})
    assert tally([*changes("activity", "a1", women=20), *renamed]).told("changed") == (
        "1 hoạt động, 1 đơn vị"
    )
    founded = {"name@2026-10-01": "CĐCS", "parent@2026-10-01": None, "alive@2026-10-01": True}
    assert tally(changes("unit", UNIT, **founded)).told("new") == "1 đơn vị"


def test_a_thing_of_which_something_changes_is_not_among_the_unchanged() -> None:
    found = tally(
        changes("activity", "a1", before=40, people=45),
        [("activity", "a1", "title"), ("activity", "a2", "title"), ("activity", "a2", "people")],
        [("cell", cell_key(UNIT, MONTH), "A03")],
    )
    assert found.told("changed") == found.told("unchanged") == "1 hoạt động"
    assert found.told("skipped") == "1 ô số liệu"


def test_a_thing_two_computers_wrote_differently_is_one_conflict() -> None:
    both = [Change("item", "p|i", name, "cũ", "mới", True) for name in ("text", "due")]
    assert tally(both).conflicts == 1
    assert tally(both).told("changed") == "1 nhiệm vụ của kế hoạch"


def test_what_this_version_does_not_know_is_counted_too() -> None:
    found = tally([*changes("mai sau", "k", a=1, b=2), *changes("reason", "x", A03="nhầm")])
    assert found.told("new") == "1 ô số liệu, 1 nội dung khác"


def test_a_month_closed_and_one_opened_again_are_told_apart() -> None:
    closed, opened = {"state": "closed"}, {"state": "open"}
    found = tally([
        Change("closing", "2026-10|u", "*", None, closed, False),
        Change("closing", "2026-09|u", "*", closed, opened, False),
    ], [("closing", "2026-08|u", "*")])  # fmt: skip
    assert (found.told("new"), found.told("changed")) == ("1 lượt khóa sổ kỳ", "1 lượt mở lại kỳ")
    assert found.told("unchanged") == "1 lượt khóa sổ hoặc mở lại kỳ"
