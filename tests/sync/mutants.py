"""Does the merge's proof bite? Each mutant breaks one rule of it; a story must notice.

A mutant is a piece of a module's text and what it becomes. Each runs in a process of its own,
whose functions are changed, or its modules while they are loaded; no file is touched. `python -m
tests.sync.mutants [name …]` tells which stories catch which.
"""

import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import shutil
import sqlite3  # noqa: F401  loaded here, once for all the forked processes
import sys
import zipfile  # noqa: F401
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

import msgspec.inspect
import msgspec.yaml  # noqa: F401

from tests.sync.mutated import in_fork, nursed

_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A broken rule: in `module`, the one place that reads `old` reads `new`."""

    name: str
    module: str
    old: str
    new: str

    @property
    def path(self) -> Path:
        """The file of the module."""
        return _ROOT / (self.module.replace(".", "/") + ".py")

    def text(self) -> str:
        """Return the module's text, changed. Raises ValueError where the place is not just one."""
        text = self.path.read_text(encoding="utf-8")
        if text.count(self.old) != 1:
            raise ValueError(f"{self.name}: {text.count(self.old)} places in {self.module}")
        return text.replace(self.old, self.new)


_FOLD, _UNDONE = "desktop.models.store.fold", "desktop.models.store.undone"
_STORE, _CHAINS = "desktop.models.store.store", "desktop.sync.chains"
_ABSORB, _OWNERSHIP = "desktop.sync.absorb", "desktop.sync.ownership"
_SCOPE, _BACK = "desktop.models.units.scope", "desktop.sync.take_back"
_TRUST = "desktop.sync.trust"
_VIEWS, _UNDO = "desktop.models.figures.views", "desktop.sync.undo"
_CLOSING, _VERDICTS = (f"desktop.models.figures.returns.{n}" for n in ("closing", "verdicts"))

