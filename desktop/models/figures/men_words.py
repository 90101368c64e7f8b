"""Why men and women together are fewer than all: units that told all and not how many are women."""

from desktop.i18n import _
from desktop.models.text import vi_number


def short_of_all(whole: str, people: int, units: int) -> str:
    """Return the sentence of a total named `whole`: `people` of `units` units stand in neither."""
    return _(
        "{whole}: nam và nữ cộng lại ít hơn tổng {n} người, vì {u} đơn vị chưa ghi số nữ."
    ).format(whole=whole, n=vi_number(people), u=vi_number(units))
