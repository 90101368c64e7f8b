"""Time: the wall clock as Vietnam reads it, and the hybrid logical clock of operations."""

import os
import re
import time
from datetime import date, datetime, timedelta, timezone
from typing import Protocol

VIETNAM = timezone(timedelta(hours=7), "ICT")
"""One zone, no summer time: what is stored never depends on the system's time zone."""

ZERO_HLC = "0" * 16
LAST_HLC = "e677d21fdbffffff"
"""The end of the year 9999; nobody takes a line that tells a later one."""
_WRONG_MS = 24 * 3600 * 1000
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def moment_of(hlc: str) -> datetime:
    """Return the wall clock's moment in a hybrid clock reading, in Vietnam's time."""
    return datetime.fromtimestamp(int(hlc[:12], 16) / 1000, VIETNAM)


class Clock(Protocol):
    """Where an office takes its time and its random numbers from."""

    def now(self) -> datetime:
        """Return the present moment in Vietnam's time."""

    def random_bits(self, bits: int) -> int:
        """Return that many random bits as a non-negative integer."""


class SystemClock:
    """The computer's own clock and entropy."""

    def now(self) -> datetime:
        """Return the present moment in Vietnam's time."""
        return datetime.fromtimestamp(time.time(), VIETNAM)

    def random_bits(self, bits: int) -> int:
        """Return cryptographically strong random bits."""
        return int.from_bytes(os.urandom((bits + 7) // 8), "big") >> (-bits % 8)


class SteppingClock:
    """A reproducible clock: each look is `tick` later; randomness follows from the seed."""

    def __init__(
        self, moment: datetime, seed: int = 0, tick: timedelta = timedelta(milliseconds=7)
    ) -> None:
        from random import Random  # never in an office's own use

        self.moment, self.seed, self.tick = moment, seed, tick
        self._random = Random(seed)

    def now(self) -> datetime:
        """Return the moment and move it on by one tick."""
        self.moment += self.tick
        return self.moment

    def random_bits(self, bits: int) -> int:
        """Return pseudo-random bits that depend on the seed alone."""
        return self._random.getrandbits(bits)

    def jump_to(self, day: date, hour: int = 8) -> None:
        """Set the clock to a day; going backwards is allowed, as on a real computer."""
        self.moment = datetime(day.year, day.month, day.day, hour, tzinfo=VIETNAM)


def uuid7(clock: Clock) -> str:
    """Return a UUIDv7 (RFC 9562): 48 bits of milliseconds, then random bits."""
    milliseconds = int(clock.now().timestamp() * 1000) & (2**48 - 1)
    value = milliseconds << 80 | 0x7 << 76 | clock.random_bits(12) << 64
    digits = f"{value | 0b10 << 62 | clock.random_bits(62):032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def is_id(word: str) -> bool:
    """Tell whether a word has the shape of an id of ours, which nobody would type."""
    return _ID.fullmatch(word.casefold()) is not None


def next_hlc(last: str, now: datetime) -> str:
    """Return the hybrid logical clock reading after `last`: 12 hex of ms, 4 of counter.

    Readings compare as strings. A wall clock that went back a little only raises the counter.
    One that went back by more than a day was wrong before: the readings start from it anew, or
    this computer would win every disagreement until the wrong day comes. What it had seen is
    beaten all the same, register by register.
    """
    milliseconds = max(int(now.timestamp() * 1000), 0)
    last_ms, counter = int(last[:12], 16), int(last[12:], 16)
    if milliseconds > last_ms or last_ms - milliseconds > _WRONG_MS:
        return f"{milliseconds:012x}0000"
    return after(last) if counter < 0xFFFF else f"{last_ms + 1:012x}0000"


def after(hlc: str) -> str:
    """Return the reading just above this one; above the last there is none.

    Whoever writes over a line that tells the last one replaces it by name all the same, and must
    not be led into writing what nobody takes.
    """
    return min(f"{int(hlc, 16) + 1:016x}", LAST_HLC)
