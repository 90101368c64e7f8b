"""What the self-test tries of paper: a return printed with its QR code and read back."""

from desktop.tasks.trial.self_test_bench import PERIOD, Bench


def sheet(bench: Bench) -> None:
    """A locked return travels as one page; a digit typed wrong is refused; it counts once."""
    from desktop.models.errors import Refusal
    from desktop.models.figures.returns.returns import statuses
    from desktop.sync.sheet_import import import_sheet
    from desktop.tasks.exchange.qr_sheet import print_sheet
    from desktop.tasks.exchange.receive import receive

    made = print_sheet(bench.lower, "F1", PERIOD, "", bench.folder / "phiếu QR.pdf")
    wrong = made.digits[:-1] + str((int(made.digits[-1]) + 1) % 10)
    try:
        import_sheet(bench.upper, wrong)
    except Refusal as refusal:
        if refusal.code != "E_QR_TYPED":
            raise
    else:
        raise AssertionError("a wrong digit was taken")
    results = [receive(bench.upper, [made.path])[0] for _time in range(2)]
    if [(one.status, one.id) for one in results] != [("imported", made.id), ("already", made.id)]:
        raise AssertionError(results[0].message)
    (found,) = (one for one in statuses(bench.upper, PERIOD, ("F1",)) if one.unit.code == "T-01")
    if found.state != "received":
        raise AssertionError(found.state)
