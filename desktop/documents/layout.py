"""The layout an office prints with: the shipped one, a preset, and the office's own numbers."""

from collections.abc import Mapping
from typing import Any

import msgspec

from desktop.formats.layout import HeadingSet, Layout, shipped_layout
from desktop.i18n import _
from desktop.models.errors import Refusal

DEFAULT_PRESET = "default"
DEFAULT_HEADINGS = "A"
LEAST_ROOM_MM = 50


def presets(layout: Layout | None = None) -> dict[str, str]:
    """Return the names and titles of the margin presets."""
    return {name: preset.title for name, preset in (layout or shipped_layout()).presets.items()}


def with_preset(layout: Layout, name: str) -> Layout:
    """Return the layout with a preset's margins. Raises `Refusal` for an unknown name."""
    preset = layout.presets.get(name)
    if preset is None:
        raise Refusal(
            _("Không có mẫu lề “{name}”.").format(name=name),
            next_step=_("Hãy chọn một trong các mẫu: {known}.").format(
                known=", ".join(layout.presets)
            ),
            code="E_PRESET",
        )
    page = msgspec.structs.replace(layout.page, margin_mm=preset.margin_mm)
    return msgspec.structs.replace(layout, page=page)


def mirrored(layout: Layout) -> Layout:
    """Return the layout with left and right margins swapped on the backs of sheets."""
    page = msgspec.structs.replace(layout.page, mirrored=True)
    return msgspec.structs.replace(layout, page=page)


def with_body_size(layout: Layout, size: float) -> Layout:
    """Return the layout with another size of running text.

    Styles of the body's size go along where the rules allow the new one; the layout's own
    list for that size (`body_sizes`) tells what else changes.
    """
    body = layout.style("body").size_pt
    if size == body:
        return layout
    listed = layout.body_sizes.get(f"{size:g}", {})
    styles = {}
    for name, style in layout.styles.items():
        least, most = style.range_pt
        follows = style.size_pt == body and least <= size <= most
        new = listed.get(name, size if follows else style.size_pt)
        styles[name] = msgspec.structs.replace(style, size_pt=new)
    return msgspec.structs.replace(layout, styles=styles)


def heading_set(layout: Layout, name: str) -> HeadingSet:
    """Return a heading set; an unknown name takes the one for plans."""
    return layout.heading_sets.get(name) or layout.heading_sets[DEFAULT_HEADINGS]


def with_settings(layout: Layout, settings: Mapping[str, Any]) -> Layout:
    """Return the layout with single values replaced.

    `settings` maps dotted places to values: {"page.margin_mm.left": 35,
    "styles.body.size_pt": 13}. Raises `Refusal` for a place that does not exist, a value of
    the wrong type, or margins that leave no room for text.
    """
    tree = msgspec.to_builtins(layout)
    for place, value in settings.items():
        _put(tree, place, value)
    try:
        changed = msgspec.convert(tree, Layout)
    except msgspec.ValidationError as error:
        raise _bad_value(", ".join(settings)) from error
    layouts = [changed, *(with_preset(changed, name) for name in changed.presets)]
    if min(min(_room(one)) for one in layouts) < LEAST_ROOM_MM:
        raise Refusal(
            _("Lề quá rộng, không còn chỗ cho chữ."),
            next_step=_("Hãy nhập lề nhỏ hơn."),
            code="E_LAYOUT",
        )
    return changed


def _room(layout: Layout) -> tuple[float, ...]:
    """Return the text widths and heights in millimetres, upright and landscape."""
    page = layout.page
    up, wide = page.margin_mm, page.landscape_margin_mm
    return (
        layout.text_width_mm(),
        page.size_mm[1] - up.top - up.bottom,
        layout.text_width_mm(landscape=True),
        page.size_mm[0] - wide.top - wide.bottom,
    )


def _put(tree: dict[str, Any], place: str, value: Any) -> None:
    *path, last = place.split(".")
    node: Any = tree
    for name in path:
        node = node.get(name) if isinstance(node, dict) else None
    if not isinstance(node, dict) or last not in node:
        raise _bad_value(place)
    node[last] = value


def _bad_value(place: str) -> Refusal:
    return Refusal(
        _("Thiết lập trình bày “{place}” không hợp lệ.").format(place=place),
        next_step=_("Hãy nhập lại hoặc lấy lại giá trị mặc định."),
        code="E_LAYOUT",
    )
