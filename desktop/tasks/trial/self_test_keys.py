"""The self-test on keys: changing, keeping, sealing, revoking; the last of its bundles."""

from desktop.tasks.trial.self_test_bench import Bench, require


def sealed(bench: Bench) -> None:
    """A changed key is believed; a sealed bundle opens above and nowhere else."""
    from desktop.sync.inspect import inspect_bundle
    from desktop.sync.keys import KeyFile, has_keyring
    from desktop.sync.rotation import rotate
    from desktop.tasks.exchange.receive import receive
    from desktop.tasks.exchange.send import send

    rotate(bench.lower)
    made = send(bench.lower, bench.folder / "mã hóa", seal=True)
    (result,) = receive(bench.upper, [made.path])
    require(result.status == "imported", result.message)
    require(not inspect_bundle(made.path, lambda _key: None)["id"], "opened by a stranger")
    file = KeyFile(bench.lower.folder / "keys")
    file.keep("passphrase", new_phrase="bốn từ dễ nhớ")
    require(file.kept() == "passphrase" and file.load() is not None, "passphrase")
    if has_keyring():
        file.keep("keyring")
        require(file.kept() == "keyring" and file.load() is not None, "keyring")
    file.keep("file")


def revoked(bench: Bench) -> None:
    """After a revocation what was received stays and the machine's next bundle is refused."""
    from desktop.models.store.digest import digest
    from desktop.sync.revocation import revoke
    from desktop.tasks.exchange.receive import receive
    from desktop.tasks.exchange.send import send

    revoke(bench.upper, "T-01")
    before = digest(bench.upper)
    with bench.lower.step("Thêm") as step:
        step.put("cell", f"2026-11|{bench.lower.own_unit}", "A03", 7)
    (result,) = receive(bench.upper, [send(bench.lower, bench.folder / "thu hồi").path])
    require(result.code == "E_REVOKED", str(result.code))
    require(digest(bench.upper) == before, "changed")
