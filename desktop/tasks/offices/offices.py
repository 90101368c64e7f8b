"""The offices this computer knows: its own, the sample's, those opened from elsewhere."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final

import msgspec

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.store.places import default_folder
from desktop.models.store.reader import Reader
from desktop.models.text import sort_key
from desktop.models.units.units import scope_value
from desktop.tasks.offices.places import default_office

SAMPLE: Final = "sample"
FIRST_OF_SAMPLE: Final = "commune-1"
_LIST: Final = "offices.json"
_MOST: Final = 20


class KnownOffice(msgspec.Struct, frozen=True):
    """An office by its unit's name; `problem` says why it cannot be opened, "" when it can."""

    folder: Path
    name: str
    sample: bool = False
    problem: str = ""


def sample_folder() -> Path:
    """Return where the sample's offices lie on this computer."""
    return default_folder() / SAMPLE


def is_sample(folder: Path) -> bool:
    """Tell whether an office is one of the sample's: nothing in it is real."""
    return folder.resolve().is_relative_to(sample_folder().resolve())


def office_name(reader: Reader, day: date) -> str:
    """Return the name of the office's own unit, the folder's where it has none."""
    fields = reader.fields("unit", reader.own_unit)
    name = scope_value(fields, "name", day.isoformat())
    return name if isinstance(name, str) else reader.folder.name


def known_offices(day: date) -> list[KnownOffice]:
    """Return the offices that can be switched to: this computer's own first, the sample's last."""
    own = default_office().resolve()
    found = [_known(folder, day) for folder in dict.fromkeys(_folders())]
    found.sort(key=lambda one: (one.sample, one.folder != own, sort_key(one.name)))
    return found


def remember(folder: Path) -> None:
    """Note an office that was opened, so that it can be found again; losing this loses nothing."""
    folder = folder.resolve()
    known = _listed()
    listed = [str(folder), *(other for other in known if other != str(folder))][:_MOST]
    if listed == known:
        return
    place = default_folder() / _LIST
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        new = place.with_suffix(".new")
        new.write_bytes(msgspec.json.encode(listed))
        new.replace(place)


def _folders() -> Iterator[Path]:
    home = default_folder()
    near = [*sorted(home.glob("*")), *sorted(sample_folder().glob("*"))]
    places = [default_office(), home, *near, *map(Path, _listed())]
    for folder in places:
        if (folder / "office.db").is_file():
            yield folder.resolve()


def _listed() -> list[str]:
    try:
        read = msgspec.json.decode((default_folder() / _LIST).read_bytes())
    except (OSError, ValueError):
        return []
    return [name for name in read if isinstance(name, str)] if isinstance(read, list) else []


def _known(folder: Path, day: date) -> KnownOffice:
    try:
        with Reader.open_reader(folder) as reader:
            return KnownOffice(folder, office_name(reader, day), is_sample(folder))
    except Refusal as refusal:
        name = _("Sổ trong thư mục {name}").format(name=folder.name)
        return KnownOffice(folder, name, is_sample(folder), refusal.message)
