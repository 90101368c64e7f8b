"""Trying the program out: the self-test and the whole story on the sample."""

from desktop.cli.values import day, file, whole
from desktop.cli.verb import Answer, Context, Verb, needed, option
from desktop.i18n import _


def _self_test(context: Context) -> Answer:
    from desktop.tasks.trial.self_test import self_test

    told = self_test(context.say)
    failed = told["failed"]
    line = _("Đạt {n}, hỏng {m}.").format(n=told["passed"], m=len(failed))
    problem = _("Chưa đạt: {names}.").format(names=", ".join(failed)) if failed else ""
    return Answer(told, (line,), problem)


def _story(context: Context) -> Answer:
    from desktop.tasks.trial.story import tell_story

    args = context.args
    told = tell_story(args.out, context.say, seed=args.seed, today=args.today)
    return Answer(told, ())


VERBS = (
    Verb("self-test", _("thử mỗi chức năng một lần trong một sổ tạm"), _self_test),
    Verb(
        "story", _("làm trọn việc một tháng trên dữ liệu mẫu"), _story,
        (
            needed("--out", _("thư mục mới cho những gì làm ra"), file),
            option("--seed", _("số gốc của dữ liệu mẫu"), whole, default=1),
            option("--today", _("ngày coi là hôm nay"), day),
        ),
    ),
)  # fmt: skip
