"""The installed program tries every feature once, in a temporary folder it removes again."""

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop.i18n import _
from desktop.models.clock import VIETNAM, SteppingClock
from desktop.models.errors import Refusal
from desktop.models.store.store import Store
from desktop.tasks.offices.new_office import new_office
from desktop.tasks.trial import self_test_checks as checks
from desktop.tasks.trial import self_test_forms as forms
from desktop.tasks.trial import self_test_keys as keys
from desktop.tasks.trial import self_test_people as people
from desktop.tasks.trial import self_test_sending as road
from desktop.tasks.trial import self_test_sheet as page
from desktop.tasks.trial.self_test_bench import Bench

Say = Callable[[str], None]


def self_test(say: Say) -> dict[str, Any]:
    """Run every check and return {"passed": n, "failed": [names]}; a line each to `say`."""
    passed, failed = 0, []
    with tempfile.TemporaryDirectory(prefix="socongdoan-") as name, ExitStack() as closing:
        bench = _bench(Path(name), closing)
        for title, check in _checks():
            problem = _problem(check, bench)
            if problem:
                failed.append(title)
                say(_("HỎNG  {title}: {problem}").format(title=title, problem=problem))
            else:
                passed += 1
                say(_("đạt   {title}").format(title=title))
    return {"passed": passed, "failed": failed}


def _problem(check: Callable[[Bench], None], bench: Bench) -> str:
    """Run a check; return what went wrong, "" when nothing did."""
    try:
        check(bench)
    except Refusal as refusal:
        return str(refusal)
    except Exception as error:
        return type(error).__name__ + (f": {error}" if isinstance(error, AssertionError) else "")
    return ""


def _bench(folder: Path, closing: ExitStack) -> Bench:
    stores = []
    offices = (("trên", _("Công đoàn phường Thử"), "CDP"), ("dưới", _("CĐCS Trường Thử"), "CDCS"))
    for number, (name, title, kind) in enumerate(offices):
        clock = SteppingClock(datetime(2026, 11, 21, 8, tzinfo=VIETNAM), seed=90 + number)
        new_office(folder / name, title, kind, clock=clock)
        store = Store.open(folder / name, clock=clock)
        closing.callback(store.close)
        stores.append(store)
    upper, lower = stores
    return Bench(folder, upper, lower)


def _checks() -> list[tuple[str, Callable[[Bench], None]]]:
    """Return the checks in order; later ones build on earlier ones."""
    return [
        (_("gói mẫu: chỉ tiêu, biểu, quy tắc, mẫu văn bản"), checks.packs),
        (_("đơn vị và cây đơn vị"), checks.units),
        (_("sự kiện tổ chức: thành lập, sáp nhập, hoàn tác"), checks.events),
        (_("đọc văn bản"), checks.reading),
        (_("soạn kế hoạch và ban hành"), checks.plan),
        (_("in kế hoạch: PDF, Word, Excel, văn bản"), checks.printing),
        (_("hoạt động"), checks.activity),
        (_("cấp phép"), checks.enrolment),
        (_("nhập số liệu và quy tắc"), checks.figures),
        (_("nhận số liệu từ bảng của người khác"), checks.imported),
        (_("biểu giao cho cơ sở, nhận lại theo mã"), forms.issued),
        (_("hoàn tác, làm lại"), checks.undo),
        (_("chốt báo cáo"), checks.lock),
        (_("tổng hợp số liệu"), checks.totals),
        (_("báo cáo F1 … F7"), checks.reports),
        (_("điền biểu của tỉnh, giữ nguyên tệp"), forms.own_form),
        (_("phiếu QR: in, đọc lại, nhận một lần"), page.sheet),
        (_("gói gửi lên: tạo, xem, nhập hai lần"), checks.bundle),
        (_("gói bị sửa thì không nhận"), checks.tampered),
        (_("gửi gói: thư mục chung, thư điện tử, hàng chờ"), road.sending),
        (_("đường truyền an toàn"), road.secure_lines),
        (_("duyệt, biên nhận, tình trạng gói"), checks.receipt),
        (_("sổ tổng hợp của cấp trên"), checks.consolidated),
        (_("dấu số"), checks.digest),
        (_("chỉ tiêu giao xuống"), people.targets),
        (_("danh sách đoàn viên niêm bằng mật khẩu"), people.members),
        (_("khóa: đổi, cất, mã hóa gói"), keys.sealed),
        (_("thu hồi khóa"), keys.revoked),
        (_("sao lưu, kiểm tra, khôi phục"), checks.backup),
        (_("kiểm tra sổ"), checks.doctor),
    ]
