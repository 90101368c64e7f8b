"""What an event did or would do, told before and after it is written."""

from dataclasses import dataclass

from desktop.models.register.event_effects import Moved, Stock
from desktop.models.register.late import Late
from desktop.models.register.later import Lost


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an event did or would do; `event` is None when nothing was written.

    `moved` is code → indicator → number, as known now; `late` the returns that were locked for
    the day of the event or after; `odd` says what another kind of event may be meant for; `lost`
    is what was written of later days and would count no more; `again` what of the same day it
    takes the place of; `lacks` what a founding or a split must still be told; `stocks` what the
    units had and will have.
    """

    event: str | None
    moved: Moved
    late: tuple[Late, ...]
    odd: str = ""
    lost: tuple[Lost, ...] = ()
    lacks: str = ""
    again: str = ""
    stocks: tuple[Stock, ...] = ()


@dataclass(frozen=True, slots=True)
class BulkOutcome:
    """What moving all of them did or would do; `ended` are the emptied units that end.

    `kept` says in a sentence each why an upper unit that gave some away does not; `lost` are later
    moves to the same parents, which move nobody any more; `again` are moves of the same day whose
    place they take.
    """

    events: tuple[str, ...]
    moved: Moved
    late: tuple[Late, ...]
    ended: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    lost: tuple[Lost, ...] = ()
    again: str = ""
    odd: str = ""
    stocks: tuple[Stock, ...] = ()
