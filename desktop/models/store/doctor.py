"""The doctor: is the file whole, and do the tables say just what the journal says?"""

from desktop.i18n import _
from desktop.models.store.fold import Fold
from desktop.models.store.held import Name, held_ids
from desktop.models.store.keys import plan_of
from desktop.models.store.ops import MalformedOp, read_op
from desktop.models.store.reader import Reader
from desktop.models.store.schema import in_memory


def examine(reader: Reader) -> list[str]:
    """Return what is wrong, a sentence each; an empty list when all is well."""
    return [
        *_integrity(reader),
        *_journal(reader),
        *_fold(reader),
        *_orphans(reader),
    ]


def _integrity(reader: Reader) -> list[str]:
    found = [row[0] for row in reader.rows("PRAGMA integrity_check(20)")]
    return [] if found == ["ok"] else [_("Tệp sổ bị hỏng: {what}").format(what=w) for w in found]


def _journal(reader: Reader) -> list[str]:
    """Every line hashes to its id and repeats its columns; our own follow one that is here.

    Of another office's chain only the part meant for us comes in a bundle.
    """
    found, seen, own = [], set(), reader.store_id
    for seq, op_id, stream, kind, key, field, raw in reader.rows(
        "SELECT seq, id, stream, kind, key, field, raw FROM op ORDER BY seq"
    ):
        try:
            op = read_op(raw)
        except MalformedOp:
            found.append(_("Dòng nhật ký {n} đã bị sửa.").format(n=seq))
            continue
        if (op.id, op.stream, op.kind, op.key, op.field) != (op_id, stream, kind, key, field):
            found.append(_("Dòng nhật ký {n} không khớp mục lục.").format(n=seq))
        seen.add(op.id)
        if op.store != own or op.prev is None:
            continue
        if op.prev not in seen and not held_ids(reader.rows, [Name(own, op.prev)]):
            found.append(_("Thiếu dòng nhật ký trước dòng {n}.").format(n=seq))
    return found


def _fold(reader: Reader) -> list[str]:
    """Fold the raw lines again, in memory, and compare every leaf."""
    memory = in_memory()
    try:
        memory.execute("BEGIN")
        columns = "seq, id, store, stream, n, step, kind, key, field, accepted_at, bundle, raw"
        places = ", ".join("?" * 12)
        memory.executemany(
            "INSERT INTO op (" + columns + ") VALUES (" + places + ")",
            reader.rows("SELECT " + columns + " FROM op"),
        )
        Fold(memory).rebuild()
        query = (
            "SELECT kind, key, field, op, hlc, store, value, winner FROM leaf"
            " ORDER BY kind, key, field, op"
        )
        again = memory.execute(query).fetchall()
        now = reader.rows(query)
    except MalformedOp:
        return []  # told already, line by line
    finally:
        memory.close()
    if again == now:
        return []
    wrong = len(set(again) ^ set(now))
    return [_("{n} ô trong bảng khác với nhật ký.").format(n=wrong)]


def _orphans(reader: Reader) -> list[str]:
    found = []
    for kind, what in (("cell", _("số liệu")), ("submit", _("báo cáo đã chốt"))):
        rows = reader.rows(
            "SELECT DISTINCT key FROM leaf WHERE kind = ? AND value <> 'null'", (kind,)
        )
        known = {row[0] for row in reader.rows("SELECT DISTINCT key FROM leaf WHERE kind = 'unit'")}
        lost = {key.rpartition("|")[2] for (key,) in rows} - known
        if lost:
            found.append(
                _("Có {what} của {n} đơn vị không có trong danh sách.").format(
                    what=what, n=len(lost)
                )
            )
    plans = set(reader.records("plan"))
    lost_items = [i for i in reader.records("item") if plan_of(i) not in plans]
    if lost_items:
        found.append(_("Có {n} mục không thuộc kế hoạch nào.").format(n=len(lost_items)))
    return found
