"""Clauses of legal basis are those that name a document before the issuer speaks."""

import pytest

from desktop.intake.documents import read_pasted

HEAD = "LĐLĐ TỈNH HÀ VÂN\nSố: 12/KH-LĐLĐ\n\nKẾ HOẠCH\nTổ chức hoạt động năm 2026\n\n"
BODY = "\n\nI. MỤC ĐÍCH\n\n1. Thực hiện tốt quy chế dân chủ.\n"
RESOLUTION = "Thực hiện Nghị quyết số 02/NQ-TLĐ ngày 05/01/2026 của Tổng Liên đoàn"
PLAN = "Kế hoạch số 31/KH-LĐLĐ của LĐLĐ tỉnh"


def found(opening: str) -> list[str]:
    basis: list[str] = read_pasted(HEAD + opening + BODY).to_json()["legal_basis"]
    return basis


@pytest.mark.parametrize(
    ("opening", "wanted"),
    [
        (f"{RESOLUTION}, Ban Thường vụ xây dựng kế hoạch như sau:", [RESOLUTION]),
        (f"{RESOLUTION}; {PLAN}; Ban Thường vụ ban hành kế hoạch như sau:", [RESOLUTION, PLAN]),
        (f"{RESOLUTION}; hai bên thống nhất kế hoạch như sau:", [RESOLUTION]),
        (
            f"Năm 2026 là năm đầu nhiệm kỳ. {RESOLUTION}, Ban Thường vụ xây dựng kế hoạch như sau:",
            [RESOLUTION],
        ),
        (
            f"- Căn cứ Luật Công đoàn;\n- Căn cứ {PLAN};\n- Căn cứ tình hình thực tế,\nBan Chấp "
            "hành xây dựng kế hoạch:",
            ["Căn cứ Luật Công đoàn", f"Căn cứ {PLAN}", "Căn cứ tình hình thực tế"],
        ),
        (
            f"Căn cứ Điều lệ Công đoàn Việt Nam; {PLAN}. Ban Thường vụ ban hành kế hoạch:",
            ["Căn cứ Điều lệ Công đoàn Việt Nam", PLAN],
        ),
        (
            f"{RESOLUTION}.\n\nThực hiện Nghị quyết Hội nghị Ban Chấp hành lần thứ 9.\n\n"
            "Ban Thường vụ xây dựng kế hoạch như sau:",
            [RESOLUTION, "Thực hiện Nghị quyết Hội nghị Ban Chấp hành lần thứ 9"],
        ),
        (
            "Căn cứ Luật Công đoàn;\n\nTheo đề nghị của Ban Tổ chức,\n\nBan Thường vụ ban hành kế "
            "hoạch như sau:",
            ["Căn cứ Luật Công đoàn", "Theo đề nghị của Ban Tổ chức"],
        ),
    ],
)
def test_bases_are_found(opening: str, wanted: list[str]) -> None:
    assert found(opening) == wanted


@pytest.mark.parametrize(
    "opening",
    [
        "Năm 2026 là năm đầu triển khai Nghị quyết Đại hội. Chủ đề năm: “Hướng về cơ sở”.",
        "Để chăm lo tốt hơn cho đoàn viên, Ban Thường vụ xây dựng kế hoạch như sau:",
        "Thực hiện chế độ thông tin báo cáo, Công đoàn phường báo cáo kết quả như sau:",
        "Trong những tháng đầu năm, đơn hàng giảm. Thực hiện tốt việc chăm lo là yêu cầu cấp bách.",
        "Ngày 03/7/2026, Liên đoàn Lao động tỉnh họp giao ban. Đồng chí Chủ tịch kết luận:",
    ],
)
def test_no_basis_is_found_where_there_is_none(opening: str) -> None:
    assert found(opening) == []


def test_bases_may_stand_in_an_item_of_their_own() -> None:
    first = "I. CĂN CỨ XÂY DỰNG KẾ HOẠCH\n\n- Căn cứ Luật Công đoàn;\n\n- Căn cứ tình hình đơn vị."
    reading = read_pasted(f"{HEAD}{first}\n\nII. NỘI DUNG\n\n1. Tổ chức Tết.\n")
    basis = reading.to_json()["legal_basis"]
    assert basis == ["Căn cứ Luật Công đoàn", "Căn cứ tình hình đơn vị"]


def test_the_word_of_decision_is_no_part_of_the_last_clause() -> None:
    text = (
        "CÔNG ĐOÀN XÃ HÒA SƠN\nSố: 08/QĐ-CĐX\nHòa Sơn, ngày 10 tháng 3 năm 2027\n\nQUYẾT ĐỊNH\n"
        "Về việc ban hành quy chế\nCăn cứ Điều lệ Công đoàn Việt Nam;\n"
        "Xét đề nghị của Ban Tài chính,\nQUYẾT ĐỊNH:\nĐiều 1. Ban hành quy chế.\n"
    )
    assert read_pasted(text).legal_basis[-1].value == "Xét đề nghị của Ban Tài chính"