MUTANTS = (
    Mutant("the last import wins", _FOLD, "after = sorted(leaves.values())",
           "after = list(leaves.values())"),
    Mutant("a tie falls by the clock alone", _FOLD, "after = sorted(leaves.values())",
           "after = sorted(leaves.values(), key=lambda leaf: leaf.hlc)"),
    Mutant("a replaced value that comes late stands again", _FOLD,
           "        if known is None:\n            self._db.execute(\n"
           '                "INSERT OR IGNORE INTO dangling',
           "        if False:\n            self._db.execute(\n"
           '                "INSERT OR IGNORE INTO dangling'),
    Mutant("no ownership of figures", _OWNERSHIP,
           "        if self._owners[unit, period] == author:", "        if True:"),
    Mutant("pure wall clock", _STORE, "*(after(leaf.hlc) for leaf in leaves), ", ""),
    Mutant("a wrong clock is kept for ever", "desktop.models.clock",
           " or last_ms - milliseconds > _WRONG_MS", ""),
    Mutant("the newest word goes by the clock alone", _STORE,
           "return after(row[0]) if row[0] else ZERO_HLC", "return ZERO_HLC"),
    Mutant("a receipt ignores gaps", _CHAINS,
           "            if link.prev is None or link.prev in held:", "            if True:"),
    Mutant("of a branched chain only what is longest is sent", _CHAINS,
           "        if self.is_plain:\n            last = max(",
           "        if True:\n            last = max("),
    Mutant("a chain is whole by its numbers", _CHAINS,
           "if link.n != number or before not in link.raw:", "if link.n != number:"),
    Mutant("rejected lines alone are no chain", _CHAINS,
           '" SELECT json_extract(CAST(raw AS TEXT), \'$.store\') FROM rejected"\n'
           "    \" WHERE json_extract(CAST(raw AS TEXT), '$.stream') = ?1\"\n)\n\"\"\"A store",
           '" SELECT store FROM op WHERE stream = ?1"\n)\n"""A store'),
    Mutant("rejected lines are not held", _CHAINS, "_HELD if aside is None else _TAKEN", "_TAKEN"),
    Mutant("the accepted follows the newest", _VIEWS,
           "    word = deciding(heard, judged)", "    word = None"),
    Mutant("the province counts what the commune has not accepted", _VIEWS,
           "        word = self.passed_on(unit, form, judged, newest)", "        word = None"),
    Mutant("the commune's word goes before the province's", _VIEWS,
           "        word = self.decided(unit, form, key, newest)",
           "        word = self.passed_on(unit, form) or self.decided(unit, form, key, newest)"),
    Mutant("a closing freezes nothing", _VIEWS,
           "        frozen, opened = self.closings.frozen(unit, form), ",
           "        frozen, opened = None, "),
    Mutant("what had not come counts in a closed month", _VIEWS,
           "            return None, True\n        now",
           "            return None, False\n        now"),
    Mutant("no word is heard after a closing", _VIEWS,
           "frozen is None or _goes_before(", "frozen is None or False and _goes_before("),
    Mutant("a lower office's word goes before a closing", _VIEWS,
           "(rank in (frozen.rank, UNKNOWN) and hlc > frozen.hlc)", "(hlc > frozen.hlc)"),
    Mutant("the commune's closing is not heard", _VIEWS,
           "        frozen = self.closings.frozen_below(unit, form) if self.closings else None",
           "        frozen = None"),
    Mutant("a closing names nothing", _CLOSING, 'word | {"stands": table}', "word"),
    Mutant("closed again, what waits has stood", _CLOSING,
           "        if not all(said.last(each, form) for each in inside for form in forms):",
           "        if True:"),
    Mutant("turned back, nothing had stood", _VERDICTS,
           '        return {"stands": 0, "closed": True}', "        return {}"),
    Mutant("an opened month is closed still for what was turned back", _VIEWS,
           '    if not verdict.get("closed") or newest <= rev:', "    if True:"),
    Mutant("an opened month brings back what was turned back", _VIEWS,
           'verdict.get("closed") or newest <= rev:', 'verdict.get("closed"):'),
    Mutant("a word goes by the clock, not by what it has seen", _VERDICTS,
           "seen, own = last_clock(store, period.id), store", 'seen, own = "", store'),
    Mutant("what is turned back counts", "desktop.models.figures.precedence",
           "    return named if type(named) is int else 0", "    return 0"),
    Mutant("an accepted revision can be written over", _VIEWS,
           "            now = written or now", "            pass"),
    Mutant("undoing drops what others carry", _UNDONE, "    _hand_over(store, bundle)\n", ""),
    Mutant("a bundle that repeats is not remembered", _ABSORB,
           "    note_carried(store, [op for op in ops if op.id in held], bundle)\n", ""),
    Mutant("the fold stays as it was after undoing", _UNDO, "            refold(store, gone)",
           "            pass"),
    Mutant("an undone line leaves the log", _UNDONE,
           "        _keep(store, gone[-1], bundle, accepted_at, at, None)\n", ""),
    Mutant("undoing the register judges nothing again", _UNDO,
           "snapshot(store) if vouches else None", "None"),
    Mutant("undoing part of an ended chain judges nothing again", _UNDO,
           "op.kind in TREE_KINDS or op.store in ended for", "op.kind in TREE_KINDS for"),
    Mutant("undoing leaves a word of a machine that has ended", _UNDO,
           "    sweep(store)  # a line taken", "    # a line taken"),
    Mutant("a figure stays that overtook an enrolment", _ABSORB,
           "    reseat(store, taken, last_day)\n", ""),
    Mutant("what came too early is never tried again", _ABSORB,
           "    if ended or any(op.kind in TREE_KINDS for op in taken):\n", "    if False:\n"),
    Mutant("a choice names one value only", _STORE,
           '"base": sorted(leaf.op for leaf in leaves)',
           '"base": [leaf.op for leaf in leaves[-1:]]'),
    Mutant("what was taken back stays the union's own", _SCOPE,
           "            if office == top:\n", "            if office is not None:\n"),
    Mutant("what was taken back goes one level up only", _SCOPE,
           "            if skipped_to and top != skipped_to:\n", "            if False:\n"),
    Mutant("who takes over has not seen what was typed", _BACK,
           "seen=_last_seen(store, unit))", 'seen="")'),
    Mutant("only the last word on an office was ever said", _OWNERSHIP,
           "said = [office for hlc, office in words if hlc < clock]",
           "said = [office for hlc, office in words[-1:] if hlc < clock]"),
    Mutant("a figure stays that overtook its union's end", "desktop.sync.reseat",
           "    above |= {judge.scope.resolve(op.key) for op in taken if _takes_back(judge, op)}\n",
           ""),
    Mutant("what a lost machine had sent is refused without a trace", "desktop.sync.revocation",
           "is not None and keep_to_be_seen(", "is None and keep_to_be_seen("),
    Mutant("what a revocation takes out leaves no trace", "desktop.sync.revocation",
           '    keep_to_be_seen(store, bundle, str(taken["store"]), gone)\n', ""),
    Mutant("a restored office says nothing of the old one", "desktop.sync.export",
           "    vouch_for_earlier(store)\n", ""),
    Mutant("what a lost machine told the other goes with it", _ABSORB,
           "        vouch_for_held(store, step, taken)\n", ""),
    Mutant("who was never enrolled cannot be vouched for", _TRUST,
           '    return Enrolled(store, unit, b"", Ending(',
           '    return None and Enrolled(store, unit, b"", Ending('),
    Mutant("a machine vouches in another's name", _OWNERSHIP,
           "            fits = op.field == VOUCHED + op.store and op.key != op.store\n",
           "            fits = True\n"),
    Mutant("another unit's word brings a machine back", _TRUST,
           "if end is not None and known[by].unit == unit]", "if end is not None]"),
    Mutant("an end for good is moved", _TRUST,
           "(own.revoked is None or own.revoked.final)", "own.revoked is None"),
    Mutant("an unsigned return holds its period", "desktop.sync.enrol",
           "(_rev, unsure) in newest.items() if not unsure)", "(_rev, unsure) in newest.items())"),
    Mutant("an unsigned word stands beside a signed one", "desktop.sync.enrol",
           "        supersede_unverified(store, step, last_day)\n", ""),
    Mutant("who takes over is not told what was typed for it", "desktop.sync.selection",
           "        single += _figures_of_others(reader, scope, trust, below)\n", ""),
    Mutant("what is disputed is not told below", "desktop.sync.export",
           "    full = full or is_disputed(store, scope, unit)\n", ""),
    Mutant("a preview is an import", _STORE,
           "if whole.wrote and not whole.rehearsed:", "if whole.wrote:"),
    Mutant("a bundle is taken as often as it comes", "desktop.sync.importer",
           "    if before is not None:\n        return already_taken(path, bundle, before)\n", ""),
    Mutant("unknown kinds are refused", _OWNERSHIP,
           "        if not all(self._within(unit, author) for unit in self._units_in(op.key)):",
           '        if op.kind == "later_thing" or not all('
           "self._within(unit, author) for unit in self._units_in(op.key)):"),
    Mutant("a bundle carries the latest line only", "desktop.sync.selection",
           "        lines += [link.raw for link in chain.behind([head.id for head in usable])]",
           "        lines += [one.raw for one in chain.behind([head.id for head in usable])[-1:]]"),
    Mutant("a receipt from the future silences later ones", "desktop.sync.records",
           "return counted or receipt.created >= before or before > now",
           "return receipt.created >= before"),
    Mutant("a receipt by a clock set back is passed over", "desktop.sync.records",
           "return counted or receipt", "return receipt"),
    Mutant("receipts are told apart by their count alone", "desktop.sync.records",
           "return counted or receipt.created >= before", "return counted"),
    Mutant("receipts by number", "desktop.sync.selection",
           "        lines += [link.raw for link in chain.behind([head.id for head in usable])]",
           "        lines += [link.raw for link in chain.links"
           " if link.n > max((head.n for head in mine), default=0)]"),
)  # fmt: skip


