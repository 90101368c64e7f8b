"""A request for enrolment among the bundles is named, with where it belongs."""

from pathlib import Path

import pytest

from desktop.sync.enrol import request
from desktop.sync.messages import BundleRefusal
from tests.sync.offices import office, take, world


def test_a_request_is_told_from_a_bundle(tmp_path: Path) -> None:
    made = world(tmp_path)
    with office(tmp_path, "new", 9) as new:
        request(new, tmp_path / "yêu cầu.zip")
    with pytest.raises(BundleRefusal) as refused:
        take(made.province, tmp_path / "yêu cầu.zip")
    assert refused.value.code == "E_REQUEST_FILE"
    made.close()
