"""The present moment on the clocks of Vietnam, wherever the computer thinks it is."""

from datetime import date, datetime

from desktop.models.clock import VIETNAM


def now() -> datetime:
    """Return the moment without a zone, as it is shown and as backups are named."""
    return datetime.now(VIETNAM).replace(tzinfo=None)


def today() -> date:
    """Return the day it is in Vietnam."""
    return now().date()
