"""Do the checks of what an enrolled office may send bite? Each mutant leaves one of them out.

Each is run against the one test that is about it, like the mutants of sending. `python -m
tests.sync.hostile_mutants [name …]` tells which test caught which.
"""

import sys

from tests.sync.mutants import Mutant
from tests.sync.sending_mutants import Sending, main

_SHAPES, _REREADING = "desktop.models.store.shapes", "desktop.models.store.rereading"
_OWNERSHIP = "desktop.sync.ownership"
_READS = "test_what_does_not_read_is_kept_aside"
_UNITS = "test_a_unit_that_does_not_read_stops_nobody"
_BEFORE = "test_lines_taken_before.py::test_a_poisoned_book_opens_as_if_the_lines_had_been_refused"


def _of(name: str, module: str, old: str, new: str, test: str) -> Sending:
    where = test if "::" in test else f"test_hostile_lines.py::{test}"
    return Sending(Mutant(name, module, old, new), where)


MUTANTS = (
    _of("what does not read is taken", _OWNERSHIP, "        if not is_readable(op):\n",
        "        if False:\n", _READS),
    _of("beside what fits everything reads", "desktop.sync.absorb",
        "                if not all_read(rest):\n", "                if False:\n",
        "test_what_reads_beside_it_is_taken"),
    _of("a revision is any text", _SHAPES, "        if _REVISION.fullmatch(revision) is None:\n",
        "        if False:\n", _READS),
    _of("a key has any number of parts", _SHAPES,
        'if key.count("|") != parts - 1 or not field:', "if not field:", _READS),
    _of("a field may be empty", _SHAPES,
        'if key.count("|") != parts - 1 or not field:', 'if key.count("|") != parts - 1:', _READS),
    _of("the values of a return are anything", _SHAPES,
        "    if not isinstance(values, dict) or not _are_figures(values.values()):\n",
        "    if False:\n", _READS),
    _of("the tables of a return are anything", _SHAPES,
        "    if not all(table is None or isinstance(table, dict) for table in tables.values()):\n",
        "    if False:\n", _READS),
    _of("what changed is told in any way", _SHAPES,
        "        all(isinstance(one, dict) for one in told.values())\n", "        True\n", _READS),
    _of("an opening is any text", _SHAPES,
        "        and all(one is None or type(one) is int for one in opening.values())\n", "",
        _READS),
    _of("a reason for a rule is anything", _SHAPES,
        "        and all(isinstance(one, str) for one in reasons.values())\n", "", _READS),
    _of("a figure is anything", _SHAPES,
        "            return type(value) is int or _is_figure(value)\n", "            return True\n",
        _READS),
    _of("a reason is anything", _SHAPES, "            return isinstance(value, str)\n",
        "            return True\n", _READS),
    _of("what stood is anything", _SHAPES,
        'return isinstance(value, dict) and _stands(value.get("stands"))', "return True", _BEFORE),
    _of("the units of an event are anything", _SHAPES,
        "return value is None or isinstance(value, list)", "return True", _READS),
    _of("what a unit is told to be is anything", _SHAPES,
        'wanted = bool if name == "alive" else str', "wanted = object", _UNITS),
    _of("a day is in no calendar", _SHAPES, "        date.fromisoformat(text)\n", "        pass\n",
        _UNITS),
    _of("a day is written in any way", _SHAPES, "    if _DAY.fullmatch(text) is None:\n",
        "    if False:\n", _UNITS),
    _of("any kind travels", _OWNERSHIP, "        if stream_of(op.kind) == LOCAL:",
        "        if False:", "test_nobody_writes_what_an_office_keeps_for_itself"),
    _of("a period is set from below", _OWNERSHIP,
        "        if op.kind == PERIOD and self.scope.is_below(author, self.own):\n",
        "        if False:\n", "test_periods_are_set_from_above"),
    _of("an event is anybody's", _OWNERSHIP, "return self._event_objection(op, author)",
        "return self._other_objection(op, author)", "test_an_event_is_told_by_an_office_above"),
    _of("an event's units in the bundle are passed over", _OWNERSHIP,
        "(*named, *self._events_beside.get(op.key, ()))", "named",
        "test_an_event_is_told_by_an_office_above"),
    _of("of a thing each field has a holder of its own", _OWNERSHIP,
        "        if op.kind == ACTIVITY:\n", "        if False:\n",
        "test_a_thing_of_another_office_gets_no_more_fields"),
    _of("an office below receives for the one above", "desktop.sync.records",
        ' and not (below and reader.unit(ours["to"]) != unit)', "",
        "test_a_receipt_speaks_for_its_own_office_alone"),
    _of("a bundle is whose it says", "desktop.sync.trust",
        "    if unit is None or unit not in scope.units:\n", "    if True:\n",
        "test_whose_a_bundle_is_the_register_tells"),
    _of("units stand below each other for ever", _OWNERSHIP,
        "            if len(above) >= DEEPEST:", "            if False:",
        "test_units_founded_below_each_other_for_ever_stop_nobody"),
    _of("a tree is what the register says", "desktop.models.units.units",
        "    straighten(parents, rank)\n", "", "test_an_office_put_below_its_own_part_goes_on"),
    _of("what a lost machine sends is kept as it is", "desktop.models.figures.too_late",
        " and is_readable(op)", "",
        "test_what_a_lost_machine_sends_that_does_not_read_is_not_kept_to_be_seen"),
    _of("the last line held of a chain is new", "desktop.models.store.held",
        "        if op.n <= streams[op.stream]:\n", "        if op.n < streams[op.stream]:\n",
        "test_import_many.py::test_only_what_the_journal_may_have_of_a_chain_is_looked_for"),
    _of("the lines of a block nest for ever", "desktop.sync.lines",
        "(type(op.value) in _NESTING and _may_be_deep(op.raw))", "False",
        "test_reader.py::test_a_short_line_behind_its_own_predecessor_is_no_deeper_either"),
    _of("a line is of brackets alone", "desktop.sync.lines",
        "    if nested_in(line) > MOST_NESTED:\n", "    if False:\n",
        "test_reader.py::test_a_line_of_brackets_alone_is_not_taken_apart"),
    _of("a block of brackets is decoded", "desktop.sync.lines",
        " or nested_in(block) > MOST_NESTED", "",
        "test_reader.py::test_a_line_of_brackets_alone_is_not_taken_apart"),
    _of("a clock stands above the last reading", "desktop.models.clock",
        'min(f"{int(hlc, 16) + 1:016x}", LAST_HLC)', 'f"{int(hlc, 16) + 1:016x}"',
        "test_no_reading_of_a_clock_is_so_late_that_nobody_takes_what_follows"),
    _of("a union was always where it is", _OWNERSHIP,
        "self._owner_when(unit, day, clock, moved=True) for clock in moved",
        "False for clock in moved",
        "test_moved_unions.py::test_a_month_locked_before_its_union_was_moved_counts_alike_everywhere"),
    _of("who once had a union has it for ever", _OWNERSHIP,
        "clocks |= {clock} if clock > written else set()", "clocks.add(clock)",
        "test_moved_unions.py::test_what_is_locked_after_a_move_is_refused_alike_and_told"),
    _of("a move goes by its own clock", "desktop.models.units.units",
        'if attribute == "parent" else ""\n', 'if False else ""\n',
        "test_moved_unions.py::test_a_move_comes_after_what_is_held_of_the_union_by_any_clock"),
    _of("the replaced words stay above", "desktop.sync.selection",
        "    return replaced + [\n", "    return [\n",
        "test_moved_unions.py::test_a_union_put_back_brings_what_the_other_office_locked_meanwhile"),
    _of("our own chain has any number", _OWNERSHIP, " and op.n > MOST_OF_A_CHAIN:\n",
        " and False:\n", "test_no_number_of_our_own_chain_leaves_no_room_behind_it"),
    _of("one line of our own speaks for all of its key", _OWNERSHIP,
        "        if op.store == self.reader.store_id:\n", "        if False:\n",
        "test_no_number_of_our_own_chain_leaves_no_room_behind_it"),
    _of("an earlier program's lines stay", "desktop.models.store.upgrade",
        "        reread(connection)\n", "", _BEFORE),
    _of("the tables keep what was set aside", _REREADING, "        if gone:\n",
        "        if False:\n", _BEFORE),
    _of("a chain ends where it did", _REREADING, "        mend_heads(",
        "        (lambda *_: None)(",
        _BEFORE),
    _of("what was set aside is dropped", _REREADING,
        "            connection.execute(_ASIDE, (unreadable(), seq))\n", "", _BEFORE),
)  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1:], MUTANTS)