class _Loader(importlib.machinery.SourceFileLoader):
    """Loads one module from a changed text."""

    def __init__(self, mutant: Mutant) -> None:
        super().__init__(mutant.module, str(mutant.path))
        self._mutant = mutant

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._mutant.text(), str(self._mutant.path), "exec", dont_inherit=True)


class Finder(importlib.abc.MetaPathFinder):
    """Put before the finders of a fresh process, gives it the mutant for its module."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant

    def find_spec(self, fullname, path, target=None):
        if fullname != self._mutant.module:
            return None
        return importlib.util.spec_from_loader(fullname, _Loader(self._mutant))


_ABOUT: Mapping[str, Sequence[str]] = {
    "two_machines_write_at_the_very_same_moment": [
        "the last import wins",
        "a tie falls by the clock alone",
    ],
    "nobody_writes_for_another": [
        "no ownership of figures",
        "a bundle carries the latest line only",
    ],
    "a_machine_lives_in_the_future_for_a_day": [
        "pure wall clock",
        "a wrong clock is kept for ever",
    ],
    "a_word_stands_above_every_word_under_its_key": ["the newest word goes by the clock alone"],
    "the_last_word_of_a_clock_put_right_counts": [
        "the accepted follows the newest",
    ],
    "an_undone_bundle_stays_in_the_log_and_is_claimed_no_more": [
        "a receipt ignores gaps",
        "an undone line leaves the log",
    ],
    "an_old_copy_goes_on_before_its_own_work_comes_back": [
        "of a branched chain only what is longest is sent"
    ],
    "two_branches_each_with_a_gap": ["a chain is whole by its numbers"],
    "what_nobody_may_write_is_answered_too": [
        "rejected lines alone are no chain",
        "rejected lines are not held",
    ],
    "the_commune_judges_its_base_union": [
        "the province counts what the commune has not accepted",
        "the commune's word goes before the province's",
    ],
    "what_was_accepted_stands": [
        "what is turned back counts",
        "an accepted revision can be written over",
    ],
    "what_was_closed_stands_unaccepted": [
        "a closing freezes nothing",
        "a closing names nothing",
        "closed again, what waits has stood",
        "no word is heard after a closing",
    ],
    "nothing_stood_when_it_was_closed": [
        "what had not come counts in a closed month",
        "turned back, nothing had stood",
    ],
    "what_was_turned_back_comes_again_into_an_opened_month": [
        "an opened month is closed still for what was turned back",
        "an opened month brings back what was turned back",
    ],
    "every_order_of_a_closing_counts_the_same": ["the commune's closing is not heard"],
    "a_commune_says_nothing_into_what_the_province_closed": [
        "a lower office's word goes before a closing"
    ],
    "what_stood_is_undone_and_comes_again": ["a word goes by the clock, not by what it has seen"],
    "a_bundle_that_another_repeats_is_undone": [
        "undoing drops what others carry",
        "a bundle that repeats is not remembered",
        "the fold stays as it was after undoing",
    ],
    "what_comes_too_early_counts_once_the_register_follows": [
        "undoing the register judges nothing again",
        "what came too early is never tried again",
    ],
    "a_figure_may_overtake_the_enrolment_that_gives_it_away": [
        "a figure stays that overtook an enrolment"
    ],
    "typing_is_taken_back_and_goes_on_above": [
        "what was taken back stays the union's own",
        "who takes over has not seen what was typed",
        "only the last word on an office was ever said",
        "what a lost machine had sent is refused without a trace",
    ],
    "another_machine_had_taken_what_was_taken_back": [
        "what a revocation takes out leaves no trace",
    ],
    "an_office_further_up_may_be_given_a_unions_figures": [
        "what was taken back goes one level up only",
    ],
    "an_assignment_to_another_may_come_late": ["a figure stays that overtook its union's end"],
    "a_restored_office_sends_what_the_old_one_had_not": [
        "a restored office says nothing of the old one",
    ],
    "an_office_restored_twice_before_anybody_enrolled_it": [
        "who was never enrolled cannot be vouched for",
    ],
    "what_a_lost_machine_told_the_other_stays": [
        "what a lost machine told the other goes with it",
    ],
    "part_of_an_ended_chain_is_undone": [
        "undoing part of an ended chain judges nothing again",
    ],
    "a_machine_that_vouched_ends_on_what_is_undone": [
        "undoing leaves a word of a machine that has ended",
    ],
    "nobody_vouches_for_another": [
        "a machine vouches in another's name",
        "another unit's word brings a machine back",
    ],
    "what_was_ended_for_good_stays_out": ["an end for good is moved"],
    "a_signed_word_goes_before_an_unsigned_one": [
        "an unsigned return holds its period",
        "an unsigned word stands beside a signed one",
        "who takes over is not told what was typed for it",
    ],
    "who_owns_a_figure_is_told_that_it_is_disputed": ["what is disputed is not told below"],
    "two_machines_write_one_cell": ["a choice names one value only", "receipts by number"],
    "newer_things_are_relayed_as_they_are": ["unknown kinds are refused"],
    "a_receipt_comes_from_the_future": ["a receipt from the future silences later ones"],
    "a_receipt_is_made_by_a_clock_set_back": ["a receipt by a clock set back is passed over"],
    "an_office_above_that_was_put_back_counts": ["receipts are told apart by their count alone"],
    "the_order_of_bundles_does_not_matter": ["a replaced value that comes late stands again"],
}
"""Story → the mutants whose rule it is about: told first, so that most cost one story."""
_NOTICED_BY = {mutant: story for story, mutants in _ABOUT.items() for mutant in mutants}


def caught_by(mutant: Mutant | None, ready: Path, *, every: bool = False) -> list[str]:
    """Return the stories that fail in a fresh process with the mutant, the first one or all.

    Without a mutant one story shows that such a process can tell it; that every story holds is
    what `test_stories` tells.
    """

    def tell() -> list[str]:
        if mutant is None:
            return _failing(ready, _SAMPLE, every=every, at_most=None if every else 1)
        sys.meta_path.insert(0, Finder(mutant))
        return _failing(ready, _NOTICED_BY.get(mutant.name, ""), every=every)

    told = in_fork(tell)
    return told if isinstance(told, list) else [str(told)]


_SAMPLE = "nobody_writes_for_another"


def _load() -> None:
    import tests.sync.closing_stories
    import tests.sync.restored_stories
    import tests.sync.signed_stories
    import tests.sync.stories
    import tests.sync.typing_stories  # noqa: F401


def _failing(
    ready: Path, first: str, *, every: bool = False, at_most: int | None = None
) -> list[str]:
    _load()
    from tests.sync.story import STORIES

    failed = []
    for name, tell in sorted(STORIES.items(), key=lambda one: one[0] != first)[:at_most]:
        try:
            tell(ready)
        except Exception as error:
            failed.append(f"{name}: {str(error)[:80] or type(error).__name__}")
            if not every:
                break
    return failed


def prepare() -> Path:
    """Found the province the stories begin with, in a process of its own."""
    import tempfile

    quick = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="mutants-", dir=quick if quick.is_dir() else None))
    child = os.fork()
    if child == 0:
        try:
            from tests.sync.country import found

            found(folder)
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    return folder


def main(names: Sequence[str]) -> None:
    """Print one JSON object: mutant → stories that caught it; "" is the program as it is."""
    chosen = [one for one in MUTANTS if not names or one.name in names]
    for one in chosen:
        one.text()
    ready = prepare()
    try:
        every = bool(names)
        found = {"": caught_by(None, ready, every=every)}
        found |= nursed(
            chosen, _load,
            lambda one: _failing(ready, _NOTICED_BY.get(one.name, ""), every=every),
        )  # fmt: skip
        for one in chosen:
            if one.name not in found:
                found[one.name] = caught_by(one, ready, every=every)
    finally:
        shutil.rmtree(ready, ignore_errors=True)
    print(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1:])
