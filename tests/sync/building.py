"""Small genuine and hostile bundles for the tests."""

import hashlib
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from desktop.models.clock import VIETNAM
from desktop.models.store.ops import seal
from desktop.sync.container import Part, Written, human_part, ops_part, write_bundle
from desktop.sync.keys import KeyPair
from desktop.sync.layout import SIGNED_PREFIX
from desktop.sync.lines import write_ops
from desktop.sync.manifest import Manifest, Origin

MADE = datetime(2026, 11, 21, 9, 15, tzinfo=VIETNAM)
OFFICE = KeyPair.derived(1, "office")
STRANGER = KeyPair.derived(1, "stranger")
PROVINCE_UNIT = "018e0000-0000-7000-8000-000000000001"
OFFICE_UNIT = "018f0000-0000-7000-8000-000000000002"


def trust(key_id: str) -> bytes | None:
    """Know one office only."""
    return OFFICE.public if key_id == OFFICE.id else None


def op_body(n: int = 1, **changed: Any) -> dict[str, Any]:
    """Return the members of a plain figure operation, some of them changed."""
    body: dict[str, Any] = {
        "stream": "office", "store": "b7e1", "n": n, "prev": None, "step": "s1",
        "kind": "cell", "k": f"2026-10|{OFFICE_UNIT}", "f": f"A{n:02d}", "v": 100 + n,
        "base": [], "hlc": f"{0x19A000000000 + n:012x}0000",
        "wall": "2026-11-21T09:15:00+07:00", "role": "lead", "who": "p1", "pack": "core@1",
    }  # fmt: skip
    return body | changed


def op_lines(count: int = 5) -> list[bytes]:
    """Return a chain of canonical lines."""
    lines: list[bytes] = []
    prev = None
    for n in range(1, count + 1):
        prev, line = seal(op_body(n, prev=prev))
        lines.append(line)
    return lines


def plain_manifest(**changed: Any) -> Manifest:
    """Return a manifest of the known office to the province."""
    members: dict[str, Any] = {
        "format": "cd-sync", "v": 1, "v_min_reader": 1, "kind": "baocao", "app": "0.1.0",
        "bundle_seq": 1, "created": MADE.isoformat(timespec="seconds"),
        "origin": Origin(OFFICE_UNIT, "P-LeChan", "CĐ phường Lê Chân", "b7e1", OFFICE.id),
        "audience": (PROVINCE_UNIT,), "audience_name": "LĐLĐ thành phố", "files": (),
    }  # fmt: skip
    return Manifest(**(members | changed))


def plain_parts(ops: bytes | None = None) -> list[Part]:
    """Return operations, one attachment and one sheet."""
    blob = "biên bản".encode()
    return [
        ops_part(write_ops(op_lines()) if ops is None else ops),
        Part(f"blobs/{hashlib.sha256(blob).hexdigest()}", blob, "blob"),
        human_part("DOC_TRUOC.txt", "Gói báo cáo tháng 10".encode()),
    ]


def make(
    folder: Path,
    parts: Sequence[Part] | None = None,
    pair: KeyPair = OFFICE,
    **changed: Any,
) -> Written:
    """Write a bundle with the real writer."""
    chosen = plain_parts() if parts is None else parts
    return write_bundle(folder, plain_manifest(**changed), chosen, pair, MADE)


def signed_ops(folder: Path, ops: bytes) -> Path:
    """Write a bundle that is genuine in all but the content of its operations."""
    return make(folder, plain_parts(ops)).path


Entries = list[tuple[str, bytes]]


def entries_of(path: Path) -> Entries:
    """Return names and contents in file order."""
    with zipfile.ZipFile(path) as archive:
        return [(info.filename, archive.read(info)) for info in archive.infolist()]


def rezip(
    path: Path, entries: Entries, tweak: Callable[[zipfile.ZipInfo], None] = lambda info: None
) -> Path:
    """Write the entries as a plain zip, without any of the writer's checks."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in entries:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 0, 0x20
            stored = name in ("mimetype", "manifest.json", "manifest.sig")
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            tweak(info)
            archive.writestr(info, data)
    path.write_bytes(buffer.getvalue())
    return path


def signed_entries(
    path: Path, payload: Entries, change: Callable[[dict[str, Any]], None] = lambda m: None
) -> Path:
    """Sign whatever the payload is: what a dishonest but enrolled office could make."""
    manifest = msgspec.to_builtins(plain_manifest())
    manifest["files"] = [
        {
            "path": name,
            "size": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
            "type": "human",
        }
        for name, data in payload
    ]
    change(manifest)
    signed = msgspec.json.encode(manifest, order="sorted")
    head: Entries = [
        ("mimetype", b"application/vnd.socongdoan.sync-bundle"),
        ("manifest.json", signed),
        ("manifest.sig", OFFICE.sign(SIGNED_PREFIX + signed)),
    ]
    return rezip(path, head + payload)
