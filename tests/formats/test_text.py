"""Plain text for messages holds every line of the document."""

from desktop.formats.text import document_text
from tests.formats import samples
from tests.formats.golden import assert_golden


def test_a_plan_and_a_report_as_text() -> None:
    assert_golden("plan.txt", document_text(samples.plan()))
    assert_golden("members_report.txt", document_text(samples.members_report(3)))
