"""Writing aids without a window: spelling, comparison, milestones, comments, the lists."""

from tests.cli.running import Pair, ask, refused


def drafted(pair: Pair) -> str:
    """Draft a plan in the commune and return its id."""
    told = ask(pair.commune, "templates", "list")
    template = told["templates"][0]["id"]
    return str(ask(pair.commune, "draft", "--from", template, "--year", "2027", "--save")["plan"])


def test_a_drafted_plan_has_few_questioned_words_and_each_can_be_added(pair: Pair) -> None:
    plan = drafted(pair)
    told = ask(pair.commune, "plan", "spell", plan)
    assert told["words"] > 200
    assert len(told["mistakes"]) <= 2
    items = ask(pair.commune, "plan", "show", plan)["items"]
    assert all(one["item"] in {item["id"] for item in items} for one in told["mistakes"])
    assert "veloce" in ask(pair.commune, "words", "--add", "Veloce")["words"]
    assert ask(pair.commune, "undo")["steps"]
    assert ask(pair.commune, "words")["words"] == []


def test_a_plan_is_compared_with_a_milestone_of_its_own_and_with_another_plan(pair: Pair) -> None:
    plan, other = drafted(pair), drafted(pair)
    made = ask(pair.commune, "plan", "milestone", plan, "--name", "Trước họp")["milestone"]
    listed = ask(pair.commune, "plan", "milestones", plan)["milestones"]
    assert [one["id"] for one in listed] == [made]
    for name in (made, "Trước họp", other):
        told = ask(pair.commune, "plan", "compare", plan, "--with", name)
        assert (told["changed"], told["added"], told["removed"], told["lines"]) == (0, 0, 0, [])
    assert "Không có kế hoạch" in refused(
        "--store", pair.commune, "plan", "compare", plan, "--with", "gì đó"
    )


def test_a_milestone_needs_a_name_of_its_own_and_a_plan(pair: Pair) -> None:
    plan = drafted(pair)
    keep = ("--store", pair.commune, "plan", "milestone", plan)
    ask(pair.commune, "plan", "milestone", plan, "--name", "Trước họp")
    for name in ("", "   ", "Trước họp", "  Trước  họp "):
        assert "Tên mốc bị bỏ trống hoặc đã có" in refused(*keep, "--name", name)
    assert "Không có kế hoạch" in refused(*keep[:4], "không có", "--name", "x")
    for _n in range(2):
        ask(pair.commune, "plan", "milestone", plan)
    names = [one["name"] for one in ask(pair.commune, "plan", "milestones", plan)["milestones"]]
    assert len(set(names)) == len(names) == 3
    for other in ("issued:1", "issued:x", "Sau họp"):
        told = refused("--store", pair.commune, "plan", "compare", plan, "--with", other)
        assert "Không có" in told


def test_a_comment_names_its_item_by_place(pair: Pair) -> None:
    plan = drafted(pair)
    ask(pair.commune, "plan", "remark", plan, "--item", "I", "--text", "Xem lại", "--author", "An")
    (one,) = ask(pair.commune, "plan", "remarks", plan)["comments"]
    assert (one["label"], one["text"], one["author"], one["resolved"]) == (
        "I", "Xem lại", "An", False,
    )  # fmt: skip
    said = refused("--store", pair.commune, "plan", "remark", plan, "--item", "XX", "--text", "x")
    assert "Không có mục" in said


def test_a_comment_is_worded_anew_settled_and_dropped(pair: Pair) -> None:
    plan = drafted(pair)
    ask(pair.commune, "plan", "remark", plan, "--item", "I", "--text", "Xem lại")
    (one,) = ask(pair.commune, "plan", "remarks", plan)["comments"]
    change = ("plan", "remark-change", plan, one["id"][-6:])
    told = ask(pair.commune, *change, "--text", "Nêu rõ số lượng", "--settle", "yes")["comment"]
    assert (told["text"], told["resolved"]) == ("Nêu rõ số lượng", True)
    assert ask(pair.commune, *change, "--settle", "no")["comment"]["resolved"] is False
    store = ("--store", pair.commune)
    assert "Chưa nói sửa gì" in refused(*store, *change)
    assert "chưa có chữ nào" in refused(*store, *change, "--text", " ")
    assert "Không có ý kiến" in refused(*store, *change[:3], "zzz", "--drop")
    assert "chỉ ghi --drop" in refused(*store, *change, "--drop", "--text", "Nêu rõ thời hạn")
    assert "chỉ ghi --drop" in refused(*store, *change, "--drop", "--settle", "yes")
    assert ask(pair.commune, *change, "--drop")["comment"] is None
    assert ask(pair.commune, "plan", "remarks", plan)["comments"] == []


def test_abbreviations_are_set_and_dropped(pair: Pair) -> None:
    told = ask(pair.commune, "snippets", "--set", "khct=kế hoạch công tác", "--drop", "bch")
    found = {one["name"]: one for one in told["snippets"]}
    assert found["khct"] == {"name": "khct", "text": "kế hoạch công tác", "own": True}
    assert "bch" not in found
    assert "Chữ tắt" in refused("--store", pair.commune, "snippets", "--set", "hai từ=x")
