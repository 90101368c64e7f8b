"""Whatever is done in a review, no word of the source is lost and everything can be undone."""

from collections import Counter
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.intake.documents import read_pasted
from desktop.intake.review.kept import strays
from desktop.intake.review.rows import words
from desktop.intake.review.sheet import Edit, ReviewSheet
from desktop.models.errors import Refusal
from tests.intake.gathering import reading_of
from tests.intake.review.papers import PAPER

CORPUS = sorted((Path(__file__).parent.parent / "corpus").glob("*.*"))
READING = read_pasted(PAPER)
KINDS = ("item", "text", "heading", "basis", "recipient", "rejected")
TEXTS = ("", "Nội dung mới", "1.2. Bám sát thực tế", "+ ", "<b>&amp;</b> =1+1")
NAMES = ("subject", "date", "number", "issuer", "signer.name")

numbers = st.integers(0, 60)
one_edit = st.tuples(
    st.sampled_from(
        (
            *("accept", "text", "label", "shift", "kind", "drop", "back", "split", "merge"),
            *("field", "list", "add_target", "drop_target", "drop_hand", "undo", "redo"),
        )
    ),
    st.lists(numbers, min_size=1, max_size=4),
    numbers,
)


def played(made: ReviewSheet, steps: list[tuple[str, list[int], int]]) -> None:
    """Make corrections in places chosen by number."""
    for do, chosen, number in steps:
        rows = made.rows
        picked = tuple(dict.fromkeys(rows[place % len(rows)].id for place in chosen))
        edit = Edit(do, picked, at=number)
        match do:
            case "kind":
                edit = Edit(do, picked, name=KINDS[number % len(KINDS)])
            case "shift":
                edit = Edit(do, picked, at=1 if number % 2 else -1)
            case "text" | "label":
                edit = Edit(do, picked, text=TEXTS[number % len(TEXTS)])
            case "field":
                edit = Edit(do, name=NAMES[number % len(NAMES)], text=TEXTS[number % 2])
            case "list":
                edit = Edit(do, name="recipients", lines=TEXTS[: number % len(TEXTS)])
            case "drop_hand":
                edit = Edit(do, name=f"h{number % 2}")
            case "drop_target":
                edit = Edit(do, picked, at=number % 2)
        made.apply(edit)


def holds_every_word(made: ReviewSheet) -> Counter[str]:
    """Return the words of the source found neither in the proposal nor among what is left out.

    Counted anew from the lines as they are shown; a head line that fields were read from
    counts as theirs but for the words listed as left out.
    """
    needed = Counter(word for line in made.reading.source_lines for word in words(line))
    for row in made.rows:
        if not row.dropped:
            needed.subtract(row.words if row.in_head else words(row.printed))
    heads = {row.id for row in made.rows if row.in_head and not row.dropped}
    for one in made.left_out():
        if one.id not in heads:
            needed.subtract(words(one.text))
    _put_together(needed)
    return +needed


def _put_together(needed: Counter[str]) -> None:
    """Count the halves of a word that a page divided as the whole word that is there."""
    for whole in [word for word, count in needed.items() if count < 0]:
        for cut in range(1, len(whole)):
            first, second = whole[:cut], whole[cut:]
            if needed[first] > 0 and needed[second] > 0:
                needed.subtract([first, second])
                needed[whole] += 1
                break


@settings(max_examples=150, deadline=None)
@given(st.lists(one_edit, max_size=25))
def test_no_sequence_of_corrections_loses_a_word(
    steps: list[tuple[str, list[int], int]],
) -> None:
    made = ReviewSheet(READING)
    played(made, steps)
    assert not made.missing_words()
    assert not holds_every_word(made)
    made.result()


@settings(max_examples=60, deadline=None)
@given(st.lists(one_edit, max_size=20))
def test_what_was_left_out_can_all_be_brought_back(
    steps: list[tuple[str, list[int], int]],
) -> None:
    made = ReviewSheet(READING)
    played(made, steps)
    made.bring_back([one.id for one in made.left_out() if one.id])
    # A head line brought back is text now; nothing that a button offers stays left out.
    assert not [one for one in made.left_out() if one.whole]
    assert not holds_every_word(made)


@settings(max_examples=60, deadline=None)
@given(st.lists(one_edit, max_size=20))
def test_everything_is_undone_redone_and_replayed_from_its_log(
    steps: list[tuple[str, list[int], int]],
) -> None:
    log: list[Edit] = []
    made = ReviewSheet(READING, keep=log.append)
    before = made.state
    played(made, steps)
    after = made.state
    written = msgspec.json.decode(msgspec.json.encode(log), type=list[Edit])
    assert ReviewSheet(READING, written).state == after
    undone = 0
    while made.undo():
        undone += 1
    assert made.state == before
    for _step in range(undone):
        assert made.redo()
    assert made.state == after


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_every_word_of_every_paper_is_in_a_row(path: Path) -> None:
    reading = reading_of(path)
    made = ReviewSheet(reading)
    assert not strays(reading, made.state)
    assert not holds_every_word(made)


def test_a_broken_log_is_refused() -> None:
    with pytest.raises(Refusal):
        ReviewSheet(READING, [Edit("split", ("s9",), at=2)])
