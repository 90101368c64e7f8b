"""Reading papers and drafting from them."""

from typing import Any

from desktop.cli.values import file, year
from desktop.cli.verb import Answer, Context, Verb, given, needed, option, switch
from desktop.i18n import _


def _read(context: Context) -> Answer:
    from desktop.intake.documents import read_document

    told = read_document(context.args.file).to_json()
    return Answer(told, tuple(_about(told)))


def _review(context: Context) -> Answer:
    from desktop.tasks.papers.review_told import review_file
    from desktop.tasks.papers.review_told import told as told_of

    told = told_of(review_file(context.args.file, context.args.fix))
    lines = [_("Cần xem: {n}").format(n=len(told["doubts"]))]
    lines += [f"{one['at']}: {' '.join(one['reasons'])}" for one in told["doubts"]]
    lines.append(_("Không nhận: {n}").format(n=len(told["left_out"])))
    lines += [f"{one['text']} ({one['why']})" for one in told["left_out"]]
    if not told["missing"]:
        lines.append(_("Đã giữ đủ lời văn."))
    return Answer(told, tuple(lines))


def _about(told: dict[str, Any]) -> list[str]:
    names = (
        ("issuer", _("Cơ quan ban hành")), ("number", _("Số")), ("date", _("Ngày")),
        ("doc_type", _("Loại văn bản")), ("subject", _("Trích yếu")),
    )  # fmt: skip
    lines = [f"{name}: {told[key]}" for key, name in names if told[key]]
    lines.append(
        _("{items} mục, {targets} chỉ tiêu, {receivers} nơi nhận").format(
            items=len(told["outline"]), targets=len(told["targets"]),
            receivers=len(told["recipients"]),
        )
    )  # fmt: skip
    return lines + [f"{'  ' * depth}{label} {text}" for depth, label, text in told["outline"]]


def _templates(context: Context) -> Answer:
    from desktop.models.packs.packs import load_packs

    if context.has_office():
        with context.reading() as reader:
            packs = reader.packs
    else:
        packs = load_packs()
    listed = [
        {"id": t.id, "title": t.title, "version": t.version, "issuer": t.issuer}
        for t in packs.templates()
    ]
    return Answer({"templates": listed}, tuple(f"{t['id']}: {t['title']}" for t in listed))


def _draft(context: Context) -> Answer:
    from desktop.documents.office_facts import OfficeFacts
    from desktop.models.packs.packs import load_packs
    from desktop.tasks.papers.draft import draft
    from desktop.tasks.papers.office_facts import office_facts
    from desktop.tasks.papers.own_facts import (
        remember_wording,
        set_facts,
        with_share,
        with_wording,
    )

    args, today = context.args, context.today()
    more = {"year": args.year, "outs": args.out or ()}
    ways = dict(args.wording or ())
    if args.save:
        with context.writing() as store:
            if ways:
                remember_wording(store, ways)
            if args.share:
                set_facts(store, {"share": args.share})
            facts = office_facts(store, today)
            made = draft(args.source, store.packs, facts, today, store=store, **more)
    elif context.has_office():
        with context.reading() as reader:
            facts = with_share(with_wording(office_facts(reader, today), ways), args.share)
            made = draft(args.source, reader.packs, facts, today, reader=reader, **more)
    else:
        facts = with_share(with_wording(OfficeFacts(), ways), args.share)
        made = draft(args.source, load_packs(), facts, today, **more)
    return Answer(made.to_json(), tuple(_drafted(made.to_json(), args.out or ())))


