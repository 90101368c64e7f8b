"""Bundles of every released version stay readable, byte for byte."""

from pathlib import Path

from desktop.sync.reader import read_bundle
from tests.sync.building import PROVINCE_UNIT, make, op_lines, trust

GOLDEN = Path(__file__).parents[1] / "golden" / "sync"
V1 = GOLDEN / "CDX_P-LeChan_baocao_v1.zip"
V1_ID = "ee6f22405e8692dbeac08611d6525713ca8062e5e1c5f509f11f2507c15ebea9"


def test_a_bundle_of_version_1_is_read_as_ever() -> None:
    bundle = read_bundle(V1, trust, [PROVINCE_UNIT])
    assert bundle.id == V1_ID
    assert [op.raw for op in bundle.ops] == op_lines()
    assert bundle.manifest.origin.name == "CĐ phường Lê Chân"


def test_the_writer_still_makes_the_manifest_of_version_1(tmp_path: Path) -> None:
    assert make(tmp_path).id == V1_ID
