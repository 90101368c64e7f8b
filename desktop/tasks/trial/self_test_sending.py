"""Sending, tried by the installed program: a channel, the queue, a letter, secure lines."""

from desktop.tasks.trial.self_test_bench import Bench, require

_NOBODY = "http://127.0.0.1:9/"


def sending(bench: Bench) -> None:
    """A bundle reaches a shared folder, becomes a letter, and is known where it arrived."""
    from desktop.sync.channels import channel as channels
    from desktop.sync.outbox import outbox
    from desktop.sync.watch import Watcher
    from desktop.tasks.exchange import outgoing

    made = bench.found["bundle"]
    shared = bench.folder / "thư mục chung"
    shared.mkdir()
    channels.choose(bench.lower, channels.Channel(kind="folder", address=str(shared)))
    row = outgoing.put_in_queue(bench.lower, made.id)
    (row,) = outgoing.send_rows(bench.lower, [row], lambda *_progress: None)
    require(row.state == "sent", row.message)
    require((shared / made.path.name).read_bytes() == made.path.read_bytes(), "content")
    states = {one["id"]: one["state"] for one in outbox(bench.lower)["bundles"]}
    require(states[made.id] == "sent", str(states))
    letter = outgoing.write_letter(bench.lower, made.id, bench.folder)
    require(b"X-Unsent: 1" in letter.read_bytes(), "letter")
    require(Watcher().look(bench.upper, [shared]) == [], "offered although taken in")


def secure_lines(_bench: Bench) -> None:
    """Authorities are found, and a server that is not there is told as such."""
    from desktop.sync.channels import delivery
    from desktop.sync.channels.channel import Channel
    from desktop.sync.channels.tls import trusting
    from desktop.sync.channels.trouble import SendRefusal

    require(trusting("", "").cert_store_stats()["x509_ca"] > 20, "authorities")
    try:
        delivery.try_out(Channel(kind="webdav", address=_NOBODY, proxy="none"), "")
    except SendRefusal as refusal:
        require(refusal.code in ("E_SEND_GONE", "E_SEND_SLOW"), refusal.code)
    else:
        raise AssertionError("somebody answers")
