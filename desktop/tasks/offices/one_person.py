"""Which of the places that bear a name are one person's: a search finds more than is meant.

A search goes without tones, and a name may be borne by several. What is deleted, corrected or
handed over is either chosen place by place, or certainly one person's.
"""

import re
from collections.abc import Sequence

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.store.reader import Reader
from desktop.models.text import nfc, same_key
from desktop.tasks.offices.people import Place


def numbered(places: Sequence[Place]) -> list[str]:
    """Return the places as lines with the numbers that `chosen` takes."""
    return [f"{number}. {told(one)}" for number, one in enumerate(places, 1)]


def told(one: Place) -> str:
    """Return a place with what it holds and what tells the person from others of the name."""
    about = f" ({one.about})" if one.about else ""
    return f"{one.where}: {one.value}{about}"


def chosen(places: Sequence[Place], rows: Sequence[int]) -> list[Place]:
    """Return the places of these numbers (from 1). Refuses a number that is not there."""
    for number in rows:
        if not 1 <= number <= len(places):
            raise Refusal(
                _("Không có dòng số {n}; tìm được {count} dòng.").format(
                    n=number, count=len(places)
                ),
                next_step=_("Xem số của từng dòng bằng people find với cùng tên, cùng --key."),
                code="E_ROW",
            )
    return [places[number - 1] for number in sorted(set(rows))]


def surely(reader: Reader, places: Sequence[Place], name: str) -> list[Place]:
    """Return the places whose whole content is this name or phone, letter for letter.

    Refuses where there is none, and where they may be several persons': the list has the name
    twice, or it is kept for several unions.
    """
    wanted = same_key(name)
    found = [one for one in places if one.can_change and same_key(one.value) == wanted]
    if not found:
        raise Refusal(
            _("Không chỗ nào sửa, xóa được ở đây ghi đúng “{name}”.").format(name=name[:60]),
            next_step=_("Xem bằng people find (thêm --key để tìm cả trong danh sách đoàn viên), rồi"
                        " ghi đúng dấu hoặc chọn dòng bằng --row; tên trong văn bản thì sửa trong"
                        " văn bản."),
            code="E_NOTHING",
        )  # fmt: skip
    own = reader.unit(reader.own_unit)
    unions = {one.unit or own for one in found}
    listed = [one for one in found if one.kind == "member"]
    if len(unions) > 1 or len({one.key for one in listed}) > 1:
        lines = "; ".join(
            f"{number}. {told(one)}" for number, one in enumerate(places, 1) if one in found
        )
        raise Refusal(
            _("“{name}” có thể là nhiều người: {lines}.").format(name=name[:60], lines=lines),
            next_step=_("Thêm --row và số các dòng của đúng một người, như --row 1,3."),
            code="E_SEVERAL",
        )
    return found


def told_of(reader: Reader, places: Sequence[Place], name: str) -> list[Place]:
    """Return what is certainly said of one person: the own places, and texts with the name.

    A text belongs to it where the name stands with its marks and does not go on ("Nguyễn Văn An
    Bình"). Refuses as `surely` does, but takes texts alone as well.
    """
    texts = [one for one in places if not one.can_change and _stands_in(one.value, name)]
    mine = [one for one in places if one.can_change and same_key(one.value) == same_key(name)]
    return [*(surely(reader, places, name) if mine or not texts else []), *texts]


def _stands_in(text: str, name: str) -> bool:
    words = re.findall(r"\w+|[^\w\s]", nfc(text))
    wanted = same_key(name)
    for start in range(len(words) - len(wanted) + 1):
        end = start + len(wanted)
        if same_key(" ".join(words[start:end])) == wanted:
            after = words[end] if end < len(words) else ""
            if not after[:1].isupper():
                return True
    return False
