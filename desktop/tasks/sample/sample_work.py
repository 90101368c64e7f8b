"""The sample's plans, activities and work: a programme for the year and what was done so far."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from heapq import merge
from random import Random

from desktop.models.activities.activities import Activity, add_activity
from desktop.models.clock import VIETNAM, SteppingClock
from desktop.models.figures.cells import Entry, cells
from desktop.models.figures.figures import set_cells
from desktop.models.figures.returns.returns import lock
from desktop.models.outline.targets import Target
from desktop.models.packs.periods import Period, months_between
from desktop.models.plans.plan_issue import issue_plan
from desktop.models.plans.plans import read_outline, set_item_field, set_item_text
from desktop.models.store.store import Store
from desktop.tasks.figures.from_activities import offer, take
from desktop.tasks.papers.draft import plan_from_template
from desktop.tasks.papers.office_facts import office_facts

_NEW_MEMBERS = 750
_PROGRAMME = "chuong-trinh-cong-tac-nam"
_DONE = (
    (1, 18, "Trao quà Tết cho đoàn viên khó khăn", "CL", 120, 68, 36_000_000, 24_000_000),
    (2, 26, "Gặp mặt đầu xuân, nắm tình hình trở lại làm việc", "HH", 64, 31, 3_200_000, 0),
    (3, 6, "Tọa đàm ngày Quốc tế Phụ nữ 8/3", "NC", 85, 85, 8_500_000, 2_000_000),
    (3, 25, "Kiểm tra việc chấp hành Điều lệ tại ba công đoàn cơ sở", "KTGS", 9, 4, 900_000, 0),
    (4, 22, "Tập huấn nghiệp vụ cho chủ tịch công đoàn cơ sở", "DT", 36, 20, 7_200_000, 0),
    (5, 8, "Phát động Tháng Công nhân", "TCN", 210, 122, 21_000_000, 10_000_000),
    (5, 19, "Đối thoại giữa lãnh đạo phường với công nhân lao động", "DDBV", 95, 51, 4_000_000, 0),
    (6, 12, "Thăm hỏi công nhân bị tai nạn lao động", "CL", 3, 1, 3_000_000, 1_500_000),
    (7, 28, "Kỷ niệm ngày thành lập Công đoàn Việt Nam", "TCN", 140, 77, 12_000_000, 5_000_000),
    (8, 20, "Tuyên truyền Luật Công đoàn tại doanh nghiệp", "TT", 180, 96, 5_400_000, 0),
    (9, 15, "Hội thao công nhân lao động", "VHTT", 160, 60, 18_000_000, 15_000_000),
    (10, 17, "Gặp mặt cán bộ nữ công nhân ngày 20/10", "NC", 48, 48, 4_800_000, 0),
    (11, 12, "Chấm điểm xếp loại công đoàn cơ sở", "TCDH", 14, 7, 1_400_000, 0),
)

_BY_MONTH = {
    "D12": (0, 2), "D15": (1, 5), "D16": (0, 4), "E07": (1, 5), "F01": (0, 2), "F05": (1, 6),
    "H01": (0, 1), "M01": (0, 2),
}  # fmt: skip
"""What an office does in a month, at least and at most, of what it tells at 6, 9 and 12 months."""
_VISIT = 500_000
_HEARERS = (30, 70)


class Diary:
    """What an office does on days of its own, between the months it types and the bundles.

    `entries` are generators that yield the day of each deed before they do it.
    """

    def __init__(self, *entries: Iterator[date]) -> None:
        self._days = merge(*entries)
        self._next = next(self._days, None)

    def until(self, day: date) -> None:
        """Do all that falls before a day."""
        while self._next is not None and self._next < day:
            self._next = next(self._days, None)


def at(store: Store, day: date, today: date, hour: int = 8) -> None:
    """Set an office's stepping clock to a day, never back and never beyond `today`."""
    day = min(day, today)
    wanted = datetime(day.year, day.month, day.day, hour, tzinfo=VIETNAM)
    if isinstance(store.clock, SteppingClock) and store.clock.moment < wanted:
        store.clock.jump_to(day, hour)


def plans_and_activities(store: Store, today: date) -> Iterator[date]:
    """Issue the year's programme and log the activities done before today; yields the days."""
    year = today.year
    begins = min(date(year, 1, 5), today)
    yield begins
    at(store, begins, today)
    plan = plan_from_template(store, _PROGRAMME, year, office_facts(store, begins))
    _set_own_target(store, plan)
    issue_plan(store, plan, 1, begins)
    items = [row.id for row in read_outline(store, plan) if row.style != "none"]
    rng = Random(year)
    categories = store.packs.activity_categories
    for month, day, title, category, people, women, union_money, social_money in _DONE:
        when = date(year, month, day)
        if when > today:
            break
        told = min(when + timedelta(days=1), today)
        yield told
        at(store, told, today)
        activity = Activity(
            title=title, category=category if category in categories else "HH", start=when,
            end=when, place="Hội trường", lead=store.own_unit, people=people, women=women,
            union_money=union_money, social_money=social_money or None,
            plan_items=(rng.choice(items),) if items else (),
        )  # fmt: skip
        add_activity(store, activity, categories, store.packs.indicators)
    yield today
    at(store, today, today)
    plan_from_template(store, _PROGRAMME, year + 1, office_facts(store, today))


def _set_own_target(store: Store, plan: str) -> None:
    """Aim at as many new members as an office of the sample's size takes in a year."""
    for row in read_outline(store, plan):
        if row.item.target is not None and row.item.target.indicator == "C40":
            text = f"Kết nạp mới từ {_NEW_MEMBERS} đoàn viên trở lên."
            aim = Target(">=", Decimal(_NEW_MEMBERS), unit="đoàn viên", indicator="C40")
            set_item_text(store, plan, row.id, text)
            set_item_field(store, plan, [row.id], "target", aim)


def tell_work(store: Store, period: Period, since: date, seed: str) -> None:
    """Enter the office's own work of a longer period and lock it; by its activities where it has.

    Nothing was done before the day `since`, and each month adds the same to all that hold it.
    """
    own = store.own_unit
    take(store, offer(store, period.id, own))
    held = cells(store, own, period.id)
    first = max(period.data_from, since)
    done = _work(seed, months_between(first, period.data_to, store.packs.schemes))
    values = {(own, code): Entry(count) for code, count in done.items() if code not in held}
    set_cells(store, period.id, values)
    blocked = lock(store, "F4", period.id, [own]).blocked
    if blocked:
        raise AssertionError(f"the sample breaks its own rules: {blocked[:3]}")


def _work(seed: str, months: Iterable[Period]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for month in months:
        rng = Random(f"work {seed} {month.id}")
        done = {code: rng.randint(*room) for code, room in _BY_MONTH.items()}
        found.update(done)
        found["D15G"] += rng.randint(0, done["D15"])
        found["M02"] += rng.randint(0, done["M01"])
        found["F01L"] += sum(rng.randint(*_HEARERS) for _time in range(done["F01"]))
    return dict(found) | {"E07D": found["E07"] * _VISIT}
