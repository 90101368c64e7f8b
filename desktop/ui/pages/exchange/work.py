"""The exchange page's long work: functions that run off the main thread, no widgets here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from desktop.i18n import _
from desktop.models.agenda.change_lines import ChangeLine, change_lines
from desktop.models.agenda.change_words import ChangeWords
from desktop.models.figures.returns.board import (
    LONGER,
    Board,
    Told,
    last_months,
    longer_periods,
    month_forms,
    read_board,
)
from desktop.models.figures.returns.late import Late, late_returns
from desktop.models.packs.periods import Period, period_containing, period_of
from desktop.models.units.scope import Scope
from desktop.sync.layout import KIND_SHEET
from desktop.tasks.exchange.both_values import both_values, side_values
from desktop.tasks.exchange.exchange_view import ExchangeView, read_exchange, reply_targets
from desktop.ui.pages.exchange.conflicts_view import RefusedWords, Worded
from desktop.ui.pages.exchange.receive_view import MOST_DIFFERENCES, Reading

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from desktop.models.store.reader import Reader
    from desktop.models.store.store import Store
    from desktop.sync.export import MadeBundle
    from desktop.sync.importer import ImportResult
    from desktop.sync.judged import Judged


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything the page shows, read at once; `years` are those with figures."""

    view: ExchangeView
    board: Board
    month: Period
    years: tuple[int, ...]
    worded: tuple[Worded, ...]
    late: tuple[Late, ...] = ()
    refused: tuple[RefusedWords, ...] = ()


def read_all(
    reader: Reader, span: object, today: date, told: Told = lambda _done, _total: None
) -> Shown:
    """Read bundles, connections, conflicts and the board of a span (RECENT, LONGER or a year).

    `told(months read, months in all)` is asked as the board is read; it may raise to stop.
    """
    with reader.asking_once():
        return _all(reader, span, today, told)


def _all(reader: Reader, span: object, today: date, told: Told) -> Shown:
    view = read_exchange(reader)
    month = _last_month(reader, today)
    upper = view.role in ("national", "province", "upper")
    board = Board((), tuple(form.id for form in month_forms(reader)), ())
    if upper:
        board = read_board(reader, _months(reader, span, today), today, told=told)
    words = ChangeWords.of(reader)
    worded = tuple(
        Worded(
            one, words.subject(one.kind, one.key, one.field),
            side_values(words, one),
        )
        for one in view.disagreements
    )  # fmt: skip
    words = words.naming(one.row for one in view.refused)
    refused = tuple(
        RefusedWords(
            words.subject(one.kind, one.key, one.field), *both_values(words, one),
            one.by or _("máy này"), one.writer, one.reason, one.at, one.op, one.kept,
        )
        for one in view.refused
    )  # fmt: skip
    late = tuple(late_returns(reader)) if upper else ()
    return Shown(view, board, month, _years(reader), worded, late, refused)


def _last_month(reader: Reader, today: date) -> Period:
    from desktop.models.agenda.agenda import last_month

    return last_month(reader, today)


def _months(reader: Reader, span: object, today: date) -> list[Period]:
    if span == LONGER:
        return longer_periods(reader, today)
    scheme = next(s for s in reader.packs.schemes if s.kind == "month" and s.holds_on(today))
    if isinstance(span, int):
        return [period_of(scheme, span, part) for part in range(1, scheme.parts + 1)]
    return last_months(reader, period_containing(today, scheme).id)


def _years(reader: Reader) -> tuple[int, ...]:
    rows = reader.rows(
        "SELECT DISTINCT substr(key, 1, 4) FROM leaf WHERE kind = 'submit' AND winner = 1"
    )
    return tuple(sorted((int(year) for (year,) in rows if year.isdigit()), reverse=True))


class Opening(msgspec.Struct, frozen=True):
    """How a person chose to take a file: as an unverified one of a unit (code), by a passphrase.

    `own`: as that of an earlier machine of this office, whose key has ended.
    """

    unit: str | None = None
    phrase: str = ""
    own: bool = False


def read_files(
    store: Store, paths: Sequence[Path], found: list[Reading], *, dry_run: bool,
    chosen: Mapping[Path, Opening],
) -> Iterator[Any]:  # fmt: skip
    """Read (or take in) each file on its own; a generator, so that it can be stopped between.

    Each is put into `found` as soon as it is known. What is read is verified and counted; what
    the rules say of it, the longest part, is left to `look_into`.
    """
    from desktop.sync.evidence import backup_before_import, only_once

    backup = only_once(backup_before_import)  # one copy from before the first, not one a file
    for place, path in enumerate(paths):
        yield place, len(paths), _("Đang đọc {file}").format(file=path.name)
        how = chosen.get(path, Opening())
        results = _received(store, path, how, dry_run=dry_run, rules=False, backup=backup)
        words = ChangeWords.of(store)
        found += [_counted(words, result, done=not dry_run) for result in results]
    return list(found)


