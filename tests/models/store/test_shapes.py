"""Lines judged together read as they do one by one."""

import pytest

from desktop.models.store.keys import OFFICE
from desktop.models.store.ops import Op
from desktop.models.store.shapes import all_read, is_readable

KEY = "2026-10|u"


def cell(key: str, field: str, value: object) -> Op:
    return Op(
        id="", stream=OFFICE, store="s", n=1, prev=None, step="", kind="cell", key=key,
        field=field, value=value, base=(), hlc="f" * 16, raw=b"",
    )  # fmt: skip


@pytest.mark.parametrize("field", ["", "A05"])
@pytest.mark.parametrize("key", [KEY, "2026-10", "2026-10|u|x"])
@pytest.mark.parametrize("value", [7, None, True, "x", {"value": 7}, {"value": True}, {}, [7]])
def test_lines_read_together_as_one_by_one(key: str, field: str, value: object) -> None:
    ops = [cell(key, "A01", 1), cell(key, field, value), cell(key, "A03", 3)]
    assert all_read(ops) == all(map(is_readable, ops))
    assert all_read(ops[:1]) == is_readable(ops[0])


def test_of_no_lines_all_read() -> None:
    assert all_read([])
