"""How papers look: a plan's head, what departs from the rules, the numbers of the layout."""

from desktop.cli.values import file
from desktop.cli.verb import Answer, Context, Verb, given, option
from desktop.i18n import _


def _set(context: Context) -> Answer:
    from desktop.tasks.papers.head_field import head_value
    from desktop.tasks.papers.paper_head import set_head_field
    from desktop.tasks.papers.plan_verbs import resolve

    args = context.args
    with context.writing() as store:
        plan = resolve(store, args.id)
        set_head_field(store, plan, args.field, head_value(args.field, args.value))
    return Answer({"plan": plan, "field": args.field}, (_("Đã ghi {f}.").format(f=args.field),))


def _check_file(context: Context) -> Answer:
    from desktop.tasks.papers.checking import check_file

    told = check_file(context.args.file)
    return Answer({"departures": told}, _departures(told))


def _departures(told: list[dict[str, str]]) -> tuple[str, ...]:
    lines = tuple(f"{one['where']}: {one['message']}" for one in told)
    return lines or (_("Đúng thể thức."),)


def _show(context: Context) -> Answer:
    from desktop.documents.layout_places import places
    from desktop.formats.layout import shipped_layout
    from desktop.tasks.papers.layout_settings import chosen, layout_places

    own: dict[str, str] = {}
    listed = places(shipped_layout())
    if context.has_office():
        with context.reading() as reader:
            listed, own = layout_places(reader), chosen(reader)
    told = [
        {
            "place": p.place,
            "part": p.part,
            "title": p.title,
            "value": p.value,
            "own": p.place in own,
        }
        for p in listed
    ]
    lines = [f"{'*' if p.place in own else ' '} {p.place} = {p.value}   {p.title}" for p in listed]
    return Answer({"layout": told}, tuple(lines))


def _layout_set(context: Context) -> Answer:
    from desktop.tasks.papers.layout_settings import chosen, set_layout

    with context.writing() as store:
        set_layout(store, {context.args.place: context.args.value})
        own = chosen(store)
    return Answer({"own": own}, (_("Đã ghi {f}.").format(f=context.args.place),))


def _fact(text: str) -> tuple[str, str]:
    from argparse import ArgumentTypeError

    from desktop.tasks.papers.own_facts import FACTS

    name, equals, value = text.partition("=")
    if not equals or name not in FACTS:
        told = _("“{text}”: ghi như body_size=13; chọn trong {list}")
        raise ArgumentTypeError(told.format(text=text[:20], list=", ".join(FACTS)))
    return name, value


def _papers(context: Context) -> Answer:
    from desktop.tasks.papers.office_facts import office_facts
    from desktop.tasks.papers.own_facts import chosen_facts, set_facts

    if context.args.set:
        with context.writing() as store:
            set_facts(store, dict(context.args.set))
    with context.reading() as reader:
        facts, own = office_facts(reader, context.today()), chosen_facts(reader)
    told = {
        "symbol": facts.symbol, "place": facts.place, "parent": facts.parent,
        "collective": facts.collective, "committee_size": own.get("committee_size", ""),
        "signer_title": facts.signer_title, "signer_name": facts.signer_name,
        "dispatch_symbol": facts.letter_symbol, "body_size": str(facts.body_size),
        "margin": facts.margin,
    }  # fmt: skip
    lines = [f"{'*' if name in own else ' '} {name} = {value}" for name, value in told.items()]
    return Answer({"papers": told, "own": own}, tuple(lines))


VERBS = (
    Verb(
        "papers", _("những gì in trên mọi văn bản mới; dấu * là đơn vị tự chọn"), _papers,
        (option("--set", _("như body_size=13, margin=decree30, symbol=CĐX; để trống sau dấu = "
                           "là lấy lại mặc định"), _fact, action="append"),),
    ),
    Verb(
        "plan set", _("ghi một ô của văn bản: urgency, circulation, address, margin …"), _set,
        (
            given("id", _("mã kế hoạch, phần cuối của mã, hoặc số văn bản")),
            given("field", _("tên ô")),
            given("value", _("giá trị; để \"\" là bỏ; nhiều dòng cách nhau bằng \\n"), str),
        ),
    ),
    Verb(
        "check", _("rà soát thể thức của một tệp văn bản"), _check_file,
        (given("file", _("tệp văn bản"), file),),
    ),
    Verb("layout show", _("các thông số trình bày; dấu * là số của đơn vị"), _show),
    Verb(
        "layout set", _("đổi một thông số trình bày"), _layout_set,
        (
            given("place", _("tên thông số, ví dụ body.line")),
            given("value", _("giá trị; để \"\" là lấy lại mặc định"), str),
        ),
    ),
)  # fmt: skip
