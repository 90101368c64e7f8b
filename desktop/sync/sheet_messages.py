"""What the user is told about a QR sheet: one sentence and one next step per code."""

from collections.abc import Mapping

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.sync.messages import Message


def catalogue() -> Mapping[str, Message]:
    """Return every code with its Vietnamese sentence and the next step."""
    return {
        "E_QR_NONE": Message(
            _("Đây không phải mã của phiếu QR số liệu."),
            _("Quét lại đúng mã QR in trên phiếu; mã bắt đầu bằng 2807."),
        ),
        "E_QR_SHORT": Message(
            _("Mã gõ vào chưa đủ hoặc thừa: được {got} trên {of} chữ số."),
            _("Xóa ô rồi quét lại; nếu vẫn thiếu, chỉnh máy quét gõ chậm hơn hoặc dùng ảnh phiếu."),
        ),
        "E_QR_TYPED": Message(
            _("Mã gõ vào bị sai vài ký tự nên không đọc được."),
            _("Tắt bộ gõ tiếng Việt, xóa ô rồi quét lại, hoặc dùng ảnh chụp phiếu."),
        ),
        "E_QR_NEWER": Message(
            _("Phiếu được in bằng phiên bản mới hơn ({version}) của chương trình."),
            _("Cập nhật chương trình rồi nhận lại phiếu."),
        ),
        "E_QR_UNKNOWN": Message(
            _("Phiếu ghi là của {unit}, nhưng máy in phiếu chưa được cấp phép ở đây."),
            _("Kiểm tra phiếu có đúng của đơn vị trực thuộc không; nếu đúng, cấp phép cho đơn vị"
              " hoặc nhận gói của đơn vị trước."),
        ),
        "E_QR_KEPT": Message(
            _("Phiếu của {unit} ký bằng khóa mà sổ chưa biết: đơn vị có thể vừa đổi khóa. Phiếu"
              " được giữ lại, chưa tính vào số liệu."),
            _("Xin đơn vị gửi một gói mới; khi gói đó được nhập, phiếu tự vào sổ, không phải"
              " quét lại."),
        ),
        "E_QR_SIGNATURE": Message(
            _("Chữ ký trên phiếu không phải của {unit}: phiếu giả hoặc đã bị sửa. Không nhận."),
            _("Giữ lại phiếu để báo cáo và gọi điện cho đơn vị."),
        ),
        "E_QR_OUTDATED": Message(
            _("Phiếu đã cũ: {unit} đã có {newer} của {form} {period}, phiếu này là {given}."),
            _("Xin đơn vị in phiếu của lần chốt mới nhất."),
        ),
        "E_QR_FOREIGN": Message(
            _("Không nhận phiếu của {unit}: {why}."),
            _("Chuyển phiếu đến đúng nơi nhận, hoặc kiểm tra danh sách đơn vị."),
        ),
        "E_QR_CONTENT": Message(
            _("Nội dung phiếu của {unit} sai quy cách. Không nhận."),
            _("Xin đơn vị cập nhật chương trình rồi in phiếu mới, hoặc gửi gói."),
        ),
        "E_QR_TOO_BIG": Message(
            _("Báo cáo dài quá một mã QR: cần {needed} chữ số, một mã chỉ ghi được {most}."),
            _("Gửi báo cáo này bằng gói: mục Tạo gói gửi lên ở trang Gửi – nhận."),
        ),
        "E_QR_NOT_LOCKED": Message(
            _("{unit} chưa chốt {form} {period} nên chưa in phiếu QR được."),
            _("Chốt báo cáo rồi in phiếu."),
        ),
        "E_QR_NOT_FOUND": Message(
            _("Không thấy mã QR nào đọc được trong tệp {file}."),
            _("Chụp lại gần hơn, thẳng, đủ sáng, thấy trọn mã và lề trắng; hoặc quét ở 300 dpi."),
        ),
        "E_QR_OTHER": Message(
            _("Trong tệp {file} có mã QR, nhưng không phải mã của phiếu số liệu."),
            _("Chọn ảnh hoặc tệp PDF của phiếu QR số liệu."),
        ),
        "E_QR_HEIC": Message(
            _("Ảnh {file} ở dạng HEIC của iPhone; chương trình không mở được dạng này."),
            _("Trên iPhone, mở ảnh cho mã đầy màn hình, chụp màn hình rồi gửi ảnh đó; để lần sau"
              " chụp ra ảnh JPG: Cài đặt, Camera, Định dạng, Tương thích nhất."),
        ),
        "E_QR_PICTURE": Message(
            _("Không mở được ảnh hoặc tệp PDF {file}."),
            _("Chọn tệp .png, .jpg hoặc .pdf còn nguyên; chụp hoặc quét lại phiếu nếu cần."),
        ),
        "I_QR_ALREADY": Message(
            _("Phiếu này đã nhận ngày {day}. Không có gì thay đổi."),
            _("Xem kết quả lần trước."),
        ),
        "I_QR_NOTHING": Message(
            _("Báo cáo trên phiếu này của {unit} đã có trong sổ, không tính thêm lần nữa."),
            _("Không phải làm gì thêm."),
        ),
    }  # fmt: skip


def message(code: str, **fields: object) -> Message:
    """Return the sentence and next step of a code, filled in."""
    found = catalogue()[code]
    return Message(found.text.format(**fields), found.next_step.format(**fields))


class SheetRefusal(Refusal):
    """A refusal about a QR sheet; `detail` says in technical words what was wrong.

    `fields` are what its sentence was filled with.
    """

    def __init__(self, code: str, detail: str = "", **fields: object) -> None:
        told = message(code, **fields)
        super().__init__(told.text, next_step=told.next_step, code=code)
        self.detail, self.fields = detail, fields
