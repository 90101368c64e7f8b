"""Write a golden bundle of every kind: `python -m tests.sync.make_golden FOLDER [SET]`.

SET is "kinds" (the default), "further": an unsigned bundle, one bundle in two parts with
attachments, a receipt that tells of rejected operations; "late": a receipt that brings the lines a
revoked machine had sent too late; or "undone": a choice between two values that was undone. Run
once for each version of the format, into a folder of its own; what was released is never written
again. `index.json` tells what every reader must find in them.
"""

import base64
import hashlib
import json
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from desktop.models.activities.evidence import keep_file
from desktop.models.store.history import undo
from desktop.models.store.store import Store
from desktop.sync import export
from desktop.sync.conflicts import disagreements, resolve
from desktop.sync.enrol import grant, request
from desktop.sync.export import make_bundle, make_unsigned
from desktop.sync.keys import KeyPair
from desktop.sync.messages import BundleRefusal
from desktop.sync.peers import make_full_save, make_peer_bundle
from desktop.sync.revocation import revoke
from desktop.sync.rotation import rotate
from desktop.sync.sealing import recipient, seal, unsealed
from tests.sync.offices import (
    BASE,
    BASE_2,
    COMMUNE,
    OTHER,
    World,
    clock,
    enrol,
    lock,
    office,
    put_cells,
    send,
    take,
    world,
)
from tests.sync.second_reader import read

ALONE, UNSIGNED = "019a0000-0000-7000-8000-00000000000d", "baocao-chua-ky"
NEXT_KEY = KeyPair.derived(1, "commune, next")


def write(out: Path, which: str = "kinds") -> dict[str, Any]:
    """Write the bundles of a set and their index; return the index."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        made = world(Path(place))
        try:
            paths = SETS[which](made, Path(place))
            keys = _keys()
        finally:
            made.close()
        index: dict[str, Any] = {"keys": keys, "bundles": {}}
        public = {key: base64.b64decode(text) for key, text in keys.items()}
        for name, path in paths.items():
            (out / f"{name}.zip").write_bytes(path.read_bytes())
            found = read(path, public, unsigned=name == UNSIGNED)
            index["bundles"][f"{name}.zip"] = {
                "id": found.id, "kind": found.manifest["kind"], "key_id": found.key_id,
                "ops": len(found.lines), "blobs": len(found.blobs),
                "lines_sha256": hashlib.sha256(b"\n".join(found.lines)).hexdigest(),
            }  # fmt: skip
        if which == "kinds":
            age = recipient(KeyPair.derived(1, "province"))
            seal(paths["baocao"], out / "baocao.zip.age", [age])
            (out / "dangky.json").write_bytes((Path(place) / "dangky.json").read_bytes())
    told = json.dumps(index, indent=1, ensure_ascii=False) + "\n"
    (out / "index.json").write_text(told, encoding="utf-8")
    return index


def _keys() -> dict[str, str]:
    pairs = [KeyPair.derived(1, name) for name in ("province", "commune", "other", "base")]
    return {pair.id: base64.b64encode(pair.public).decode() for pair in (*pairs, NEXT_KEY)}


def _bundles(w: World, folder: Path) -> dict[str, Path]:
    paths: dict[str, Path] = {}
    second = office(folder, "commune-2", 5, COMMUNE)
    try:
        request(second, folder / "dangky.json")
        granted = grant(w.province, folder / "dangky.json", "P-A", folder / "grant")
        paths["capphep"] = granted.bundle.path
    finally:
        second.close()
    put_cells(w.commune, BASE_2, "2026-10", A01=120, A03=95, A03N=41, A04=79)
    put_cells(w.commune, BASE_2, "2026-10", A04=None)
    lock(w.commune, BASE_2, "2026-10", A01=120, A03=95, A03N=41)
    with w.commune.step("Ghi hoạt động") as step:
        fields = {
            "title": "Ngày hội đoàn viên “Lê Chân”",
            "date": "2026-10-20",
            "participants": 180,
        }
        step.put_fields("activity", "018e0000-0000-7000-8000-0000000000aa", fields)
        step.put("loai-moi", "018e0000-0000-7000-8000-0000000000ab", "x", {"sâu": [1, {"a": None}]})
    paths["baocao"] = send(w.commune, w.out)
    take(w.province, paths["baocao"])
    with w.province.step("Nhận báo cáo") as step:
        step.put("review", f"2026-10|F1|{BASE_2}", "1", {"state": "accepted"})
    paths["chidao"] = send(w.province, w.out, "P-A")
    take(w.commune, paths["chidao"])
    paths["noibo"] = make_peer_bundle(w.commune, w.out).path
    paths["saoluu"] = make_full_save(w.commune, w.out).path
    rotate(w.commune, new=NEXT_KEY)
    put_cells(w.commune, BASE_2, "2026-11", A01=121)
    paths["baocao-khoa-moi"] = make_bundle(w.commune, w.out).path
    paths["baocao-day-du"] = make_bundle(w.other, w.out, full=True).path
    return paths


def _further(w: World, folder: Path) -> dict[str, Path]:
    paths: dict[str, Path] = {}
    alone = office(folder, "alone", 6, ALONE)
    try:
        with alone.step("Lập sổ") as step:
            fields = {"name@2026-11-02": "CĐCS Nhà máy nước Lê Chân", "code@2026-11-02": "~N",
                      "kind": "CDCS", "parent@2026-11-02": None}  # fmt: skip
            step.put_fields("unit", ALONE, fields)
        put_cells(alone, ALONE, "2026-10", A03=12)
        lock(alone, ALONE, "2026-10", A03=12)
        paths[UNSIGNED] = make_unsigned(alone, w.out).path
    finally:
        alone.close()
    put_cells(w.commune, OTHER, "2026-10", A03=999)
    put_cells(w.commune, BASE_2, "2026-10", A03=95)
    lock(w.commune, BASE_2, "2026-10", A03=95)
    for number, words in enumerate(("biên bản ", "danh sách "), 1):
        file = folder / f"tệp {number}.pdf"
        file.write_bytes(b"%PDF-1.4 " + words.encode() * 5_000)
        digest, title = keep_file(w.commune.folder, file)
        with w.commune.step("Ghi hoạt động") as step:
            activity = f"018e0000-0000-7000-8000-0000000000b{number}"
            step.put("activity", activity, "evidence", [[digest, title]])
    first, *more = _in_parts(w)
    for number, path in enumerate((first, *more), 1):
        with unsealed(w.province.folder, path) as plain:
            kept = folder / f"phan-{number}.zip"
            kept.write_bytes(plain.read_bytes())
            paths[f"baocao-phan-{number}"] = kept
        take(w.province, path)
    paths["chidao-khong-tinh"] = send(w.province, w.out, "P-A")
    return paths


def _in_parts(w: World) -> list[Path]:
    """Make the commune's bundle as for a way that takes hardly anything: two parts."""
    usual = export.LIMITS
    try:
        export.LIMITS = {"mail": 140_000}  # type: ignore[misc,assignment]
        made = make_bundle(w.commune, w.out, attachments=True, profile="mail")
    finally:
        export.LIMITS = usual  # type: ignore[misc]
    return [made.path, *(one.path for one in made.more)]


