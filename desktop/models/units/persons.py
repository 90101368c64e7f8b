"""Who enters in this office: an opaque id in every operation, a name that never leaves.

An operation holds the id alone. Its name is a register of the `local` stream, so that only the
office where somebody typed can say who it was; the level above reads the id and asks there.
Which person enters now is a fact of the computer, not of the books.
"""

from typing import Final

import msgspec

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.store.reader import Reader
from desktop.models.store.store import ChangeSet, Store
from desktop.models.text import one_line, same_key

PERSON: Final = "person"
NAME: Final = "person_name"
LONGEST: Final = 80
_SHOWN: Final = 20
"""An id is 14 letters; what another program wrote may be anything."""


class Person(msgspec.Struct, frozen=True):
    """A person by id; `name` "" was never told, `current` enters now, `steps` were done here."""

    id: str
    name: str
    current: bool
    steps: int


def persons(reader: Reader) -> list[Person]:
    """Return who entered on this computer and who is named, the one who enters now first."""
    current, names = reader.entering, person_names(reader)
    steps = dict(reader.rows("SELECT who, count(*) FROM step GROUP BY who"))
    found = {current, *names, *steps} - {""}
    listed = [Person(one, names.get(one, ""), one == current, steps.get(one, 0)) for one in found]
    return sorted(listed, key=lambda one: (not one.current, -one.steps, one.id))


def person_names(reader: Reader) -> dict[str, str]:
    """Return id → name of everybody this office has named."""
    found = {key: record.get(NAME) for key, record in reader.records(PERSON).items()}
    return {key: name for key, name in found.items() if isinstance(name, str) and name}


def told_person(names: dict[str, str], who: object, *, here: bool) -> str:
    """Return how a person is called: by name, by id, or that nobody gave one; "" unknown."""
    if not isinstance(who, str) or not who:
        return ""
    if who in names:
        return names[who]
    if here:
        return _("chưa ghi tên, máy này")
    return _("mã {id}").format(id=one_line(who)[:_SHOWN])


def enter_as(store: Store, name: str) -> str:
    """Say who enters from now on and return the id; a name told before has its id again.

    The first name is given to whoever entered until now. Refuses an empty or too long name.
    """
    clean = _clean(name)
    known = {same_key(one): key for key, one in person_names(store).items()}
    found = known.get(same_key(clean))
    if found is None:
        named = store.entering in known.values()
        found = f"p-{store.clock.random_bits(48):012x}" if named else store.entering
        with store.step(_("Ghi tên người nhập")) as step:
            step.put(PERSON, found, NAME, clean)
    store.entered_by(found)
    return found


def name_person(store: Store, person: str, name: str) -> ChangeSet:
    """Correct the name of a person, or name one by the id a chain shows; "" takes it away."""
    if not person.startswith("p-") or len(person) > _SHOWN:
        raise Refusal(
            _("“{id}” không phải mã người nhập.").format(id=person[:30]),
            next_step=_("Xem mã bằng lệnh person list, hoặc ở “Số này ở đâu ra?”."),
            code="E_PERSON",
        )
    with store.step(_("Sửa tên người nhập")) as step:
        step.put(PERSON, person, NAME, _clean(name) if name.strip() else None)
    return step.change


def _clean(name: str) -> str:
    clean = one_line(name)
    if not clean or len(clean) > LONGEST:
        raise Refusal(
            _("Tên người nhập trống hoặc quá dài."),
            next_step=_("Ghi họ và tên, không quá 80 chữ."), code="E_PERSON",
        )  # fmt: skip
    return clean
