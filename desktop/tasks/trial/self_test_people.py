"""What the self-test tries of targets given below and of the sealed member list."""

from datetime import datetime
from decimal import Decimal

from desktop.models.clock import VIETNAM
from desktop.models.errors import Refusal
from desktop.tasks.trial.self_test_bench import Bench, require

_NAME = "Lò Thị Thử"
_KEY = "một câu để thử"


def targets(bench: Bench) -> None:
    """A target is split, reaches the office below and stands beside its own there."""
    from desktop.models.outline.targets import Target
    from desktop.models.plans.unit_targets import both_targets, set_unit_targets, split
    from desktop.tasks.exchange.receive import receive
    from desktop.tasks.exchange.send import send

    unit = bench.found["unit"]
    require(split(10, {"a": 1, "b": 1, "c": 1}) == {"a": 4, "b": 3, "c": 3}, "split")
    set_unit_targets(bench.lower, 2026, {unit: {"C40": Target(">=", Decimal(3))}})
    set_unit_targets(bench.upper, 2026, {unit: {"C40": Target(">=", Decimal(4))}})
    made = send(bench.upper, bench.folder / "chỉ tiêu", to="T-01")
    (result,) = receive(bench.lower, [made.path])
    require(result.status == "imported", result.message)
    both = both_targets(bench.lower, 2026, unit)["C40"]
    told = [one.value for one in (both.given, both.own) if one is not None]
    require(told == [Decimal(4), Decimal(3)], str(told))


def members(bench: Bench) -> None:
    """The member list opens with its passphrase alone, is in no backup, and can be ended."""
    from desktop.models.store.backup import backup
    from desktop.tasks.members.book import add, members_of
    from desktop.tasks.members.vault import SEALED, create, destroy, is_on, unlock

    folder, now = bench.lower.folder, datetime.now(VIETNAM)
    made = create(folder, _KEY, now)
    add(made, {"full_name": _NAME}, now)
    made.lock()
    require(_NAME.encode() not in (folder / SEALED).read_bytes(), "readable")
    copy = backup(bench.lower, bench.folder / "không tên.zip")
    require(SEALED.encode() not in copy.read_bytes(), "in the backup")
    try:
        unlock(folder, _KEY + "x", now)
    except Refusal:
        pass
    else:
        raise AssertionError("opened")
    require([one.full_name for one in members_of(unlock(folder, _KEY, now))] == [_NAME], "lost")
    destroy(folder)
    require(not is_on(folder), "still on")
