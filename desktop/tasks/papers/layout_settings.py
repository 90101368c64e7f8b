"""The layout an office prints with: shipped, its packs' changes, and its own numbers.

A pack may bring a `layout.json` that holds only what differs; the office's own choices are
registers ("setting", "layout", place) whose values are the texts as typed.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from desktop.documents.layout import DEFAULT_PRESET, presets, with_preset, with_settings
from desktop.documents.layout_places import Place, places, read_value
from desktop.formats.layout import Layout, shipped_layout
from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.store.reader import Reader, pack_folders
from desktop.models.store.store import ChangeSet, Store
from desktop.models.text import one_line

KEY: Final = "layout"
FILE: Final = "layout.json"
_PAGE_MARGIN: Final = "page.margin_mm."


def pack_layout(reader: Reader) -> Layout:
    """Return the shipped layout with what the office's packs change in it."""
    layout = shipped_layout()
    for folder in pack_folders(reader.folder)[1:]:
        path = folder / FILE
        if path.is_file():
            layout = with_settings(layout, _differences(path.read_bytes()))
    return layout


def office_layout(reader: Reader) -> Layout:
    """Return the layout in force in an office; a number that no longer fits is left out."""
    layout = pack_layout(reader)
    for place, text in chosen(reader).items():
        try:
            layout = with_settings(layout, {place: read_value(layout, place, text)})
        except Refusal:
            continue  # set under an older or newer layout
    return layout


def sheet_layout(reader: Reader) -> Layout:
    """Return the layout of what has no head to choose margins in: reports, lists, registers.

    Its margins are those the office's papers begin with (the setting `margin` of papers).
    """
    layout = office_layout(reader)
    name = reader.fields("setting", "plan").get("margin")
    return with_preset(layout, str(name) if name in presets(layout) else DEFAULT_PRESET)


def chosen(reader: Reader) -> dict[str, str]:
    """Return the office's own numbers by place, as typed."""
    fields = reader.fields("setting", KEY)
    return {place: text for place, text in fields.items() if isinstance(text, str)}


def layout_places(reader: Reader) -> list[Place]:
    """Return every setting of the layout in force."""
    return places(office_layout(reader))


def set_layout(store: Store, settings: Mapping[str, str | None]) -> ChangeSet:
    """Choose numbers in one step; None or nothing takes what the packs say again.

    Raises Refusal for an unknown place or a value it cannot hold; then nothing is changed.
    """
    base = pack_layout(store)
    office = office_layout(store)
    values = {place: read_value(base, place, text) for place, text in settings.items() if text}
    with_settings(office, values)
    with store.step(_("Đổi thông số trình bày")) as step:
        for place, text in settings.items():
            step.put("setting", KEY, place, one_line(text or "") or None)
    return step.change


def reset_layout(store: Store) -> ChangeSet:
    """Take every number from the packs again, in one step."""
    return set_layout(store, dict.fromkeys(chosen(store)))


def _differences(data: bytes) -> dict[str, Any]:
    try:
        tree = msgspec.json.decode(data)
    except msgspec.DecodeError:
        tree = None
    if not isinstance(tree, dict):
        raise Refusal(
            _("Tệp {name} của gói mẫu không đọc được.").format(name=FILE),
            next_step=_("Hỏi nơi gửi gói mẫu."),
            code="E_PACK",
        )
    found = dict(_flat(tree, ""))
    # The margins in use are a preset's: those of the page mean the usual one.
    for place, value in list(found.items()):
        if place.startswith(_PAGE_MARGIN):
            found.setdefault(f"presets.{DEFAULT_PRESET}.{place.removeprefix('page.')}", value)
    return found


def _flat(node: Mapping[str, Any], above: str) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for name, value in node.items():
        place = f"{above}{name}"
        found += _flat(value, place + ".") if isinstance(value, dict) else [(place, value)]
    return found
