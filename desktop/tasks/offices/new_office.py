"""Start an office: its folder, its unit, its key."""

import os
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from desktop.i18n import _
from desktop.models.clock import Clock, SystemClock
from desktop.models.errors import Refusal
from desktop.models.store.keys import LOCAL
from desktop.models.store.office import claimed, create_office, refuse_taken, whole_or_nothing
from desktop.models.store.places import check_place
from desktop.models.store.store import Step, Store
from desktop.models.text import fold, one_line
from desktop.models.units.units import found_unit, kinds_named, own_unit
from desktop.sync.records import PEER, STAND_IN
from desktop.tasks.papers.own_facts import set_facts

_UNFINISHED: Final = ".dang-lap"
"""Where an office is made inside its folder; what lies there was cut short and is thrown away."""


def new_office(
    folder: Path,
    name: str,
    kind: str,
    parent_code: str = "",
    *,
    parent_name: str = "",
    facts: Mapping[str, str] | None = None,
    clock: Clock | None = None,
) -> dict[str, str]:
    """Make a self-started office; return {"unit": code, "store": id}.

    The unit gets a provisional code until a register above assigns one; under `parent_code`,
    named `parent_name`, it stands until that register comes. `facts` go on its papers. The
    office is made aside and its database comes last, so that a process cut off at any moment
    leaves a whole office or none. Raises Refusal for an unknown kind, one without an office of
    its own, an empty name, a code that cannot be, or a folder that cannot be used.
    """
    clock = clock or SystemClock()
    folder = folder.resolve()
    _check(folder, name, kind)
    check_place(folder)
    refuse_taken(folder)
    with whole_or_nothing(folder), claimed(folder):
        part = folder / _UNFINISHED
        shutil.rmtree(part, ignore_errors=True)
        above = (one_line(parent_code), one_line(parent_name))
        told = _make(part, name, kind, above, facts or {}, clock)
        # A key that lies there already is this office's: somebody may have kept a copy of it.
        for key in (part / "keys").iterdir():
            if not (folder / "keys" / key.name).exists():
                os.replace(key, folder / "keys" / key.name)
        os.replace(part / "office.db", folder / "office.db.part")
        shutil.rmtree(part, ignore_errors=True)
        os.replace(folder / "office.db.part", folder / "office.db")
        return told


def _make(
    folder: Path,
    name: str,
    kind: str,
    above: tuple[str, str],
    facts: Mapping[str, str],
    clock: Clock,
) -> dict[str, str]:
    with create_office(folder, clock=clock) as store:
        since = first_day(store, kind)
        label = _("Lập sổ của {name}").format(name=one_line(name))
        with store.step(label, barrier="found") as step:
            parent = _stand_in(store, step, kind, above, since) if above[0] else None
            found_unit(
                store, name=name, kind=kind, parent=parent, since=since, unit=store.meta("unit")
            )
        if facts:
            set_facts(store, facts)
        make_key(store)
        unit = own_unit(store, clock.now().date())
        return {"unit": unit.code, "store": store.store_id}


def _stand_in(store: Store, step: Step, kind: str, above: tuple[str, str], since: date) -> str:
    """Put the office above into the register, for this office alone, and return its id.

    Its own register brings the real one: `accept` of the grant takes this one away. One that
    was never named is called by its code.
    """
    code, name = above
    if code.startswith("~"):
        raise Refusal(
            _("Mã “{code}” là mã tạm, chỉ dùng trong sổ đã lập ra nó.").format(code=code[:40]),
            next_step=_("Hỏi cấp trên mã chính thức, hoặc lập sổ mà không ghi mã cấp trên."),
            code="E_UNIT",
        )  # fmt: skip
    unit = found_unit(
        store, name=name or code, kind=_kind_above(store, kind, name), parent=None, since=since,
        code=code, stream=LOCAL,
    )  # fmt: skip
    step.put(PEER, "parent", STAND_IN, unit, stream=LOCAL)
    return unit


def _kind_above(store: Store, kind: str, name: str) -> str:
    """Return the kind a name begins with, else the most general that such a unit stands under."""
    kinds, today = store.packs.unit_kinds, store.clock.now().date()
    fit = [code for code in kinds[kind].parents if kinds[code].holds_on(today)]
    for code in fit:
        if name and fold(name).startswith(fold(kinds[code].name)):
            return code
    roles = {"base": "upper", "upper": "province", "province": "national"}
    level = [code for code in fit if kinds[code].role == roles.get(kinds[kind].role)]
    return (level or fit or [kind])[-1]


def make_key(store: Store) -> None:
    """Make the office's signing key when it has none."""
    from desktop.sync.keys import KeyFile

    KeyFile(store.folder / "keys").load_or_create()


def first_day(store: Store, kind: str) -> date:
    """Return the day an office's own unit is taken to exist from.

    The first day of its kind, or the beginning of last year: figures of the year before
    are often typed for comparison.
    """
    began = store.packs.unit_kinds[kind].valid_from
    return began or date(store.clock.now().year - 1, 1, 1)


def _check(folder: Path, name: str, kind: str) -> None:
    from desktop.models.packs.packs import load_packs

    kinds = load_packs().unit_kinds
    owners = {code: found for code, found in kinds.items() if found.own_plans}
    if kind not in owners:
        raise Refusal(
            _("Không lập sổ cho loại đơn vị “{kind}” được.").format(kind=kind),
            next_step=_("Chọn một trong: {kinds}.").format(kinds=kinds_named(owners.values())),
            code="E_KIND",
        )
    if not name.strip():
        raise Refusal(_("Chưa ghi tên đơn vị."), next_step=_("Ghi tên đầy đủ của công đoàn."))
    if folder.is_file():
        raise Refusal(
            _("{folder} là một tệp, không phải thư mục.").format(folder=folder),
            next_step=_("Chọn một thư mục."), code="E_READ_ONLY",
        )  # fmt: skip
