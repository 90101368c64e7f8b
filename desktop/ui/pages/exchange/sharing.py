"""Bundles for the office's own machines, and the one without a signature."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.text import nfc
from desktop.ui.messages import MessageKind
from desktop.ui.pages.exchange.keys import open_dialog, secret_field
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.layout import column

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.sync.export import MadeBundle
    from desktop.ui.desk import Desk
    from desktop.ui.pages.exchange.exchange_page import ExchangePage


class Sharing:
    """The page's verbs about the office's other PCs."""

    def __init__(self, desk: Desk, page: ExchangePage) -> None:
        self._desk, self._page = desk, page

    def can_share(self) -> bool:
        """Say whether another PC of the office is enrolled."""
        shown = self._page.shown
        if shown is None or shown.view.ungranted:
            return False
        units = [one.unit for one in shown.view.machines if one.own]
        return any(
            one.unit in units and not one.own and not one.revoked for one in shown.view.machines
        )

    def why_not_share(self) -> str:
        """Say how a second PC is connected."""
        if self._page.shown is not None and self._page.shown.view.ungranted:
            return self._page.sending.why_not_send()
        return _("Cơ quan mình mới có một máy. Trên máy thứ hai, xin cấp trên cấp phép trước.")

    def can_be_unsigned(self) -> bool:
        """Say whether nobody above has enrolled this office."""
        return self._page.shown is not None and not self._page.shown.view.parent

    def why_not_unsigned(self) -> str:
        """Say why a bundle has to be signed."""
        return _("Cơ quan mình đã được cấp phép, nên gói gửi lên phải có chữ ký.")

    def to_peers(self) -> None:
        """Make the bundle for the office's other PCs."""
        from desktop.ui.pages.exchange import work

        folder = self._page.sending.folder()
        if folder is not None:
            self._make(
                lambda store, *_rest: work.share(store, folder, save=False),
                _("Đã tạo gói {name}. Chép sang máy kia của cơ quan rồi nhận gói ở đó."),
            )

    def save_all(self) -> None:
        """Ask for a passphrase, or none, then make the bundle of everything."""
        from desktop.ui.pages.exchange import work

        folder = self._page.sending.folder()
        if folder is None:
            return
        self.phrase = secret_field(_("Cụm mật khẩu"))
        self.again = secret_field(_("Gõ lại cụm mật khẩu"))
        self.open = QCheckBox(_("Không đặt cụm mật khẩu, và không kèm tệp minh chứng"))

        def deed() -> None:
            phrase = "" if self.open.isChecked() else nfc(self.phrase.text().strip())
            if not self.open.isChecked() and phrase != nfc(self.again.text().strip()):
                raise Refusal(_("Hai lần gõ cụm mật khẩu không giống nhau."))
            if not self.open.isChecked() and not phrase:
                raise Refusal(_("Đặt cụm mật khẩu, hoặc chọn không đặt."))
            self._make(
                lambda store, *_rest: work.share(store, folder, save=True, phrase=phrase),
                _("Đã tạo gói đầy đủ {name}. Máy của cơ quan mình nhận lại được."),
            )

        self.asking = open_dialog(
            self._desk.window, _("Tạo gói đầy đủ của cơ quan"),
            _("Gói chứa toàn bộ số liệu và tệp minh chứng. Máy mới của cơ quan, sau khi được cấp"
              " phép, nhận gói này là có lại sổ. Quên cụm mật khẩu thì không mở được gói."),
            column(FormRow(_("Cụm mật khẩu"), self.phrase), FormRow(_("Gõ lại"), self.again),
                   self.open, None),
            _("Tạo gói"), deed,
        )  # fmt: skip

    def unsigned(self) -> None:
        """Make a bundle without a signature for a level above that has not enrolled us."""
        from desktop.tasks.exchange.send import send

        folder = self._page.sending.folder()
        if folder is not None:
            self._make(
                lambda store, *_rest: send(store, folder, unsigned=True),
                _("Đã tạo gói chưa ký {name}. Cấp trên nhận được nhưng đánh dấu chưa xác thực."),
            )

    def sealed(self) -> None:
        """Make the bundle for the level above so that only its machines open it."""
        self._up(_("Đã tạo gói {name}; chỉ máy của cấp trên mở được."), seal=True)

    def with_files(self) -> None:
        """Make the bundle for the level above with the attachments it has not received yet."""
        told = _("Đã tạo gói {name}, mã hóa cho cấp trên, kèm các tệp chưa gửi.")
        self._up(told, attachments=True)

    def _up(self, told: str, *, seal: bool = False, attachments: bool = False) -> None:
        from desktop.tasks.exchange.send import send

        folder = self._page.sending.folder()
        if folder is not None:
            self._make(
                lambda store, *_rest: send(store, folder, seal=seal, attachments=attachments),
                told,
            )

    def _make(self, work: Callable[..., Any], told: str) -> None:
        from desktop.ui.pages.exchange.bundle_panel import open_folder

        def made(bundle: MadeBundle) -> None:
            self._page.show_bundle(bundle.id)
            self._desk.message(
                told.format(name=bundle.path.name), kind=MessageKind.DONE,
                action_text=_("Mở thư mục"), action=lambda: open_folder(bundle.path.parent),
            )  # fmt: skip

        self._desk.job(_("Tạo gói"), work, made, writes=True)
