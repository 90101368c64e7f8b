"""Sending: a bundle for another office, with the readable sheets inside and beside it."""

from pathlib import Path

from desktop.models.packs.periods import parse_period
from desktop.models.store.keys import split_return_key
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.sync import records
from desktop.sync.export import MadeBundle, make_bundle, make_unsigned
from desktop.sync.layout import KIND_SHEET
from desktop.tasks.figures.reports import human_sheets

MOST_PERIODS = 3
"""A first bundle may hold years of months; sheets for people are made of the newest ones."""


def send(
    store: Store,
    out: Path,
    *,
    to: str | None = None,
    full: bool = False,
    unsigned: bool = False,
    seal: bool = False,
    attachments: bool = False,
    profile: str = "usb",
) -> MadeBundle:
    """Make a bundle for the level above, or for the enrolled unit `to` (code or id) below.

    Upward it carries sheets of the periods it reports; `unsigned` where nobody above has
    enrolled this office. `seal` encrypts it, and so do `attachments`, of which
    those that one file of the `profile` cannot hold go into further bundles. Raises Refusal where
    there is nobody to send to or the folder cannot be written; nothing is left then.
    """
    periods = [] if to else periods_to_tell(store)
    sheets = [sheet for period in periods for sheet in human_sheets(store, period)]
    if unsigned:
        return make_unsigned(store, out, sheets)
    return make_bundle(
        store, out, to, sheets, full=full, seal=seal, attachments=attachments, profile=profile
    )


def share(
    store: Store,
    out: Path,
    *,
    full: bool = False,
    save: bool = False,
    seal: bool = False,
    attachments: bool = False,
    phrase: str = "",
) -> MadeBundle:
    """Make a bundle for the office's other PCs, or with `save` of everything it holds."""
    from desktop.sync.peers import make_full_save, make_peer_bundle

    if save:
        return make_full_save(store, out, attachments=attachments, phrase=phrase)
    return make_peer_bundle(store, out, full=full, attachments=attachments, seal=seal)


def periods_to_tell(reader: Reader) -> list[str]:
    """Return the periods of the returns locked since the last bundle, oldest first.

    At most the newest few; where nothing was locked since, the newest period ever locked.
    """
    bundles = [made for made in records.made(reader) if made.kind != KIND_SHEET]
    told = {pair for made in bundles for pair in made.returns}
    rows = reader.rows(
        "SELECT key, field FROM leaf WHERE kind = 'submit' AND winner = 1 AND store = ?"
        " AND value <> 'null'",
        (reader.store_id,),
    )
    fresh = {split_return_key(key)[2] for key, field in rows if (key, field) not in told}
    known = fresh or {split_return_key(key)[2] for key, _field in rows}
    ends = {p: parse_period(p, reader.packs.schemes).data_to for p in known}
    ordered = sorted(known, key=lambda period: (ends[period], period))
    return ordered[-MOST_PERIODS:] if fresh else ordered[-1:]
