"""The numbers of a layout one by one: where each stands, what it is called, what it is now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import msgspec

from desktop.formats.layout import Layout
from desktop.i18n import _
from desktop.models.errors import Refusal

PARTS: Final[Mapping[str, str]] = {
    "presets": _("Lề trang"),
    "page": _("Trang giấy"),
    "styles": _("Cỡ chữ và kiểu chữ"),
    "body": _("Đoạn văn"),
    "pairs": _("Phần hai cột"),
    "rules": _("Đường kẻ"),
    "stamps": _("Dấu chỉ mức độ"),
    "table": _("Bảng"),
    "body_sizes": _("Cỡ chữ theo cỡ nội dung"),
}
"""The parts of a layout that hold numbers of the printed page, in the order they are shown."""
_NAMES: Final[Mapping[str, str]] = {
    "top": _("trên (mm)"), "bottom": _("dưới (mm)"), "left": _("trái (mm)"),
    "right": _("phải (mm)"), "margin_mm": _("lề"), "landscape_margin_mm": _("lề trang ngang"),
    "size_mm": _("khổ giấy: rộng; cao (mm)"), "header_mm": _("đầu trang cách mép (mm)"),
    "footer_mm": _("chân trang cách mép (mm)"), "mirrored": _("lề đối xứng"),
    "size_pt": _("cỡ chữ"), "bold": _("đậm"), "italic": _("nghiêng"), "caps": _("chữ hoa"),
    "before_pt": _("cách trên (pt)"), "after_pt": _("cách dưới (pt)"),
    "indent": _("thụt đầu dòng (lần)"), "indent_mm": _("thụt đầu dòng (mm)"),
    "line": _("giãn dòng"), "dispatch_header_mm": _("phần đầu công văn: trái; phải (mm)"),
    "signature_mm": _("nơi nhận; chữ ký (mm)"), "signing_room_mm": _("chỗ ký (mm)"),
    "before_signature_pt": _("cách phần ký (pt)"), "addressees_mm": _("Kính gửi cách lề (mm)"),
    "kept_lines": _("số dòng nội dung đi cùng chữ ký"), "motto": _("dưới Tiêu ngữ (phần)"),
    "issuer": _("dưới tên cơ quan (phần)"), "subject": _("dưới trích yếu (phần)"),
    "weight_pt": _("độ dày (pt)"), "height_mm": _("cao (mm)"), "padding_mm": _("đệm (mm)"),
    "frame_pt": _("nét khung (pt)"), "above_mm": _("cách trên (mm)"),
    "top_mm": _("khung đầu trang cách mép (mm)"), "sizes_mm": _("khung rộng; cao (mm)"),
    "copy_top_mm": _("chữ ký số cách mép trên (mm)"), "copy_width_mm": _("chữ ký số rộng (mm)"),
    "copy_right_mm": _("chữ ký số cách mép phải (mm)"), "line_pt": _("nét kẻ (pt)"),
    "colour": _("màu (RRGGBB)"), "align": _("canh lề"),
}  # fmt: skip
_HIDDEN: Final = frozenset(
    {"title", "range_pt", "margin_range_mm", "line_range", "single_line", "widths_mm",
     "keep_with_next", "label_line", "heading", "size_by_columns", "urgency", "secrecy",
     "circulation", "head_fill", "group_fill"}
)  # fmt: skip
_YES, _NO = _("có"), _("không")
_SAID: Final = {_YES: True, "1": True, "true": True, _NO: False, "0": False, "false": False}


@dataclass(frozen=True, slots=True)
class Place:
    """One setting: its dotted place, its part and title, and its value as it is typed."""

    place: str
    part: str
    title: str
    value: str


def places(layout: Layout) -> list[Place]:
    """Return every setting of the printed page, in the order they are shown."""
    tree = msgspec.to_builtins(layout)
    found: list[Place] = []
    for part, title in PARTS.items():
        for path, value in _leaves(tree[part], (part,)):
            found.append(Place(".".join(path), title, _title(path, tree), written(value)))
    return found


def _leaves(node: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(node, dict):
        for name, value in node.items():
            shown = name not in _HIDDEN or path[0] == "body_sizes"
            # The margins in use are a preset's.
            if shown and (*path, name) != ("page", "margin_mm"):
                yield from _leaves(value, (*path, name))
    elif node is not None:
        yield path, node


def _title(path: tuple[str, ...], tree: Mapping[str, Any]) -> str:
    names = [_NAMES.get(name, name) for name in path[1:]]
    if path[0] in ("styles", "presets"):
        names[0] = str(tree[path[0]][path[1]]["title"] or path[1])
    elif path[0] == "body_sizes":
        names[1] = str(tree["styles"].get(path[2], {}).get("title") or path[2])
    elif path == ("pairs", "header_mm"):
        names = [_("phần đầu văn bản: trái; phải (mm)")]
    told = ": ".join(names)
    return told[:1].upper() + told[1:]


def written(value: Any) -> str:
    """Return a value as it is typed: 12,7 or 68; 97 or có."""
    if isinstance(value, bool):
        return _YES if value else _NO
    if isinstance(value, list | tuple):
        return "; ".join(map(written, value))
    if isinstance(value, int | float):
        return f"{value:g}".replace(".", ",")
    return str(value)


def read_value(layout: Layout, place: str, text: str) -> Any:
    """Return what is typed for a place as the value it holds; raises Refusal when it is none."""
    node: Any = msgspec.to_builtins(layout)
    for name in place.split("."):
        if not isinstance(node, dict) or name not in node:
            raise _unknown(place)
        node = node[name]
    try:
        return _read(text.strip(), node)
    except (ValueError, InvalidOperation, KeyError):
        raise Refusal(
            _("“{text}” không dùng được cho thông số này.").format(text=text[:40]),
            next_step=_("Ghi như giá trị đang có: {value}.").format(value=written(node)),
            code="E_LAYOUT",
        ) from None


def _read(text: str, node: Any) -> Any:
    match node:
        case bool():
            return _SAID[text.casefold()]
        case int() | float() | None:
            number = Decimal(text.replace(",", "."))
            if not number.is_finite() or not 0 <= number <= 2000:
                raise ValueError(text)
            return int(number) if number == number.to_integral_value() else float(number)
        case list() | tuple():
            parts = [part for part in text.replace("–", ";").split(";") if part.strip()]
            if len(parts) != len(node):
                raise ValueError(text)
            return [_read(part.strip(), old) for part, old in zip(parts, node, strict=True)]
        case dict():
            raise ValueError(text)
        case _:
            return text


def _unknown(place: str) -> Refusal:
    return Refusal(
        _("Không có thông số trình bày “{place}”.").format(place=place),
        next_step=_("Xem danh sách thông số rồi ghi lại tên."),
        code="E_LAYOUT",
    )
