"""Does the proof of sending bite? Each mutant breaks one rule of it; its narrow test must notice.

As with the merge's mutants no file is touched: each runs in a forked process whose functions are
changed, or its modules while they are loaded, and which runs that one test. `python -m
tests.sync.sending_mutants [name …]` tells which test caught which.
"""

import contextlib
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import hypothesis.strategies  # noqa: F401  loaded here, once for all the forked processes
import pytest

from tests.sync.mutants import Finder, Mutant
from tests.sync.mutated import in_fork, nursed

_QUEUE, _OUTGOING = "desktop.sync.queue", "desktop.tasks.exchange.outgoing"
_FOLDER, _WEBDAV = "desktop.sync.channels.folder", "desktop.sync.channels.webdav"
_RECORDS, _OUTBOX = "desktop.sync.records", "desktop.sync.outbox"
_HERE = "tests/sync/"
_WITHOUT = ("-p", "no:cacheprovider", "-p", "no:anyio")  # each run would load them anew
_KNOWN = ("-W", "ignore::pytest.PytestAssertRewriteWarning")  # of what was loaded before pytest


@dataclass(frozen=True, slots=True)
class Sending:
    """A mutant with the one test (below tests/sync) that is to catch it."""

    mutant: Mutant
    test: str


def _of(name: str, module: str, old: str, new: str, test: str) -> Sending:
    return Sending(Mutant(name, module, old, new), test)


MUTANTS = (
    _of("a failure counts as sent", _OUTGOING,
        "    if outcome.refusal is not None:\n", "    if False:\n",
        "test_queue.py::test_what_a_person_must_put_right_waits_long_and_says_why"),
    _of("an attempt is not noted before its first byte", _QUEUE,
        "    tries = one.tries + 1\n    return _put(",
        "    tries = one.tries + 1\n    return (lambda _s, row: row)(",
        "test_queue.py::test_a_computer_that_stopped_while_sending_tries_again"),
    _of("what was broken off is never tried again", _QUEUE,
        "        if one.state != HANDED_OVER and not now",
        "        if one.state == WAITING and not now",
        "test_queue.py::test_a_computer_that_stopped_while_sending_tries_again"),
    _of("a row goes before its receipt is in", _QUEUE,
        "    for bundle in queued(store).keys() & received:",
        "    for bundle in queued(store).keys():",
        "test_queue.py::test_a_row_stays_until_the_receipt_of_its_own_bundle_is_in"),
    _of("failures are tried again at once, for ever", _QUEUE,
        "    usual = min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)", "    usual = FIRST_WAIT",
        "test_queue.py::test_waits_double_from_a_minute_to_six_hours_with_some_chance"),
    _of("what was cancelled comes back when its attempt fails", _QUEUE,
        "    if one.bundle not in queued(store):\n        return None\n    wait =", "    wait =",
        "test_queue.py::test_cancelled_stays_cancelled_even_when_an_attempt_fails_later"),
    _of("the open form of a sealed bundle leaves", _OUTGOING,
        'sealed = name.endswith(_SEALED)', "sealed = False",
        "test_queue.py::test_of_a_sealed_bundle_only_the_sealed_form_leaves"),
    _of("a receipt for one bundle acknowledges all", _RECORDS,
        "in receipt.acks.bundles if fresh else ():", "in reader.records(BUNDLE) if fresh else ():",
        "test_queue.py::test_a_row_stays_until_the_receipt_of_its_own_bundle_is_in"),
    _of("what was undone above stays received", _RECORDS,
        "    for one in lost:\n", "    for one in ():\n",
        "test_undo.py::test_the_sender_is_told_that_a_bundle_was_undone"),
    _of("an older receipt brings back what was undone", _RECORDS,
        "if fresh else ():", "if True else ():",
        "test_undo.py::test_the_sender_is_told_that_a_bundle_was_undone"),
    _of("one accepted return consolidates a bundle", _OUTBOX,
        "            return None\n        last", "            continue\n        last",
        "test_queue.py::test_a_bundle_is_consolidated_when_the_last_of_its_returns_is_settled"),
    _of("a file of that name in the folder is written over", _FOLDER,
        "        if target.exists():\n", "        if False:\n",
        "channels/test_folder.py::test_another_file_of_that_name_stays"),
    _of("a copy in the folder is not read back", _FOLDER,
        "        if _hash(part) != wanted:\n", "        if False:\n",
        "channels/test_folder.py::test_a_copy_that_reads_back_differently_is_not_believed"),
    _of("half a copy is left in the folder", _FOLDER,
        "        with suppress(OSError):\n            part.unlink()\n        raise\n",
        "        raise\n",
        "channels/test_folder.py::test_stopping_by_hand_leaves_nothing"),
    _of("a file on the server is written over", _WEBDAV, '"Overwrite": "F"', '"Overwrite": "T"',
        "channels/test_webdav.py"
        "::test_a_file_that_appears_meanwhile_is_not_overwritten_either[wsgidav]"),
    _of("the size on the server is not looked at", _WEBDAV,
        '        if there != parcel.size:\n            raise SendRefusal("E_SEND_SIZE"',
        '        if False:\n            raise SendRefusal("E_SEND_SIZE"',
        "channels/test_webdav.py::test_a_server_that_holds_less_than_was_sent_is_not_believed"),
    _of("a bundle is put under its own name at once", _WEBDAV,
        'self._ask("PUT", parcel.name + ".part", headers', 'self._ask("PUT", parcel.name, headers',
        "channels/test_webdav.py"
        "::test_a_line_cut_on_the_way_leaves_no_bundle_and_the_next_attempt_does[wsgidav-50]"),
)  # fmt: skip


def told_by(mutant: Mutant | None, tests: Sequence[str]) -> int:
    """Return pytest's exit code of the tests in a forked process: 0 held, 1 noticed."""

    def tell() -> int:
        if mutant is not None:
            sys.meta_path.insert(0, Finder(mutant))
        return _code(tests)

    told = in_fork(tell)
    return told if isinstance(told, int) else 99


def _code(tests: Sequence[str]) -> int:
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    with contextlib.suppress(SystemExit):
        options = ["-n0", "-q", "-x", *_WITHOUT, "--no-header", *_KNOWN]
        return int(pytest.main([*options, *(_HERE + one for one in tests)]))
    return 99


def main(names: Sequence[str], mutants: Sequence[Sending] = MUTANTS) -> None:
    """Print one JSON object: mutant → exit code of its test; "" is the program as it is."""
    chosen = [one for one in mutants if not names or one.mutant.name in names]
    about = {one.mutant.name: one.test for one in chosen}
    found = {"": told_by(None, list(dict.fromkeys(about.values())))}
    found |= nursed([one.mutant for one in chosen], _load, lambda one: _code([about[one.name]]))
    for one in chosen:
        if one.mutant.name not in found:
            found[one.mutant.name] = told_by(one.mutant, [one.test])
    print(json.dumps(found, ensure_ascii=False))


def _load() -> None:
    """Load and make what most of these tests need, not the tests: pytest loads those itself."""
    from tests.sync.offices import ready

    ready()


if __name__ == "__main__":
    main(sys.argv[1:])
