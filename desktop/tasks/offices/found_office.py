"""The first office of a computer: made from what a person said, with the facts for its papers."""

from datetime import date
from pathlib import Path

from desktop.models.store.store import Store
from desktop.sync.requests import request
from desktop.tasks.offices.new_office import new_office


def found_office(
    folder: Path, name: str, kind: str, *, above: str = "", place: str = "", above_code: str = ""
) -> None:
    """Make an office; `above` and `place` go on its papers when they were told.

    Raises Refusal as `new_office` does; then nothing is made.
    """
    facts = {"parent": above, "place": place}
    told = {field: text for field, text in facts.items() if text}
    new_office(folder, name, kind, above_code, parent_name=above, facts=told)


def write_request(folder: Path, file: Path) -> str:
    """Write the office's request for enrolment; return the digits to read out over the phone."""
    with Store.open(folder) as store:
        return request(store, file)


def request_name(name: str, day: date) -> str:
    """Return a name for the request file."""
    words = "-".join(name.split()) or "don-vi"
    return f"dang-ky_{words}_{day:%Y%m%d}.json"