def _drafted(told: dict[str, Any], outs: Any) -> list[str]:
    lines = [_("Đã soạn {n} mục.").format(n=told["items"])]
    covered = told["coverage"]
    if covered["parent"]:
        lines.append(
            _("Nhiệm vụ của văn bản cấp trên: {parent}, đã có trong kế hoạch: {covered}.").format(
                parent=covered["parent"], covered=covered["covered"]
            )
        )
    lines += [_("Chưa có: {label}").format(label=label) for label in covered["missing"]]
    if told["left_out"]:
        lines.append(_("Không đưa vào, vì là việc của đơn vị khác:"))
        lines += [f"  {one['label']} {one['text']}".rstrip() for one in told["left_out"]]
    if told["plan"]:
        lines.append(_("Đã lưu kế hoạch {id}.").format(id=told["plan"]))
    return lines + [str(out) for out in outs]


def _wordings(context: Context) -> Answer:
    from desktop.documents.wording import PARTS, ways

    chosen: dict[str, str] = {}
    if context.has_office():
        with context.reading() as reader:
            chosen = {p: reader.get("setting", "plan", f"wording_{p}") or "" for p in PARTS}
    listed = [
        {
            "part": part, "id": way.id, "title": way.title, "texts": list(way.texts),
            "chosen": way.id == (chosen.get(part) or ways()[part][0].id),
        }
        for part in PARTS
        for way in ways()[part]
    ]  # fmt: skip
    lines = [
        f"{'*' if one['chosen'] else ' '} {one['part']}={one['id']}  {one['title']}"
        for one in listed
    ]
    return Answer({"wordings": listed}, tuple(lines))


def _choose_wording(context: Context) -> Answer:
    from desktop.tasks.papers.own_facts import remember_wording

    with context.writing() as store:
        change = remember_wording(store, dict(context.args.ways))
    return Answer({"step": change.step}, (_("Đã nhớ cách viết đã chọn."),))


def _way(text: str) -> tuple[str, str]:
    from argparse import ArgumentTypeError

    from desktop.documents.wording import ways

    part, _equals, way = text.partition("=")
    if way not in {one.id for one in ways().get(part, ())}:
        raise ArgumentTypeError(_("“{text}”: ghi như opening=2").format(text=text[:30]))
    return part, way


def _share(text: str) -> str:
    from argparse import ArgumentTypeError

    from desktop.cli.values import words
    from desktop.tasks.papers.office_facts import share_of

    if share_of(words(text)) is None:
        raise ArgumentTypeError(_("“{text}”: ghi như 1250/60000").format(text=text[:30]))
    return words(text)


VERBS = (
    Verb(
        "read", _("đọc một văn bản: thể thức, đề cương, chỉ tiêu, nơi nhận"), _read,
        (given("file", _("tệp .docx, .doc, .rtf, .odt, .pdf, .html, .txt hoặc .md"), file),),
    ),
    Verb(
        "review", _("soát một văn bản đã đọc: từng dòng, chỗ cần xem, dòng không nhận"), _review,
        (given("file", _("tệp văn bản"), file),
         option("--fix", _("tệp JSON các chỗ sửa, thử trước khi plan take"), file)),
    ),
    Verb("wordings list", _("các cách viết mở đầu, mục đích, tổ chức thực hiện, kết thúc"),
         _wordings),
    Verb("wordings set", _("nhớ cách viết đơn vị chọn"), _choose_wording,
         (given("ways", _("như opening=2 closing=1"), _way, nargs="+"),)),
    Verb("templates list", _("các mẫu kế hoạch"), _templates),
    Verb(
        "draft", _("soạn kế hoạch của mình từ mẫu hoặc từ văn bản cấp trên"), _draft,
        (
            needed(
                "--from", _("mã mẫu, tệp văn bản, hoặc mã văn bản cấp trên đã nhận"),
                dest="source",
            ),
            option("--wording", _("cách viết, như opening=2; ghi nhiều lần"), _way,
                   action="append"),
            option("--share", _("phần của mình để chia chỉ tiêu, như 1250/60000 đoàn viên"),
                   _share),
            option("--year", _("năm của kế hoạch"), year),
            switch("--save", _("lưu vào sổ")),
            option("--out", _("ghi ra tệp .pdf, .docx, .xlsx"), file, action="append"),
        ),
    ),
)  # fmt: skip
