"""What is asked and told when a paper is issued: who signs, what is odd about it."""

from datetime import date

from desktop.documents.kinds import form_remarks
from desktop.documents.signing import SigningWay, signing_ways
from desktop.models.plans import plan_numbers, plans
from desktop.models.store.reader import Reader
from desktop.tasks.papers.office_facts import office_facts


def ways(reader: Reader, day: date) -> tuple[SigningWay, ...]:
    """Return the ways of signing of this office, by the size of its executive committee."""
    facts = office_facts(reader, day)
    chair = facts.signer_title.upper()
    return signing_ways(facts.collective, chair if chair.endswith("CHỦ TỊCH") else "CHỦ TỊCH")


def remarks(reader: Reader, plan_id: str, number: str, day: date) -> list[str]:
    """Return what is odd about a number and day, and what the paper lacks of its kind."""
    head = plans.read_plan(reader, plan_id)
    told = form_remarks(head, plans.read_outline(reader, plan_id), reader.packs)
    if number.isascii() and number.isdigit() and int(number) < 100_000:
        told = plan_numbers.remarks(reader, int(number), head.symbol, day, plan_id) + told
    return told
