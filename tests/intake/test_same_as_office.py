"""What is read from Word files beside what LibreOffice shows of the same files."""

import random
import re
from collections.abc import Sequence
from pathlib import Path

from desktop.intake.sources.foreign import read_rtf
from desktop.intake.sources.read_docx import read_docx
from tests.intake.word_files import level, numbering, paragraph, run, styles, table, write
from tests.support.office import Office

BARE = re.compile(r"(?:Điều )?\(?[A-Za-z\d.]{1,6}[.)/]*(?: -)?")
TEXT = "txt:Text (encoded):UTF8"
LISTS = {
    "0": [
        level(0, "upperRoman", "%1."),
        level(1, "decimal", "%2."),
        level(2, "decimal", "%2.%3."),
        level(3, "bullet", "-"),
    ],
    "1": [
        level(0, "decimal", "%1/", start=3),
        level(1, "lowerLetter", "%2)"),
        level(2, "decimal", "%1.%2.%3"),
        level(3, "bullet", "+"),
    ],
    "2": [
        level(0, "decimal", "Điều %1."),
        level(1, "decimal", "%1.%2."),
        level(2, "lowerRoman", "(%3)"),
        level(3, "decimalZero", "%4)"),
    ],
}


def override(lists: str, index: int, start: int) -> str:
    """A number that begins one level of a list anew."""
    return (
        f'<w:abstractNumId w:val="{lists}"/><w:lvlOverride w:ilvl="{index}">'
        f'<w:startOverride w:val="{start}"/></w:lvlOverride>'
    )


NUMBERS = {
    "1": "0",
    "2": "0",
    "3": override("0", 0, 1),
    "4": "1",
    "5": override("1", 1, 1),
    "6": "2",
    "7": override("2", 1, 5),
    "8": '<w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="1">'
    + level(1, "upperLetter", "%2 -", start=2)
    + "</w:lvlOverride>",
}


def random_lists(seed: int, path: Path) -> Path:
    """A document that goes in and out of levels and from list to list; some items are empty."""
    choose = random.Random(seed)
    body: list[str] = []
    deep: dict[str, int] = {}
    number = choose.choice(list(NUMBERS))
    for place in range(40):
        if choose.random() < 0.25:
            number = choose.choice(list(NUMBERS))
        if choose.random() < 0.15:
            body.append(paragraph(f"Đoạn {place}"))
            continue
        step = choose.choice([1, 0, 0, -1, -2])
        deep[number] = min(3, max(0, deep.get(number, -1) + step))
        text = "" if choose.random() < 0.1 else f"Mục {place}"
        body.append(paragraph(text, number=number, level=deep[number]))
    return write(path, *body, numbering=numbering(LISTS, NUMBERS))


def shown(office: Office, files: Sequence[Path], folder: Path) -> list[list[str]]:
    """The lines LibreOffice shows of each file, its bullets and empty items left out."""
    office.convert_all(files, TEXT, folder)
    return [
        tidy((folder / f"{file.stem}.txt").read_text(encoding="utf-8-sig").splitlines())
        for file in files
    ]


def tidy(lines: Sequence[str]) -> list[str]:
    """Spaces collapsed; LibreOffice writes every bullet as a dot; bare labels go."""
    rows = [
        re.sub(r"^[-+•] ?", "", " ".join(line.replace("\u2011", "-").split())) for line in lines
    ]
    return [row for row in rows if row and not BARE.fullmatch(row)]


def test_labels_of_lists_are_those_libreoffice_shows(office_tools: Office, tmp_path: Path) -> None:
    files = [random_lists(seed, tmp_path / f"{seed:02}.docx") for seed in range(24)]
    wanted = shown(office_tools, files, tmp_path / "out")
    for file, want in zip(files, wanted, strict=True):
        assert tidy([line.printed for line in read_docx(file).lines]) == want, file.name


def test_rtf_keeps_the_labels_it_was_printed_with(office_tools: Office, tmp_path: Path) -> None:
    word = random_lists(1, tmp_path / "a.docx")
    rtf = office_tools.convert(word, "rtf", tmp_path / "out")
    wanted = [line.printed for line in read_docx(word).lines]
    assert any("Điều" in line for line in wanted)
    assert tidy([line.printed for line in read_rtf(rtf).lines]) == tidy(wanted)


def test_labels_through_styles_are_those_libreoffice_shows(
    office_tools: Office, tmp_path: Path
) -> None:
    named = "".join(
        f'<w:style w:type="paragraph" w:styleId="M{index}"><w:name w:val="Muc {index}"/>'
        f'<w:pPr><w:numPr><w:ilvl w:val="{index}"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        for index in range(3)
    )
    child = (
        '<w:style w:type="paragraph" w:styleId="C"><w:name w:val="Con"/>'
        '<w:basedOn w:val="M1"/></w:style>'
        # the level is its own, the list is its base style's
        '<w:style w:type="paragraph" w:styleId="D"><w:name w:val="Diem"/>'
        '<w:basedOn w:val="M0"/><w:pPr><w:numPr><w:ilvl w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    path = write(
        tmp_path / "a.docx",
        paragraph("Mục đích", style="M0"),
        paragraph("Nâng cao", style="M1"),
        paragraph("Bảo đảm", style="C"),
        paragraph("Việc nhỏ", style="M2"),
        paragraph("Không đánh số", style="M1", number="0"),
        paragraph("Yêu cầu", style="M0"),
        paragraph("Sát thực tế", style="C"),
        paragraph("Việc khác", style="D"),
        numbering=numbering(LISTS, {"1": "0"}),
        styles=styles(named, child),
    )
    wanted = shown(office_tools, [path], tmp_path / "out")[0]
    assert tidy([line.printed for line in read_docx(path).lines]) == wanted


def field(code: str, result: str) -> str:
    """A complex field: its code is not text, its result is."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        mark.format("begin")
        + f"<w:r><w:instrText>{code}</w:instrText></w:r>"
        + mark.format("separate")
        + run(result)
        + mark.format("end")
    )


def test_texts_of_all_places_are_those_libreoffice_shows(
    office_tools: Office, tmp_path: Path
) -> None:
    control = f"<w:sdt><w:sdtContent>{paragraph('Trong ô điều khiển')}</w:sdtContent></w:sdt>"
    link = f'<w:hyperlink w:anchor="a">{run("cổng thông tin")}</w:hyperlink>'
    simple = f'<w:fldSimple w:instr="AUTHOR">{run("ngày mai")}</w:fldSimple>'
    added = f'<w:ins w:id="8" w:author="a">{run("thêm vào")}</w:ins>'
    path = write(
        tmp_path / "a.docx",
        paragraph("Dòng đầu"),
        control,
        f"<w:p>{run('Xem ')}{link}{run(' và ')}{simple}</w:p>",
        f"<w:p>{run('Họp ')}{field('REF x', 'hằng quý')}{run(' một lần')}</w:p>",
        f"<w:p>{run('Đã ')}{added}</w:p>",
        f"<w:p>{run('Dòng trên')}<w:r><w:br/></w:r>{run('dòng dưới')}</w:p>",
        f"<w:p>{run('Trước')}<w:r><w:tab/></w:r>{run('sau')}<w:r><w:noBreakHyphen/></w:r></w:p>",
        table((["Ô một", "Ô một tiếp"], ["Ô hai"]), (["Ô ba"], ["Ô bốn"])),
        paragraph("Dòng cuối"),
    )
    wanted = shown(office_tools, [path], tmp_path / "out")[0]
    assert tidy([line.printed for line in read_docx(path).lines]) == wanted