def _late(w: World, folder: Path) -> dict[str, Path]:
    put_cells(w.base, BASE, "2026-10", A03=42)
    lock(w.base, BASE, "2026-10", A03=42)
    late = send(w.base, w.out)
    new = office(folder, "base-new", 9, BASE)
    try:
        enrol(w.commune, new, "P-A-01", folder)
    finally:
        new.close()
    revoke(w.commune, w.base.store_id)
    with suppress(BundleRefusal):
        take(w.commune, late)
    return {"baocao-muon": late, "chidao-dong-muon": send(w.commune, w.out, "P-A-01")}


def _undone(w: World, folder: Path) -> dict[str, Path]:
    w.commune.close()
    shutil.copytree(w.commune.folder, folder / "copy")
    w.commune = Store.open(w.commune.folder, clock=clock(40))
    with Store.open(folder / "copy", clock=clock(50)) as copy:
        put_cells(w.commune, BASE_2, "2026-10", A03=5)
        put_cells(copy, BASE_2, "2026-10", A03=6)
        first, other = send(w.commune, w.out), send(copy, w.out / "copy")
    for path in (first, other):
        take(w.province, path)
    take(w.commune, send(w.province, w.out, "P-A", full=True))
    (found,) = disagreements(w.commune)
    resolve(w.commune, found, found.sides[1].op)
    undo(w.commune)
    return {"baocao-hoan-tac": send(w.commune, w.out)}


SETS = {"kinds": _bundles, "further": _further, "late": _late, "undone": _undone}

if __name__ == "__main__":
    print(json.dumps(write(Path(sys.argv[1]), *sys.argv[2:3]), indent=1, ensure_ascii=False))
