"""The indicators of a form's files: those at home there, and those told beside them."""

from collections.abc import Mapping

from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import Period


def home_codes(packs: Packs, form: str) -> frozenset[str]:
    """Return the indicators a file of a form may change: typed, and at home there."""
    return frozenset(
        indicator.code
        for indicator in packs.indicators.values()
        if indicator.home == form and not indicator.computed
    )


def form_codes(packs: Packs, form: str) -> frozenset[str]:
    """Return the indicators that are read from a file of a form.

    To those at home there come the ones the form only shows, such as the members in a form of
    the half-year; not the closing stock of a movement, which follows from the rest.
    """
    columns = packs.forms[form].columns
    followed = {c.source.partition(":")[2] for c in columns if c.source.startswith("closing:")}
    shown_too = {c.source for c in columns if c.kind == "indicator"} - followed
    women = {f"{code}N" for code in shown_too}
    return home_codes(packs, form) | {
        code for code in shown_too | women
        if (indicator := packs.indicators.get(code)) is not None and not indicator.computed
        and not indicator.from_register
    }  # fmt: skip


def told_beside(packs: Packs, form: str) -> frozenset[str]:
    """Return what else of a form's groups its sheets may count unit by unit, at home elsewhere.

    The form of activities lists every group: members and the month's admissions stand beside its
    visits. They are read, and told to be of another form; first stocks stand nowhere else.
    """
    groups = packs.forms[form].groups
    first = {one.baseline for one in packs.equations.values()}
    return form_codes(packs, form) | {
        indicator.code for indicator in packs.indicators.values()
        if indicator.group in groups and not indicator.computed and (
            indicator.type == "F" or (
                indicator.type == "S" and not indicator.from_register
                and indicator.code.removesuffix("N") not in first))
    }  # fmt: skip


def taken_along(packs: Packs, form: str, homes: Mapping[str, Period]) -> dict[str, Period]:
    """Return code → the period it is entered in, of what a form shows and another is the home of.

    `homes` are the periods such other forms take figures in. Women go with what is shown of all.
    """
    shown = form_codes(packs, form) - home_codes(packs, form)
    return {code: homes[home] for code in sorted(shown)
            if (home := home_of(packs, form, code)) in homes}  # fmt: skip


def home_of(packs: Packs, form: str, code: str) -> str:
    """Return the other form an indicator is entered in, "" for one of this form."""
    indicator = packs.indicators.get(code)
    return indicator.home if indicator is not None and indicator.home != form else ""
