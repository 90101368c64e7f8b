"""A bundle on its way: the office's own copy, under the name people know it by."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

CHUNK = 64 * 1024
_SMALL = 1024 * 1024

Progress = Callable[[int, int], object]
"""Told (bytes handed over, bytes in all); may raise to stop."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """The file to hand over; `name` is what it is called at the receiver's."""

    id: str
    path: Path
    name: str
    size: int

    def pieces(self, progress: Progress) -> Iterator[bytes]:
        """Yield the bytes, telling progress as each piece has been handed over."""
        done = 0
        with self.path.open("rb") as file:
            while piece := file.read(CHUNK):
                yield piece
                done += len(piece)
                progress(done, self.size)

    @property
    def told_size(self) -> str:
        """Return the size as people write it: 18,4 MB, or 3 kB of a small one, rounded up."""
        if self.size < _SMALL:
            return f"{max(1, -(-self.size // 1024))} kB"
        return f"{self.size / 1024 / 1024:.1f} MB".replace(".", ",")


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a channel confirms; `note` is a sentence worth telling, such as a clock that is off."""

    note: str = ""


def nothing(_done: int, _total: int) -> None:
    """Progress that nobody watches."""
