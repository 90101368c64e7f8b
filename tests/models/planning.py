"""Offices and outlines for the tests of plans."""

from datetime import datetime
from pathlib import Path

from desktop.models.clock import VIETNAM, SteppingClock
from desktop.models.outline.outline import Outline
from desktop.models.plans.plan_draft import DraftItem, PlanDraft, draft_item
from desktop.models.plans.plan_head import PlanHead
from desktop.models.store.office import create_office
from desktop.models.store.store import Store

HEAD = PlanHead(
    title="Kế hoạch công tác năm 2027",
    doc_type="KH",
    subject="Công tác công đoàn năm 2027",
    year=2027,
    symbol="KH-CĐX",
    place="Hướng Phùng",
    issuer="Công đoàn xã Hướng Phùng",
    parent_issuer="Liên đoàn Lao động tỉnh Quảng Trị",
)


def office(folder: Path) -> Store:
    """An empty office with a reproducible clock."""
    clock = SteppingClock(datetime(2026, 12, 1, 8, tzinfo=VIETNAM), seed=5)
    return create_office(folder / "so", clock=clock)


def sample_items() -> tuple[DraftItem, ...]:
    """I (1 (1.1, 1.2), 2 (a, b)), II (1 (-, -)), III."""
    return (
        draft_item(
            "Mục tiêu", "roman",
            draft_item("Chỉ tiêu", "arabic",
                       draft_item("Đoàn viên", "decimal"), draft_item("Cơ sở", "decimal")),
            draft_item("Yêu cầu", "arabic",
                       draft_item("Sát thực tế;", "letter"), draft_item("Tiết kiệm.", "letter")),
        ),
        draft_item(
            "Nhiệm vụ", "roman",
            draft_item("Tuyên truyền", "arabic",
                       draft_item("Thăm hỏi;", "dash"), draft_item("Đối thoại.", "dash")),
        ),
        draft_item("Tổ chức thực hiện", "roman"),
    )  # fmt: skip


def sample_draft() -> PlanDraft:
    """A small plan."""
    return PlanDraft(HEAD, sample_items())


def shape(outline: Outline) -> list[str]:
    """The outline as indented lines, for reading in a failed test."""
    return [f"{'  ' * r.depth}{r.label} {r.item.plain}".rstrip() for r in outline]
