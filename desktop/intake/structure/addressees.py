"""The list after "Kính gửi": dashed or not, wrapped, several on one line."""

import re

from desktop.intake.source import Line
from desktop.intake.structure.bodies import starts_body
from desktop.intake.structure.labels import parse
from desktop.intake.structure.prose import is_opening, is_prose
from desktop.intake.words import UPPER, Piece, is_caps, plain, squeeze, starts_lower

_LONGEST = 200
_LONGEST_NAME = 120
_SHORT_WRAP = 60
_ENDS = (";", ",", ".")


def _several(name: str) -> list[str]:
    """Split "Liên đoàn Lao động các tỉnh; Công đoàn ngành …" into the bodies it names."""
    parts = [part.strip(" ;.,") for part in re.split(rf";\s+(?=[{UPPER}])", name)]
    return parts if all(starts_body(part) for part in parts) else [name]


class Addressees:
    """Collects the names into the list given, line by line."""

    def __init__(self, names: list[Piece]) -> None:
        self._names = names
        self._ended = False
        self._comma = False

    def take(self, text: str, line: Line) -> bool:
        """Take the text as a name or the rest of one; False when it is neither."""
        label = parse(text)
        if label and label[0].is_bullet:
            if self._names and plain(text[label[0].end :]).startswith("can cu"):
                return False  # the legal bases of a request, dashed like the names before them
            self.add(text, line)
        elif not self._names:
            if len(text) >= _LONGEST:
                return False
            self.add(text, line)
        elif self._listed(text, line):
            self.add(text, line)
        elif self._is_over(text, line):
            return False
        elif self._ended and not self._comma and not starts_lower(text):
            if not text.rstrip().endswith(_ENDS) or is_prose(text, line):
                return False
            self.add(text, line)
        else:
            comma = "," if self._comma else ""
            joined = squeeze(f"{self._names[-1].text}{comma} {text}").rstrip(" ;.,")
            first = self._names.pop().line
            self._names += [Piece(part, first) for part in _several(joined)]
            self._note_end(text)
        return True

    def add(self, text: str, line: Line) -> None:
        """Add the name or names that stand in the text."""
        self._note_end(text)
        for part in re.split(r";\s*(?=[-–+•]\s)|(?<=[;.])\s+(?=[-–•]\s)", text):
            label = parse(part.strip())
            name = part.strip()[label[0].end :] if label and label[0].is_bullet else part
            name = squeeze(name).strip(" ;.,")
            if name:
                self._names += [Piece(one, line.number) for one in _several(name)]

    def _note_end(self, text: str) -> None:
        self._ended = text.rstrip().endswith(_ENDS)
        self._comma = text.rstrip().endswith(",")

    def _listed(self, text: str, line: Line) -> bool:
        """Whether an undashed line is plainly the next name: the one before ended, so does it."""
        ended = self._ended and not self._comma and not line.gap
        short = len(text) < _LONGEST_NAME and text.rstrip().endswith(";")
        return ended and short and not starts_lower(text)

    def _is_over(self, text: str, line: Line) -> bool:
        bare = plain(text).strip()
        opening = is_opening(bare)
        return (
            line.gap
            or text.rstrip().endswith(":")  # what leads on to the first item
            or bare.startswith("can cu ")
            or len(text) > _LONGEST
            or is_caps(text)
            or (opening and ((self._ended and not self._comma) or len(text) > _SHORT_WRAP))
        )