def look_into(store: Store, reading: Reading, how: Opening) -> Reading:
    """Return a file with what it would change line by line, and what the rules say of that."""
    (result,) = _received(store, reading.path, how, dry_run=True, rules=True)
    return _whole(ChangeWords.of(store), result, done=False)


def lines_of(reader: Reader, reading: Reading) -> Reading:
    """Return a file that was taken in with what it changed line by line."""
    return _whole(ChangeWords.of(reader), reading.result, done=True)


def _received(
    store: Store, path: Path, how: Opening, *, dry_run: bool, rules: bool,
    backup: Callable[[Store], object] | None = None,
) -> list[ImportResult]:  # fmt: skip
    from desktop.tasks.exchange.receive import receive

    return receive(
        store, [path], dry_run=dry_run, unverified=how.unit is not None, unit=how.unit or "",
        phrase=how.phrase, rules=rules, backup=backup, own_save=how.own,
    )  # fmt: skip


def _counted(words: ChangeWords, result: ImportResult, *, done: bool) -> Reading:
    if result.status != "imported" or result.kind == KIND_SHEET:
        return _whole(words, result, done=done)
    if not done:  # read again when somebody looks: hundreds of files would fill the memory
        result = msgspec.structs.replace(result, differences=())
    return Reading(result, _sender(words, result), None, done=done, checked=done)


def _sender(words: ChangeWords, result: ImportResult) -> str:
    unit = words.scope.by_code(result.unit or "") if result.unit else None
    return words.unit(unit) if unit else (result.unit or "")


def _whole(words: ChangeWords, result: ImportResult, *, done: bool) -> Reading:
    told = words.with_names_of(result.differences)
    lines = change_lines(told, result.differences, MOST_DIFFERENCES)
    if result.kind == KIND_SHEET:
        lines += _figures(words, result)
    for kind, key, field, reason in result.rejected[:MOST_DIFFERENCES]:
        lines.append(ChangeLine(told.subject(kind, key, field), "–", _("bỏ qua"), note=reason))
    lines += [_judged(words, one) for one in result.findings[:MOST_DIFFERENCES]]
    return Reading(result, _sender(words, result), tuple(lines), done=done)


def _figures(words: ChangeWords, result: ImportResult) -> Iterator[ChangeLine]:
    """Yield each figure of a sheet beside the one reported before, to be held against the paper."""
    from desktop.models.figures.returns.supplements import value_words

    known = words.reader.packs.indicators
    for change in result.differences:
        after, told = change.after["values"], words.reader.fields("submit", change.key)
        earlier = [int(name) for name in told if told[name] and int(name) < int(change.field)]
        before = told[str(max(earlier))]["values"] if earlier else {}
        for code in sorted(after.keys() | before.keys()):
            bare, _mark, part = code.partition(";")
            name = known[bare].name if bare in known else bare
            subject = f"{code}  {name} ({part})" if part else f"{code}  {name}"
            yield ChangeLine(
                subject, value_words(before[code]) if code in before else "–",
                value_words(after[code]) if code in after else "–",
            )  # fmt: skip


def _judged(words: ChangeWords, one: Judged) -> ChangeLine:
    """Return what a rule says of a return, with the reason that came along."""
    unit = words.scope.by_code(one.unit)
    subject = _("{unit}: {rule}, {form} {period}").format(
        unit=words.unit(unit) if unit else one.unit, rule=one.rule, form=one.form,
        period=one.period,
    )  # fmt: skip
    told = _("lỗi") if one.severity == "E" else _("cảnh báo")
    note = _("Lý do: {reason}").format(reason=one.reason) if one.reason else ""
    return ChangeLine(subject, told, one.message, note=note)


def send_up(store: Store, folder: Path) -> MadeBundle:
    """Make the bundle for the level above."""
    from desktop.tasks.exchange.send import send

    return send(store, folder)


def share(store: Store, folder: Path, *, save: bool, phrase: str = "") -> MadeBundle:
    """Make the bundle for the office's other PCs, or one of everything (with its attachments)."""
    from desktop.tasks.exchange.send import share

    return share(store, folder, save=save, attachments=save and bool(phrase), phrase=phrase)


def reply(store: Store, folder: Path, unit: str = "") -> Iterator[Any]:
    """Make an answer for one enrolled unit below, or for each that waits for one."""
    from desktop.tasks.exchange.send import send

    units = [unit] if unit else reply_targets(store)
    scope, made = Scope.of(store), []
    for place, each in enumerate(units):
        yield place, len(units), _("Gói trả lời {unit}").format(unit=scope.label(each))
        made.append(send(store, folder, to=each))
    return made
