"""Where a number printed in a report comes from, asked by the command line."""

from tests.cli.running import PERIOD, Pair, ask, refused, run


def test_numbers_that_a_form_reckons_are_traced_as_well(pair: Pair) -> None:
    pair.figures("P-A-01", C00=40, C00N=20, C11=6, C24=2, A03=44, A03N=20)
    pair.figures("P-A-02", C00=10, C11=1, A03=11)

    def traced(*asked: object) -> dict[str, object]:
        return ask(pair.commune, "trace", "--period", PERIOD, *asked)

    def added(told: dict[str, object]) -> int:
        parts = told["parts"]
        assert isinstance(parts, list)
        return sum(part["value"] for part in parts)

    for asked, value in (("opening:A03", 50), ("net:A03", 5), ("closing:A03", 55),
                         ("difference:A03", 0), ("C11+C24", 9), ("men:A03", 24)):  # fmt: skip
        told = traced(asked)
        assert told["value"] == added(told) == value, asked
    growth = traced("growth:A03", "--unit", "P-A-01")
    assert (growth["value"], growth["numerator"], growth["denominator"]) == (10.0, 4, 40)
    alone = traced("opening:A05", "--direct")
    assert alone["value"] == added(alone) == 3
    pair.figures("P-A-01", C13=3)
    pair.figures("P-A-02", C21=1)
    inside = traced("C13", "--only", "inside")
    assert (inside["value"], added(inside)) == (-1, -1)
    assert traced("C13")["value"] == 2
    told_no = refused("--store", pair.commune, "trace", "--period", PERIOD, "opening:A01")
    assert "Không có chỉ tiêu" in told_no
    ask(pair.commune, "targets", "set", "--year", "2026", "C40=70")
    assert traced("C40", "--beside", "plan")["value"] == 70
    share = traced("C40", "--beside", "plan_percent")
    assert share["value"] == 10


def test_a_target_and_its_share_say_what_they_are_measured_by(pair: Pair) -> None:
    pair.figures("P-A-01", C00=40, C11=7)
    ask(pair.commune, "targets", "set", "--year", "2026", "C40=16", "--basis", "QĐ 433/QĐ-LĐLĐ")
    asked = ("--store", pair.commune, "trace", "--period", PERIOD, "C40", "--beside")
    plan, share = (run(*asked, beside).out.splitlines() for beside in ("plan", "plan_percent"))
    assert plan[0].endswith("chỉ tiêu năm 2026: 16")
    assert "433/QĐ-LĐLĐ" in plan[1]
    assert ": 43,75 (" in share[0]
    assert "7 / 16" in share[0]
    assert len(share) == 3


def test_a_code_is_the_same_in_small_letters_and_with_its_type(pair: Pair) -> None:
    pair.figures("P-A-01", a03=44, c11=6)

    def traced(*asked: object) -> object:
        return ask(pair.commune, "trace", "--period", PERIOD, *asked)["value"]

    assert traced("a03") == traced("A03") == 44
    assert traced("net:a03") == 6
    assert traced("a03;lh=nqd") == traced("A03", "--ownership", "NQD") == 44
