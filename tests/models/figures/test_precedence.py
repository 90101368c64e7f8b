"""Whose word on a return goes before, of those of several offices above its unit."""

from typing import Any

from desktop.models.figures.precedence import Verdict, deciding, last_word

COMMUNE, PROVINCE = 1, 2


def said(clock: int, rev: int, state: str, rank: int, **more: Any) -> Verdict:
    return f"{clock:04d}", rev, {"state": state, **more}, rank


def test_what_the_province_accepted_stands_whatever_the_commune_says_later() -> None:
    accepted = said(1, 1, "accepted", PROVINCE)
    for later in (said(2, 1, "returned", COMMUNE), said(2, 2, "accepted", COMMUNE)):
        assert deciding([later, accepted]) == accepted


def test_a_commune_asks_for_a_correction_of_what_the_province_accepted_before() -> None:
    accepted, back = said(1, 1, "accepted", PROVINCE), said(2, 1, "returned", COMMUNE)
    assert last_word([accepted, back]) == back
    assert last_word([said(3, 1, "accepted", PROVINCE), back]) == said(3, 1, "accepted", PROVINCE)


def test_a_commune_does_not_accept_what_the_province_sent_back() -> None:
    back, later = said(1, 1, "returned", PROVINCE), said(2, 1, "accepted", COMMUNE)
    assert last_word([later, back]) == back
    assert deciding([later, back]) is None


def test_what_the_commune_accepted_stands_where_the_province_judged_another_revision() -> None:
    first, back = said(1, 1, "accepted", COMMUNE), said(2, 2, "returned", PROVINCE)
    assert deciding([first, back]) == first
    assert deciding([first, back], judged={1}) is None


def test_the_last_word_of_one_office_is_asked() -> None:
    words = [said(1, 1, "accepted", COMMUNE), said(2, 1, "returned", COMMUNE)]
    assert (deciding(words), last_word(words)) == (None, words[1])
    turned = said(3, 2, "returned", COMMUNE, stands=1)
    assert deciding([*words, turned]) == turned
