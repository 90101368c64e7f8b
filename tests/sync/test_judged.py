"""The returns of a bundle are judged before it is taken, with the reasons that came along."""

from pathlib import Path

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
