"""Made-up unions and their months for the sample offices; equations hold by construction."""

import random
from dataclasses import dataclass, field

_TRADES = (
    ("Trường Mầm non {w}", "SN", "CDCS"),
    ("Trường Tiểu học {w}", "SN", "CDCS"),
    ("Trường THCS {w}", "SN", "CDCS"),
    ("Trạm Y tế {w}", "SN", "CDCS"),
    ("Công ty TNHH May {w}", "FDI", "CDCS"),
    ("Công ty TNHH Điện tử {w}", "FDI", "CDCS"),
    ("Công ty Cổ phần Xây dựng {w}", "NQD", "CDCS"),
    ("Công ty TNHH Chế biến gỗ {w}", "NQD", "CDCS"),
    ("Công ty Cổ phần Cấp nước {w}", "DNNN", "CDCS"),
    ("Hợp tác xã Nông nghiệp {w}", "HTX", "CDCS"),
    ("Trường Mầm non tư thục {w}", "SNNCL", "CDCS"),
    ("Nghiệp đoàn Xe ôm {w}", "ND", "NDCS"),
)
_WORDS = (
    *("An Bình", "Ánh Dương", "Bình Minh", "Cẩm Lệ", "Đại Lộc", "Đông Sơn", "Hòa Bình"),
    *("Hưng Thịnh", "Hướng Dương", "Kim Đồng", "Lê Lợi", "Minh Khai", "Nam Hải", "Ngọc Hồi"),
    *("Phước Sơn", "Quang Trung", "Sao Mai", "Tân Tiến", "Thanh Bình", "Thăng Long"),
    *("Thuận Phát", "Trường Sơn", "Vạn Xuân", "Việt Hưng"),
)
COMMUNES = (
    ("Công đoàn phường Sông Thanh", "CDP", "P-SongThanh", "Phường Sông Thanh"),
    ("Công đoàn xã Đồi Chè", "CDX", "X-DoiChe", "Xã Đồi Chè"),
    ("Công đoàn xã Ven Biển", "CDX", "X-VenBien", "Xã Ven Biển"),
)
PROVINCE = ("Liên đoàn Lao động tỉnh Hải Vân", "LDT", "HV")
DISTRICT = ("Liên đoàn Lao động huyện Sông Thanh", "LDH", "HV-SongThanh")
PER_COMMUNE = 36


@dataclass
class SampleUnion:
    """A made-up base union and its running stocks."""

    name: str
    kind: str
    ownership: str
    commune: int
    code: str
    workers: int
    workers_women: int
    members: int
    members_women: int
    id: str = ""
    rng: random.Random = field(default_factory=random.Random)

    def month(self) -> dict[str, int]:
        """Return the cells of the next ordinary month and move the stocks on."""
        came = self._flow((("C11", 0.5, 4), ("C14", 0.1, 1)))
        left = self._leave()
        return self._close(came, left)

    def closing_month(self, reason: str) -> dict[str, int]:
        """Return the cells of the last month, in which every member leaves."""
        left = {reason: self.members, reason + "N": self.members_women}
        self.workers = self.workers_women = 0
        return self._close({}, left)

    def joined_by(self, other: "SampleUnion") -> dict[str, int]:
        """Return the cells of the month in which another union's members come over."""
        came = {"C13": other.members, "C13N": other.members_women}
        self.workers += other.workers
        self.workers_women += other.workers_women
        return self._close(came, {})

    def founding_month(self) -> dict[str, int]:
        """Return the cells of the month the union was founded in."""
        came = {"C12": self.members, "C12N": self.members_women}
        self.members = self.members_women = 0
        return {"C00": 0, "C00N": 0, "B01M": came["C12"], **self._close(came, {})}

    def baseline(self) -> dict[str, int]:
        """Return the first opening ever kept."""
        return {"C00": self.members, "C00N": self.members_women}

    def _flow(self, kinds: tuple[tuple[str, float, int], ...]) -> dict[str, int]:
        found: dict[str, int] = {}
        for code, chance, most in kinds:
            if self.rng.random() < chance:
                count = self.rng.randint(1, most)
                found[code] = count
                found[code + "N"] = self.rng.randint(0, count)
        return found

    def _leave(self) -> dict[str, int]:
        found: dict[str, int] = {}
        men = self.members - self.members_women
        women = self.members_women
        for code, chance, most in (("C24", 0.4, 3), ("C23", 0.12, 1), ("C22", 0.06, 1)):
            if self.rng.random() >= chance:
                continue
            gone_women = min(self.rng.randint(0, most), women // 4)
            gone_men = min(self.rng.randint(0, most), men // 4)
            if gone_women + gone_men == 0:
                continue
            women, men = women - gone_women, men - gone_men
            found[code], found[code + "N"] = gone_women + gone_men, gone_women
        return found

    def _close(self, came: dict[str, int], left: dict[str, int]) -> dict[str, int]:
        for code, count in came.items():
            self._move(code, count)
        for code, count in left.items():
            self._move(code, -count)
        self.workers = max(self.workers, self.members)
        men = max(self.workers - self.workers_women, self.members - self.members_women)
        self.workers_women = max(self.workers_women, self.members_women)
        self.workers = max(self.workers, men + self.workers_women)
        return {
            "A01": self.workers, "A01N": self.workers_women,
            "A03": self.members, "A03N": self.members_women, **came, **left,
        }  # fmt: skip

    def _move(self, code: str, count: int) -> None:
        if code.endswith("N"):
            self.members_women += count
        else:
            self.members += count


def make_unions(seed: int) -> list[SampleUnion]:
    """Return 36 made-up unions for each commune, the same for the same seed."""
    rng = random.Random(f"unions {seed}")
    found = []
    for commune, (_name, _kind, prefix, _area) in enumerate(COMMUNES):
        pairs = [(trade, word) for word in _WORDS for trade in _TRADES]
        rng.shuffle(pairs)
        for number, (trade, word) in enumerate(pairs[:PER_COMMUNE], 1):
            found.append(_union(rng, trade, word, commune, f"{prefix}-{number:02d}"))
    return found


def extra_union(seed: int, commune: int, code: str, title: str, ownership: str) -> SampleUnion:
    """Return one more union beside the 36, for the events of the sample."""
    rng = random.Random(f"extra {seed} {code}")
    return _union(rng, (title, ownership, "CDCS"), "Tân Lập", commune, code)


def _union(
    rng: random.Random, trade: tuple[str, str, str], word: str, commune: int, code: str
) -> SampleUnion:
    title, ownership, kind = trade
    small = ownership in ("SN", "SNNCL", "HTX", "ND", "HC100")
    workers = rng.randint(14, 70) if small else rng.randint(40, 420)
    workers_women = rng.randint(workers // 4, workers * 3 // 4)
    members = workers * rng.randint(72, 100) // 100
    women = min(workers_women, members * workers_women // workers)
    men = min(members - women, workers - workers_women)
    prefix = "" if kind == "NDCS" else "CĐCS "
    return SampleUnion(
        name=prefix + title.format(w=word), kind=kind, ownership=ownership, commune=commune,
        code=code, workers=workers, workers_women=workers_women, members=women + men,
        members_women=women, rng=random.Random(rng.getrandbits(64)),
    )  # fmt: skip
