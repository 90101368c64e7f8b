"""The reasons a word on a return needs: whoever reads it below has to know what to do."""

from desktop.i18n import _
from desktop.models.errors import Refusal


def reason_to_send_back(text: str) -> str:
    """Return the reason a return is sent back for, trimmed. Raises Refusal where none is given."""
    if not text.strip():
        raise Refusal(
            _("Chưa ghi lý do trả lại."), next_step=_("Ghi điều cần sửa để đơn vị biết."),
            code="E_NO_REASON",
        )  # fmt: skip
    return text.strip()


def reason_to_reopen(text: str) -> str:
    """Return the reason a closed return is opened for, trimmed. Raises Refusal where none is."""
    if not text.strip():
        raise Refusal(
            _("Chưa ghi lý do mở lại."), next_step=_("Ghi vì sao cần sửa số liệu của kỳ đã khóa."),
            code="E_NO_REASON",
        )  # fmt: skip
    return text.strip()
