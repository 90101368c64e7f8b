"""Who signs and in whose name: TM., KT., TL., TUQ., Q., as union papers print it."""

from dataclasses import dataclass
from typing import Any

from desktop.i18n import _


@dataclass(frozen=True, slots=True)
class SigningWay:
    """One way of signing: the lines above the title, the title, and when it is used."""

    id: str
    name: str
    authority: tuple[str, ...]
    title: str
    note: str = ""

    def fields(self, signer: str = "") -> dict[str, Any]:
        """Return the fields of a plan's head it sets; "" leaves the signer's name."""
        found: dict[str, Any] = {"authority": list(self.authority), "signer_title": self.title}
        return found | ({"signer_name": signer} if signer else {})


def signing_ways(collective: str, chair: str = "CHỦ TỊCH") -> tuple[SigningWay, ...]:
    """Return the ways of signing, the usual one first."""
    whole, deputy = f"TM. {collective.upper()}", f"PHÓ {chair}"
    given = _("Phải có trong quy chế làm việc.")
    return (
        SigningWay("tm", _("Thay mặt tập thể, chủ tịch ký"), (whole,), chair),
        SigningWay("tm-pho", _("Thay mặt tập thể, phó chủ tịch ký"), (whole,), deputy),
        SigningWay(
            "tm-kt", _("Thay mặt tập thể, phó chủ tịch ký thay"), (whole, f"KT. {chair}"), deputy,
            _("Ghi đủ dòng KT. theo Nghị định 30."),
        ),
        SigningWay("dung-dau", _("Chủ tịch ký theo thẩm quyền riêng"), (), chair),
        SigningWay("kt", _("Ký thay chủ tịch"), (f"KT. {chair}",), deputy),
        SigningWay("tl", _("Thừa lệnh chủ tịch"), (f"TL. {chair}",), "CHÁNH VĂN PHÒNG", given),
        SigningWay(
            "tl-tap-the", _("Thừa lệnh tập thể"), (f"TL. {collective.upper()}",),
            "CHÁNH VĂN PHÒNG", given,
        ),
        SigningWay(
            "tuq", _("Thừa ủy quyền"), (f"TUQ. {chair}",), "TRƯỞNG BAN",
            _("Phải có giấy ủy quyền, có thời hạn; không ủy quyền lại."),
        ),
        SigningWay("q", _("Quyền chủ tịch ký"), (whole,), f"Q. {chair}"),
    )  # fmt: skip


def way_called(ways: tuple[SigningWay, ...], way_id: str) -> SigningWay | None:
    """Return the way of that id."""
    return next((way for way in ways if way.id == way_id), None)


def way_of(
    ways: tuple[SigningWay, ...], authority: tuple[str, ...], title: str
) -> SigningWay | None:
    """Return the way a paper is signed now, None where it is one of its own."""
    return next((w for w in ways if (w.authority, w.title) == (authority, title)), None)
