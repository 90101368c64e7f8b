"""What can be done on the page Số liệu: buttons, menu lines, keys and commands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.i18n import _
from desktop.models.entry.entry_taking import any_to_take
from desktop.ui.page import Action
from desktop.ui.pages.figures.guests import guest_actions
from desktop.ui.pages.figures.issued import ask_whom
from desktop.ui.pages.figures.mending import KEYS
from desktop.ui.pages.figures.problems import REASON_KEYS
from desktop.ui.pages.figures.telling import nothing_left

if TYPE_CHECKING:
    from desktop.ui.pages.figures.surface import FiguresPage


def actions(page: FiguresPage) -> Sequence[Action]:
    """Return the page's actions."""
    return (*_main(page), *_cells(page), *page.filtering.actions(), *_columns(page))


def _types(page: FiguresPage) -> bool:
    """Say whether something may be typed in the sheet: asked after each cell."""
    return page.sheet is not None and any(not row.elsewhere for row in page.sheet.rows)


def _main(page: FiguresPage) -> Sequence[Action]:
    locking, entering = page.locking, page.entering
    return (
        Action("lock", _("Chốt số liệu"), locking.lock_ready, "Ctrl+L", "lock", primary=True,
               enabled=locking.possible, why_not=locking.why_not),
        Action("confirm", _("Xác nhận số tạm tính"), entering.confirm_all, "", "check",
               enabled=lambda: page.sheet is not None and page.sheet.any_estimates,
               why_not=lambda: _("Không còn số tạm tính nào.")),
        Action("import", _("Nhập từ Excel"), page.import_file, "", "import",
               enabled=lambda: _types(page)),
        Action("give", _("Giao biểu cho cơ sở"), lambda: ask_whom(page), header=False,
               enabled=lambda: _types(page)),
        Action("export", _("Xuất Excel"), page.export, "", "export",
               enabled=lambda: bool(page.sheet and page.sheet.rows)),
        Action("supplement", _("Báo cáo bổ sung của đơn vị đang đứng"), locking.supplement,
               icon="document", header=False, enabled=locking.has_supplement,
               tooltip=_("Xem trang in: số nào đã đổi, vì sao; rồi in hay lưu"),
               why_not=lambda: _("Đơn vị này chưa có báo cáo bổ sung.")),
        Action("qr-sheet", _("In phiếu QR của đơn vị đang đứng"), locking.qr_sheet, "", "print",
               header=False, enabled=locking.has_locked,
               tooltip=_("Số liệu đã chốt trên một tờ giấy có mã QR để cấp trên quét"),
               why_not=lambda: _("Chốt số liệu của đơn vị này rồi mới in phiếu QR.")),
        *guest_actions(page),
        Action("ad-hoc", _("Kỳ đột xuất"), page.ask_ad_hoc, header=False),
        Action("women", _("Ẩn, hiện cột nữ"), page.columns.fold_women, "", "people", header=True,
               enabled=page.columns.has_women),
        Action("lock-ready", _("Chốt các đơn vị đã đủ"), locking.lock_ready, header=False,
               enabled=lambda: bool(locking.state.possible),
               why_not=locking.why_none_ready),
    )  # fmt: skip


def _cells(page: FiguresPage) -> Sequence[Action]:
    entering = page.entering
    return (
        Action("confirm-chosen", _("Xác nhận, lấy số đề nghị cho các ô đang chọn"),
               entering.confirm_chosen, "Ctrl+Return", header=False, group=_("Ô đang chọn")),
        Action("from-activities", _("Lấy số từ hoạt động cho các ô còn trống"),
               entering.accept_all, header=False, group=_("Ô đang chọn"),
               enabled=lambda: page.sheet is not None and any_to_take(page.sheet),
               why_not=lambda: _("Không có ô trống nào có số từ hoạt động.")),
        Action("na", _("Ghi không phát sinh cho ô đang chọn"), entering.mark_na, "Ctrl+Shift+X",
               header=False, group=_("Ô đang chọn")),
        Action("flag", _("Đánh dấu, bỏ dấu theo dõi ô đang chọn"), entering.flag_chosen,
               "Ctrl+Shift+F", header=False, group=_("Ô đang chọn")),
        Action("flags", _("Các ô đang theo dõi"), page.show_flags, header=False,
               group=_("Ô đang chọn")),
        Action("comment", _("Ghi chú cho ô (Shift+F2)"), page.write_note, header=False,
               group=_("Ô đang chọn")),
        Action("find", _("Tìm đơn vị, cột trong bảng"), lambda: page.finding.ask(), "Ctrl+F",
               "search", header=False,
               group=_("Tìm và kiểm tra"), enabled=lambda: page.grid is not None),
        Action("find-next", _("Tìm chỗ sau"), lambda: page.finding.step(1), "F3",
               header=False, group=_("Tìm và kiểm tra"), enabled=lambda: page.grid is not None),
        Action("find-back", _("Tìm chỗ trước"), lambda: page.finding.step(-1), "Shift+F3",
               header=False, group=_("Tìm và kiểm tra"), enabled=lambda: page.grid is not None),
        Action("next", _("Chỗ cần xem tiếp theo"), page.go_to_next_problem, "F8",
               header=False, enabled=page.has_next, group=_("Tìm và kiểm tra"),
               why_not=lambda: nothing_left(known=page.locking.known)),
        Action("trace", _("Số cộng của cột này ở đâu ra? (hoặc bấm số cộng rồi F8)"), page.trace,
               "Shift+F8", header=False,
               group=_("Tìm và kiểm tra"), enabled=lambda: page.grid is not None),
        Action("reason", _("Ghi lý do của cảnh báo"), page.locking.explain_here, REASON_KEYS,
               header=False, group=_("Tìm và kiểm tra"), enabled=lambda: page.grid is not None),
        Action("mend", _("Sửa dòng lệch theo đề nghị"), page.mending.mend, KEYS, header=False,
               group=_("Tìm và kiểm tra"), enabled=lambda: page.grid is not None),
        Action("notices", _("Hiện, ẩn điều nên xem"), page.show_notices, header=False,
               group=_("Tìm và kiểm tra"), enabled=lambda: page.sheet is not None),
    )  # fmt: skip


def _columns(page: FiguresPage) -> Sequence[Action]:
    columns = page.columns
    return (
        Action("columns", _("Chọn cột hiện"), columns.choose, header=False, group=_("Cột"),
               enabled=lambda: page.sheet is not None),
        Action("hide-column", _("Ẩn cột đang đứng"), columns.hide_current, "Ctrl+0",
               header=False, group=_("Cột"), enabled=lambda: page.grid is not None),
        Action("show-columns", _("Hiện tất cả các cột"), columns.show_all, header=False,
               group=_("Cột"), enabled=lambda: bool(columns.out_of_sight()),
               why_not=lambda: _("Không có cột nào đang ẩn.")),
        Action("explain", _("Giải thích cột đang đứng"), page.explain_column, "Shift+F1",
               header=False, group=_("Cột"), enabled=lambda: page.grid is not None),
    )  # fmt: skip
