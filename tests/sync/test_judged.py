"""The returns of a bundle are judged before it is taken, with the reasons that came along."""

from pathlib import Path

import pytest

from desktop.models.entry.entry_lock import give_reason
from desktop.models.figures.returns.returns import lock
from desktop.models.store.ops import Op, read_op
from desktop.models.store.store import Store
from desktop.sync.judged import judged_returns, told
from tests.models.offices import commune, enter

GOOD = {"C00": 10, "C00N": 4, "A01": 12, "A01N": 5, "A03": 10, "A03N": 4}
PERIOD = "2026-10"


def _sent(store: Store) -> list[Op]:
    return [read_op(raw) for (raw,) in store.rows("SELECT raw FROM op WHERE kind = 'submit'")]


def test_a_warning_comes_with_the_reason_given_for_its_rule(tmp_path: Path) -> None:
    store, (unit, *_rest) = commune(tmp_path)
    with store:
        enter(store, PERIOD, unit, **{**GOOD, "A01": 9})
        give_reason(store, PERIOD, unit, "V08", "Có người nghỉ thai sản")
        assert lock(store, "F1", PERIOD, [unit]).blocked == ()
        (body,) = _sent(store)
        judged = judged_returns(store, [body])
        assert {(one.rule, one.reason) for one in judged} == {
            ("V08", "Có người nghỉ thai sản"), ("V09", "Có người nghỉ thai sản"),
        }  # fmt: skip
        assert told(judged) == []


def test_an_error_sent_all_the_same_is_told(tmp_path: Path) -> None:
    store, (unit, *_rest) = commune(tmp_path)
    with store:
        with store.step("Gói của một chương trình khác") as step:
            values = {**GOOD, "A03N": 11, "A01": 9}
            body = {"form": "F1", "values": values}
            step.put("submit", f"{PERIOD}|F1|{unit}", "1", body)
        judged = judged_returns(store, _sent(store))
        assert {one.rule for one in judged} >= {"V02", "V08"}
        errors, bare = told(judged)
        assert "lỗi" in errors
        assert "V02" in errors
        assert "chưa có lý do" in bare


def test_a_period_or_form_nobody_knows_is_passed_over(tmp_path: Path) -> None:
    store, (unit, *_rest) = commune(tmp_path)
    with store:
        with store.step("Gói của bản mới hơn") as step:
            step.put("submit", f"2026-W7|F1|{unit}", "1", {"values": GOOD})
            step.put("submit", f"{PERIOD}|F99|{unit}", "1", {"values": GOOD})
        assert judged_returns(store, _sent(store)) == ()


def test_a_stock_that_changed_is_no_error_until_its_movements_arrive(tmp_path: Path) -> None:
    store, (unit, *_rest) = commune(tmp_path)
    with store:
        enter(store, "2026-09", unit, **GOOD)
        assert lock(store, "F1", "2026-09", [unit]).blocked == ()
        with store.step("Gói chỉ có số lượng") as step:
            body = {"form": "F1", "values": {"A01": 13, "A01N": 5, "A03": 12, "A03N": 4}}
            step.put("submit", f"{PERIOD}|F1|{unit}", "1", body)
        stocks = _sent(store)[1:]
        assert "V04" not in {one.rule for one in judged_returns(store, stocks)}
        with store.step("Biến động đến sau") as step:
            step.put("submit", f"{PERIOD}|F3|{unit}", "1", {"form": "F3", "values": {"C11": 1}})
        moved = _sent(store)[2:]
        assert {(one.form, one.rule) for one in judged_returns(store, moved)} >= {("F3", "V04")}


@pytest.mark.parametrize(("came", "wrong"), [(2, False), (3, True)])
def test_stocks_and_movements_of_one_bundle_are_judged_together(
    tmp_path: Path, came: int, wrong: bool
) -> None:
    (there, _units), (here, (unit, *_rest)) = commune(tmp_path / "a"), commune(tmp_path / "b")
    with there, here:
        enter(here, "2026-09", unit, **GOOD)
        assert lock(here, "F1", "2026-09", [unit]).blocked == ()
        with there.step("Gói của một chương trình khác") as step:
            stocks = {"A01": 13, "A01N": 5, "A03": 12, "A03N": 4}
            step.put("submit", f"{PERIOD}|F1|{unit}", "1", {"form": "F1", "values": stocks})
            step.put("submit", f"{PERIOD}|F3|{unit}", "1", {"form": "F3", "values": {"C11": came}})
        judged = judged_returns(here, _sent(there))
        assert ("V04" in {one.rule for one in judged}) is wrong
