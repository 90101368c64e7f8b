"""Known phrases among words: the longest first."""

from collections.abc import Iterable, Mapping, Sequence


def longest_matches(
    words: Sequence[str],
    phrases: Mapping[tuple[str, ...], tuple[str, ...]],
    starts: Mapping[str, int],
) -> list[tuple[tuple[str, ...], tuple[str, ...] | None]]:
    """Split words into the longest known phrases; unknown words come with None.

    `starts` is the length of the longest phrase by its first word.
    """
    found: list[tuple[tuple[str, ...], tuple[str, ...] | None]] = []
    at = 0
    while at < len(words):
        longest = starts.get(words[at], 0)
        for length in range(min(longest, len(words) - at), 0, -1) if longest else ():
            piece = tuple(words[at : at + length])
            if piece in phrases:
                found.append((piece, phrases[piece]))
                at += length
                break
        else:
            found.append(((words[at],), None))
            at += 1
    return found


def longest_starts(phrases: Iterable[tuple[str, ...]]) -> Mapping[str, int]:
    """Return the length of the longest phrase by its first word."""
    found: dict[str, int] = {}
    for words in phrases:
        found[words[0]] = max(found.get(words[0], 0), len(words))
    return found
