"""What others sent that does not read and was kept aside, told in sentences."""

from desktop.i18n import _
from desktop.models.agenda.change_words import ChangeWords
from desktop.models.store.reader import Reader
from desktop.models.store.shapes import unreadable
from desktop.sync.refused import not_counted

_MOST = 20


def unread_lines(reader: Reader) -> tuple[str, ...]:
    """Return a sentence on each such line, up to a few, and on how many more there are."""
    reason = unreadable()
    found = [one for one in not_counted(reader) if one.reason == reason and not one.by]
    words = ChangeWords.of(reader).naming(one.row for one in found)
    told = [
        _(
            "Để riêng, không tính: {subject} do {writer} gửi sai quy cách. Báo nơi gửi ghi lại."
        ).format(subject=words.subject(one.kind, one.key, one.field), writer=one.writer)
        for one in found[:_MOST]
    ]
    if len(found) > _MOST:
        told.append(_("Còn {n} dòng như thế: xem lệnh rejected list.").format(n=len(found) - _MOST))
    return tuple(told)
