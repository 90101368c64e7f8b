"""Where in a list a row stands: below a heading that says what is counted, within a whole."""

from dataclasses import dataclass

from desktop.intake.figures.wording.senses import Sense


@dataclass(slots=True)
class ListSection:
    """The indicator of the heading without a figure above, and the whole the parts below are of."""

    heading: str = ""
    whole: str = ""
    count: int = 0

    def total(self, sense: Sense) -> str:
        """Return the indicator of a row that says no more than “Tổng số” below a heading."""
        bare = sense.concepts == {"total"} and not (sense.left or sense.codes or sense.span)
        return self.heading if bare else ""

    def is_part(self, code: str, count: int | None, *, within: bool) -> bool:
        """Whether a row is a part of the whole above it: “- Giáo viên” of those who work."""
        return within and bool(code) and code == self.whole and (count or 0) <= self.count

    def go_on(self, code: str, count: int | None, *, within: bool, told: bool) -> None:
        """Keep what a row is to those below it; `told` says that it has a figure."""
        if within:
            return
        if not told:
            self.heading = code
        self.whole, self.count = (code, count) if count is not None else ("", 0)
