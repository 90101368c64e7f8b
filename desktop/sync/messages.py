"""What the user is told about a bundle: one sentence and one next step per code."""

from collections.abc import Mapping

import msgspec

from desktop.i18n import _
from desktop.models.errors import Refusal


class Message(msgspec.Struct, frozen=True):
    """One known outcome; both texts may hold {fields} filled when it is told."""

    text: str
    next_step: str


def catalogue() -> Mapping[str, Message]:
    """Return every code with its Vietnamese sentence and the next step."""
    return {
        "E_READ": Message(
            _("Không đọc được tệp {file}."),
            _("Kiểm tra tệp còn trên ổ đĩa hoặc USB và không bị chương trình khác giữ."),
        ),
        "E_NOT_BUNDLE": Message(
            _("Tệp này không phải gói số liệu của chương trình."),
            _(
                "Chọn tệp có tên bắt đầu bằng CDX_ và đuôi .zip; nếu gói nằm trong một tệp .zip"
                " khác, giải nén tệp đó trước."
            ),
        ),
        "E_WORKBOOK": Message(
            _("Đây là bảng tính để xem số liệu, không phải gói."),
            _("Nhập tệp gói CDX_….zip đi cùng bảng này; nhập số từ bảng Excel thì vào Số liệu."),
        ),
        "E_WORKBOOK_BESIDE": Message(
            _("Đây là bảng số liệu để xem, đi cùng gói {bundle}."),
            _("Nhập gói {bundle} nằm cạnh tệp này."),
        ),
        "E_TRUNCATED": Message(
            _("Gói bị hỏng hoặc chép chưa xong. Số liệu trên máy anh/chị không thay đổi."),
            _("Chép lại từ USB hoặc xin đơn vị gửi lại."),
        ),
        "E_HASH": Message(
            _("Gói bị hỏng hoặc chép chưa xong. Số liệu trên máy anh/chị không thay đổi."),
            _("Chép lại từ USB hoặc xin đơn vị gửi lại."),
        ),
        "E_TOO_BIG": Message(
            _("Gói lớn hơn mức cho phép. Không nhập."),
            _("Xin đơn vị gửi chia thành nhiều gói nhỏ hơn."),
        ),
        "E_BLOB_TOO_BIG": Message(
            _("Có tệp đính kèm {megabytes} MB, lớn hơn mức {most} MB của cách gửi này."),
            _("Chọn cách gửi bằng USB, hoặc thay bằng tệp nhỏ hơn."),
        ),
        "E_UNSAFE": Message(
            _("Gói có cấu trúc bất thường, không đúng như chương trình tạo ra. Không nhập."),
            _("Giữ lại tệp để báo cáo và xin đơn vị tạo gói mới."),
        ),
        "E_UNKNOWN_SENDER": Message(
            _("Gói của đơn vị chưa được cấp phép trên máy này."),
            _("Xem dãy số khóa, đối chiếu qua điện thoại rồi cấp phép cho đơn vị."),
        ),
        "W_UNKNOWN_ABOVE": Message(
            _("Gói tự ghi là của {unit}, cấp trên của mình, nhưng ký bằng khóa máy này chưa biết."),
            _(
                "Gọi điện hỏi cấp trên có đổi máy không; nếu có, tạo tệp yêu cầu cấp phép, gửi lên"
                " và nhận tệp cấp phép mới."
            ),
        ),
        "E_SIGNATURE": Message(
            _("Chữ ký không khớp: gói đã bị sửa sau khi xuất. Không nhập."),
            _("Lưu tệp để báo cáo và xin đơn vị gửi lại."),
        ),
        "E_NO_SIGNATURE": Message(
            _("Gói đã bị lấy mất chữ ký (tệp manifest.sig) sau khi xuất. Không nhập."),
            _("Lưu tệp để báo cáo và xin đơn vị gửi lại gói nguyên vẹn, không mở nén rồi nén lại."),
        ),
        "E_UNSIGNED": Message(
            _("Gói này không có chữ ký, tự ghi là của {name} mà chưa biết ai gửi. Không nhập."),
            _("Gọi điện cho đơn vị; nếu vẫn nhận thì chọn nhận gói chưa xác thực."),
        ),
        "E_REVOKED": Message(
            _("Khóa của {unit} trên máy gửi đã bị thu hồi từ ngày {day}. Không nhập."),
            _("Gọi điện cho đơn vị; máy mới của đơn vị cần được cấp phép rồi gửi lại."),
        ),
        "E_OWN_ENDED": Message(
            _(
                "Gói này do máy cũ của chính cơ quan mình tạo; khóa máy đó đã thu hồi từ ngày"
                " {day}, mà trong gói có {count} nội dung sổ này chưa có."
            ),
            _(
                "Nếu đúng là gói cơ quan mình tạo, chọn nhận gói của máy cũ; nếu không biết ai tạo"
                " thì không nhập."
            ),
        ),
        "E_OWN_FINAL": Message(
            _(
                "Gói này do máy cũ của chính cơ quan mình tạo; cấp trên chỉ tin máy đó đến hết ngày"
                " {day}, mà trong gói có {count} nội dung chưa được nhận."
            ),
            _("Gọi điện cho cấp trên; số nào đúng thì nhập lại ở máy này rồi gửi."),
        ),
        "E_OWN_REVOKED": Message(
            _("Khóa của máy này đã bị cấp trên thu hồi từ ngày {day}, nên không tạo được gói."),
            _(
                "Gọi điện cho cấp trên; lập sổ mới trên máy này rồi xin cấp phép, số liệu cấp trên"
                " đã nhận sẽ về theo tệp cấp phép."
            ),
        ),
        "E_NOT_GRANTED": Message(
            _(
                "Sổ này được khôi phục từ bản sao lưu, khóa của máy này chưa được cấp phép cho"
                " {unit}: gói ký ở đây không nơi nào nhận."
            ),
            _(
                "Tạo tệp yêu cầu cấp phép, gửi lên cấp trên rồi nhận tệp cấp phép; số liệu đã nhập"
                " vẫn còn và sẽ gửi được."
            ),
        ),
        "E_NOT_GRANTED_TOP": Message(
            _(
                "Sổ này được khôi phục từ bản sao lưu, các đơn vị chưa biết khóa của máy này:"
                " gói ký ở đây không nơi nào nhận."
            ),
            _(
                "Máy cũ còn thì trên máy đó cấp phép cho máy này; không còn thì cấp phép lại cho"
                " từng đơn vị từ máy này."
            ),
        ),
        "E_STORE_REVOKED": Message(
            _("Máy gửi yêu cầu này đã bị thu hồi khóa từ ngày {day}."),
            _("Trên máy đó, lập sổ mới rồi xin lại; số liệu đã nhận sẽ về theo tệp cấp phép."),
        ),
        "E_NO_STORE": Message(
            _("Không rõ “{name}” là máy nào trong các máy đã được cấp phép."),
            _("Xem mã máy ở danh sách các máy đã cấp phép."),
        ),
        "E_NONE_ALIVE": Message(
            _("{unit} không còn máy nào đang được cấp phép: khóa các máy đều đã bị thu hồi."),
            _("Cấp phép cho máy mới của đơn vị; xem các máy ở phần Kết nối (lệnh enrol list)."),
        ),
        "E_REVOKED_BEFORE": Message(
            _("Khóa của máy này, thuộc {unit}, đã thu hồi từ ngày {day} rồi."),
            _("Muốn bỏ cả nội dung nhận sau một ngày thì thu hồi lại, ghi ngày còn tin (--until)."),
        ),
        "E_UNTIL_LATER": Message(
            _("Ngày còn tin không thể ở sau hôm nay."),
            _("Để trống ngày để giữ mọi số liệu đã nhận."),
        ),
        "E_OTHER_KEY": Message(
            _("Máy của {unit} đã được cấp phép với một khóa khác."),
            _("Gọi điện cho đơn vị; nếu khóa cũ đã mất, cấp phép lại với lựa chọn khóa cũ đã mất."),
        ),
        "E_AUDIENCE": Message(
            _("Gói này gửi cho {unit}, không phải đơn vị mình."),
            _("Chuyển gói đến đúng nơi nhận."),
        ),
        "E_NEWER_FORMAT": Message(
            _("Gói được tạo bằng phiên bản mới hơn ({version})."),
            _("Cập nhật chương trình rồi nhập lại gói."),
        ),
        "E_CONTENT": Message(
            _("Nội dung gói có dòng sai quy cách. Không nhập."),
            _("Xin đơn vị cập nhật chương trình và tạo gói mới."),
        ),
        "E_TOTALS": Message(
            _("Số tổng ghi trong gói không khớp số liệu trong gói. Không nhập."),
            _("Xin đơn vị tạo gói mới."),
        ),
        "E_DISK_FULL": Message(
            _("Ổ đĩa sắp đầy, cần {megabytes} MB. Chưa ghi gì."),
            _("Chọn ổ khác hoặc dọn bớt tệp rồi làm lại."),
        ),
        "E_WRITE": Message(
            _("Không ghi được vào {folder}."),
            _("Chọn thư mục khác hoặc kiểm tra quyền ghi."),
        ),
        "E_KEY_MISSING": Message(
            _("Không tìm thấy khóa ký của đơn vị trên máy này."),
            _("Tạo khóa mới và gửi lại yêu cầu cấp phép lên cấp trên."),
        ),
        "E_KEY_OTHER": Message(
            _("Khóa ký trên máy này chưa được cấp trên cấp phép."),
            _("Tạo tệp yêu cầu cấp phép, gửi lên cấp trên rồi nhận tệp cấp phép."),
        ),
        "E_KEY_DAMAGED": Message(
            _("Tệp khóa ký của đơn vị bị hỏng."),
            _("Tạo khóa mới và gửi lại yêu cầu cấp phép lên cấp trên."),
        ),
        "E_PASSPHRASE": Message(
            _("Cụm mật khẩu của khóa ký không đúng."),
            _("Nhập lại cụm mật khẩu."),
        ),
        "E_KEY_LOCKED": Message(
            _("Khóa ký đang khóa bằng cụm mật khẩu."),
            _("Mở khóa ở trang Gửi – nhận, phần Kết nối, rồi làm lại."),
        ),
        "E_PHRASE_SHORT": Message(
            _("Cụm mật khẩu cần ít nhất {least} ký tự."),
            _("Chọn một câu ngắn dễ nhớ, ví dụ bốn từ không liên quan với nhau."),
        ),
        "E_PHRASE_FILE": Message(
            _("Tệp {file} không có cụm mật khẩu ở dòng đầu."),
            _("Ghi cụm mật khẩu vào dòng đầu của một tệp văn bản rồi làm lại."),
        ),
        "E_KEYRING": Message(
            _("Không dùng được kho khóa của hệ điều hành trên máy này."),
            _("Cất khóa trong tệp có cụm mật khẩu."),
        ),
        "E_SEALED": Message(
            _("Gói này đã được mã hóa, chỉ xem được trong sổ của nơi nhận."),
            _("Mở gói trên máy của nơi nhận."),
        ),
        "E_SEALED_OTHER": Message(
            _("Gói này mã hóa cho máy khác, không mở được trên máy này."),
            _("Mở trên máy của nơi nhận, hoặc xin đơn vị gửi lại cho đúng cơ quan."),
        ),
        "E_SEALED_PHRASE": Message(
            _("Gói này khóa bằng cụm mật khẩu."),
            _("Nhập cụm mật khẩu đã đặt khi tạo gói."),
        ),
        "E_PHRASE": Message(
            _("Cụm mật khẩu của gói không đúng."),
            _("Nhập lại cụm mật khẩu đã đặt khi tạo gói."),
        ),
        "E_NO_AGE": Message(
            _("{unit} chưa có khóa mã hóa, nên chưa gửi được tệp đính kèm hay gói mã hóa."),
            _("Gửi gói không kèm tệp; sau khi nhận được gói mới của nơi đó thì gửi lại."),
        ),
        "E_NEED_PHRASE": Message(
            _("Gói đầy đủ có tệp đính kèm phải khóa bằng cụm mật khẩu."),
            _("Đặt cụm mật khẩu, hoặc tạo gói không kèm tệp."),
        ),
        "E_REQUEST": Message(
            _("Tệp yêu cầu cấp phép không đúng hoặc đã bị sửa."),
            _("Xin đơn vị tạo và gửi lại yêu cầu."),
        ),
        "E_REQUEST_OTHER": Message(
            _("Yêu cầu cấp phép này là của {named}, không phải của {unit}."),
            _("Chọn lại đơn vị; nếu chọn đúng rồi, gọi điện cho đơn vị để xin yêu cầu khác."),
        ),
        "E_GRANT": Message(
            _("Tệp cấp phép không đúng, hoặc cấp cho máy khác."),
            _("Xin cấp trên gửi lại tệp cấp phép cho yêu cầu của máy này."),
        ),
        "E_GRANT_FILE": Message(
            _("Đây là tệp cấp phép của cấp trên, không phải gói số liệu."),
            _("Dùng mục Nhận cấp phép để mở tệp này."),
        ),
        "E_REQUEST_FILE": Message(
            _("Đây là tệp yêu cầu cấp phép của đơn vị, không phải gói số liệu."),
            _("Dùng mục Cấp phép cho đơn vị (lệnh enrol grant) để mở tệp này."),
        ),
        "E_NO_UNIT": Message(
            _("Không có đơn vị {unit} trong danh sách của cơ quan mình."),
            _("Kiểm tra mã đơn vị ở trang Đơn vị."),
        ),
        "E_NOT_MANAGED": Message(
            _("Đơn vị {unit} không thuộc phạm vi quản lý của cơ quan mình."),
            _("Chọn đơn vị trực thuộc."),
        ),
        "E_NOT_ENROLLED": Message(
            _("Đơn vị {unit} chưa được cấp phép gửi, nhận gói."),
            _("Cấp phép cho đơn vị trước."),
        ),
        "E_STILL_ENROLLED": Message(
            _("{unit} còn {count} máy được cấp phép, nên chưa nhận lại việc nhập số liệu được."),
            _("Thu hồi khóa các máy đó trước, hoặc chọn thu hồi luôn khi nhận lại."),
        ),
        "E_NO_OWN_OFFICE": Message(
            _("{unit} không có máy riêng tự nhập số liệu, nên không có gì để nhận lại."),
            _("Nhập số liệu của đơn vị như thường lệ ở trang Số liệu."),
        ),
        "E_LOCKED_UNTIL": Message(
            _("{unit} đã tự chốt số liệu đến hết ngày {day}; chỉ nhận lại được từ ngày sau đó."),
            _("Để trống ngày: chương trình lấy ngày sớm nhất được nhận lại."),
        ),
        "E_NO_PEER": Message(
            _("Cơ quan mình mới có một máy được cấp phép."),
            _("Trên máy thứ hai, tạo tệp yêu cầu cấp phép và gửi lên cấp trên."),
        ),
        "E_ENROLLED": Message(
            _("Cơ quan mình đã được cấp phép, nên gói gửi lên phải có chữ ký."),
            _("Tạo gói gửi lên như thường lệ."),
        ),
        "E_UNVERIFIED_ENROLLED": Message(
            _("{unit} đã được cấp phép, nên không nhận gói chưa xác thực của đơn vị này."),
            _("Xin đơn vị gửi gói có chữ ký; nếu máy mất khóa thì cấp phép lại qua điện thoại."),
        ),
        "E_UNVERIFIED_UNIT": Message(
            _("Chưa rõ gói chưa xác thực này là của đơn vị nào."),
            _("Chọn đơn vị trong danh sách của cơ quan mình rồi nhập lại."),
        ),
        "E_UNVERIFIED_CODE": Message(
            _("Không có đơn vị trực thuộc nào mang mã {unit}."),
            _("Xem mã trong danh sách đơn vị (lệnh units list) rồi nhập lại."),
        ),
        "E_UNVERIFIED_BEFORE": Message(
            _("Gói này đã nhập ngày {day}, ghi vào {before} chứ không phải {unit}."),
            _("Hoàn tác lần nhập đó rồi nhập lại gói vào đúng đơn vị."),
        ),
        "E_UNVERIFIED_EMPTY": Message(
            _("Gói chưa xác thực này không có báo cáo nào đã chốt nên không có gì để nhập."),
            _("Đề nghị đơn vị chốt số liệu, tạo gói mới và gửi lại."),
        ),
        "E_VERIFIED": Message(
            _("Gói này có chữ ký của đơn vị đã được cấp phép."),
            _("Nhập như thường lệ, không chọn mục chưa xác thực."),
        ),
        "W_UNVERIFIED_TAKEN": Message(
            _(
                "Chưa xác thực được người gửi, gói tự ghi là của {name}. Số liệu ghi vào {unit} và"
                " được đánh dấu “chưa xác thực” trong mọi báo cáo."
            ),
            _("Gọi điện cho đơn vị để đối chiếu số tổng."),
        ),
        "W_UNVERIFIED_INSIDE": Message(
            _(
                "Trong gói có {count} báo cáo chưa xác thực được người gửi, {unit} nhận từ gói chưa"
                " ký: {names}."
            ),
            _("Hỏi {unit} đã gọi điện đối chiếu với đơn vị chưa."),
        ),
        "E_TOPMOST": Message(
            _("Cơ quan mình ở cấp cao nhất trong sổ này, không có cấp trên để gửi gói lên."),
            _("Gửi xuống đơn vị thì thêm --to MÃ; cần gói đầy đủ để giữ lại thì dùng --save."),
        ),
        "E_NO_PARENT": Message(
            _("Cơ quan mình chưa được cấp trên cấp phép."),
            _("Tạo tệp yêu cầu cấp phép và gửi lên cấp trên."),
        ),
        "E_NO_BUNDLE": Message(
            _("Không có gói “{id}” trong các gói đã nhập."),
            _("Xem các gói đã nhận ở trang Gửi – nhận; mã gói cần từ 8 ký tự."),
        ),
        "E_UNDONE": Message(
            _("Gói này đã hoàn tác rồi."),
            _("Muốn nhận lại thì nhập lại tệp gói."),
        ),
        "E_NOT_UNDONE": Message(
            _("Không hoàn tác được gói này vì {why}."),
            _("Nếu có số sai, hãy sửa ở nơi ghi rồi gửi gói mới."),
        ),
        "E_SENT_ON": Message(
            _("Không hoàn tác được: nội dung gói này đã nằm trong gói gửi cấp trên."),
            _("Xin đơn vị sửa và gửi gói mới, hoặc trả lại báo cáo để sửa."),
        ),
        "I_ALREADY": Message(
            _("Gói này đã nhập ngày {day}. Không có gì thay đổi."),
            _("Xem kết quả lần trước."),
        ),
        "I_BLOBS": Message(
            _("Gói này chỉ có {count} tệp đính kèm; đã cất vào sổ của cơ quan mình."),
            _("Không phải làm gì thêm."),
        ),
        "I_SETTLED": Message(
            _("Gói này chọn xong {count} chỗ hai máy ghi khác nhau; số đang dùng là số được chọn."),
            _("Không phải làm gì thêm."),
        ),
        "I_NOTHING": Message(
            _("Gói này không có gì mới: mọi nội dung đã có trong sổ."),
            _("Không phải làm gì thêm."),
        ),
        "I_RECEIPT": Message(
            _("Gói này chỉ báo tin: {unit} đã nhận {count} gói của đơn vị mình."),
            _("Xem các gói đã gửi ở trang Gửi – nhận."),
        ),
        "W_GAP": Message(
            _("Thiếu gói của {unit}; số liệu còn chờ phần trước đó."),
            _("Xin đơn vị gửi gói đầy đủ."),
        ),
        "W_OLD_COPY": Message(
            _(
                "{unit} đã nhận những nội dung của máy này mà sổ này không có: sổ là bản sao cũ,"
                " hoặc đang mở ở hai nơi."
            ),
            _("Xin {unit} gửi gói đầy đủ để lấy lại; từ nay chỉ dùng một bản của sổ."),
        ),
        "W_FORK": Message(
            _("Máy của {unit} vừa phục hồi từ bản sao cũ; có {count} thay đổi song song cần xem."),
            _("Xem các thay đổi song song."),
        ),
        "W_CLOCK": Message(
            _("Đồng hồ máy gửi sai (máy ghi {time}). Số liệu vẫn được nhận."),
            _("Nhắc đơn vị chỉnh giờ."),
        ),
        "W_OWN_CLOCK": Message(
            _(
                "Máy gửi ghi {time}, còn đồng hồ máy này đang là {now}, trước cả việc đã ghi ở đây."
                " Số liệu vẫn được nhận."
            ),
            _("Chỉnh ngày giờ của máy này."),
        ),
        "W_AFTER_ACCEPTED": Message(
            _("{count} báo cáo sửa số đã được duyệt: chờ duyệt, số tổng giữ số đã duyệt."),
            _("Xem ở phần Chờ duyệt, rồi duyệt hoặc trả lại."),
        ),
        "W_LATE": Message(
            _("{count} báo cáo sửa số của kỳ đã khóa sổ: chờ duyệt, số tổng giữ số lúc khóa sổ."),
            _("Xem ở phần Chờ duyệt, rồi duyệt hoặc trả lại."),
        ),
        "W_LATE_FIRST": Message(
            _("{count} báo cáo nộp lần đầu sau khi khóa sổ: chờ duyệt, chưa tính vào số tổng."),
            _("Xem ở phần Chờ duyệt, rồi duyệt hoặc trả lại."),
        ),
        "W_NEWER_OPS": Message(
            _("{count} nội dung của phiên bản mới hơn: giữ nguyên và chuyển tiếp."),
            _("Cập nhật chương trình để xem các nội dung này."),
        ),
        "W_REJECTED": Message(
            _("{count} nội dung không được tính vì {reason}: giữ lại, không đưa vào số liệu."),
            _("Xem danh sách và trao đổi với đơn vị."),
        ),
        "W_ENDED_KEY": Message(
            _("Gói ký bằng khóa đã thôi dùng từ ngày {day}: chỉ nhận phần đã biết trước ngày đó."),
            _("Xin đơn vị gửi gói mới từ máy đang dùng."),
        ),
        "W_UNDONE_ABOVE": Message(
            _("{unit} đã rút gói số {numbers} ra khỏi sổ: số liệu trong gói không còn ở đó."),
            _("Hỏi lý do, rồi tạo gói mới và gửi lại."),
        ),
        "W_LATE_KEPT": Message(
            _("Gói của máy đã bị thu hồi: không nhập, số liệu được giữ lại để đối chiếu."),
            _(
                "Số liệu trong gói được giữ lại ở phần Khác nhau, cạnh số đang dùng;"
                " nếu đúng thì nhập lại bằng tay, đơn vị đã có máy mới thì nhập trên máy đó."
            ),
        ),
        "W_UNVERIFIED": Message(
            _("Chưa xác thực được người gửi: nội dung dưới đây chỉ là lời khai trong gói."),
            _("Đối chiếu dãy số khóa qua điện thoại trước khi cấp phép."),
        ),
    }


def message(code: str, **fields: object) -> Message:
    """Return the sentence and next step of a code, filled in."""
    found = catalogue()[code]
    return Message(found.text.format(**fields), found.next_step.format(**fields))


class BundleRefusal(Refusal):
    """A refusal about a bundle; `detail` says in technical words what was wrong."""

    def __init__(self, code: str, detail: str = "", **fields: object) -> None:
        told = message(code, **fields)
        super().__init__(told.text, next_step=told.next_step, code=code)
        self.detail = detail
