"""F7 on paper: the open list, or a blank one; names go to the printer alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.packs.periods import Period, period_containing
from desktop.tasks.members.paper import printed, printed_blank

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.tasks.members.vault import Vault
    from desktop.ui.desk import Desk


def this_month(desk: Desk) -> Period:
    """Return the month that today is in."""
    month = next(one for one in desk.read.packs.schemes if one.kind == "month")
    return period_containing(desk.today(), month)


def print_list(
    desk: Desk, vault: Vault | None, do: Callable[[str, Callable[[Vault], Any]], None]
) -> None:
    """Print the open list; no file is left behind, and `do` writes the log of access."""
    if vault is None:
        return

    def ready(made: tuple[bytes, int]) -> None:
        from desktop.ui.widgets.printing import ask_and_print

        pdf, people = made
        try:
            done = ask_and_print(desk.window, pdf, _("Biểu F7"), to_file=False)
        except Refusal as refusal:
            desk.refused(refusal)
            return
        if done:
            now = desk.now()
            do(_("In biểu F7"), lambda kept: kept.note("print", now, people))

    period = this_month(desk).id
    desk.job(_("In biểu F7"), lambda store, *_a: printed(vault, store, period), ready)


def print_blank(desk: Desk) -> None:
    """Print a form to be filled in by hand."""

    def ready(pdf: bytes) -> None:
        from desktop.ui.widgets.printing import ask_and_print

        ask_and_print(desk.window, pdf, _("Biểu F7"))

    period = this_month(desk).id
    desk.job(_("In biểu F7"), lambda store, *_a: printed_blank(store, period), ready)
