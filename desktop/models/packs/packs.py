"""Packs: the data that says what is counted, when it is due and how documents begin.

Packs are layered: shipped, then the province's, then the office's. A province may replace a
record; an office may only add records whose code begins with X-.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from desktop.i18n import _
from desktop.models import resources
from desktop.models.errors import Refusal
from desktop.models.packs.pack_types import (
    ActivityCategory,
    BodyAbbreviation,
    CalendarEntry,
    DocumentType,
    Equation,
    Form,
    Indicator,
    IndicatorGroup,
    KnownWord,
    LegalParameter,
    Level,
    Manifest,
    Ownership,
    OwnershipGroup,
    Record,
    Rule,
    Scheme,
    Sector,
    SnippetText,
    Template,
    UnitKind,
)
from desktop.models.text import nfc

OFFICE_PREFIX = "X-"
_LEVELS: tuple[Level, ...] = ("shipped", "province", "office")
_R = TypeVar("_R", bound=Record)


class _File(msgspec.Struct, Generic[_R], frozen=True, forbid_unknown_fields=True):
    records: tuple[_R, ...]
    note: str = ""


class _Part(msgspec.Struct, Generic[_R], frozen=True):
    """A file of a pack and what identifies a record in it.

    An office may add to an `open` list without the office prefix; it has no codes.
    """

    name: str
    type: type[_R]
    key: Callable[[_R], str]
    open: bool = False


def _by_code(record: Any) -> str:
    return str(record.code)


def _by_id(record: Any) -> str:
    return str(record.id)


def _from(record: Any) -> str:
    return record.valid_from.isoformat() if record.valid_from else "0001-01-01"


_PARTS: tuple[_Part[Any], ...] = (
    _Part("unit_kinds", UnitKind, _by_code),
    _Part("ownerships", Ownership, _by_code),
    _Part("ownership_groups", OwnershipGroup, _by_code),
    _Part("sectors", Sector, _by_code),
    _Part("groups", IndicatorGroup, _by_code),
    _Part("indicators", Indicator, _by_code),
    _Part("equations", Equation, _by_id),
    _Part("forms", Form, _by_id),
    _Part("rules", Rule, _by_id),
    _Part("hints", Rule, _by_id),
    _Part("schemes", Scheme, lambda r: f"{r.id} {_from(r)}"),
    _Part("activity_categories", ActivityCategory, _by_code),
    _Part(
        "calendar", CalendarEntry, lambda r: f"{r.month:02d}-{r.day or 0:02d} {r.title}", open=True
    ),
    _Part("legal_parameters", LegalParameter, lambda r: f"{r.key} {_from(r)}"),
    _Part("document_types", DocumentType, _by_code),
    _Part("bodies", BodyAbbreviation, lambda r: r.abbreviation, open=True),
    _Part("snippets", SnippetText, lambda r: r.name.casefold(), open=True),
    _Part("words", KnownWord, lambda r: r.word.casefold(), open=True),
)


class Packs(msgspec.Struct, frozen=True):
    """All packs in force, merged; every mapping keeps the order of the files.

    `ref` names the packs with their versions, for the operations entered under them
    ("core@2026.11", or several joined by "+"). `origins` gives, for a record that a later
    pack added or replaced, that pack's ref by (file, key).
    """

    ref: str
    manifests: tuple[Manifest, ...]
    unit_kinds: Mapping[str, UnitKind]
    ownerships: Mapping[str, Ownership]
    ownership_groups: Mapping[str, OwnershipGroup]
    sectors: Mapping[str, Sector]
    groups: Mapping[str, IndicatorGroup]
    indicators: Mapping[str, Indicator]
    equations: Mapping[str, Equation]
    forms: Mapping[str, Form]
    rules: Mapping[str, Rule]
    hints: Mapping[str, Rule]
    schemes: tuple[Scheme, ...]
    activity_categories: Mapping[str, ActivityCategory]
    calendar: tuple[CalendarEntry, ...]
    legal_parameters: tuple[LegalParameter, ...]
    document_types: Mapping[str, DocumentType]
    bodies: Mapping[str, BodyAbbreviation]
    snippets: Mapping[str, SnippetText]
    words: Mapping[str, KnownWord]
    origins: Mapping[tuple[str, str], str]
    template_files: Mapping[str, Path]
    _templates: dict[str, Template] = msgspec.field(default_factory=dict)

    def scheme(self, scheme_id: str, on: date | None = None) -> Scheme:
        """Return the scheme in force on the day, or the newest; refuses an unknown one."""
        found = [s for s in self.schemes if s.id == scheme_id and (on is None or s.holds_on(on))]
        if not found:
            raise Refusal(
                _("Không có chế độ báo cáo “{id}”.").format(id=scheme_id),
                next_step=_("Chọn một kỳ báo cáo có trong danh sách."),
                code="E_SCHEME",
            )
        return max(found, key=_from)

    def parameter(self, key: str, on: date) -> LegalParameter | None:
        """Return the legal parameter in force on the day, or None when there is none."""
        found = [p for p in self.legal_parameters if p.key == key and p.holds_on(on)]
        return max(found, key=_from) if found else None

    def asked(self, form_id: str, scheme: Scheme) -> list[Indicator]:
        """Return the indicators with this home form that the scheme asks for."""
        return [
            i
            for i in self.indicators.values()
            if i.home == form_id
            and i.frequency in scheme.includes
            and (not scheme.indicators or i.code in scheme.indicators)
        ]

    def template(self, template_id: str) -> Template:
        """Return a template by its id; refuses an unknown one."""
        if template_id not in self._templates:
            if template_id not in self.template_files:
                raise Refusal(
                    _("Không có mẫu “{id}”.").format(id=template_id),
                    next_step=_("Chọn một mẫu trong trang Mẫu."),
                    code="E_TEMPLATE",
                )
            path = self.template_files[template_id]
            found = _decode(path, Template)
            if found.id != template_id:
                raise _refusal(path, _("mã mẫu phải là tên tệp"))
            self._templates[template_id] = found
        return self._templates[template_id]

    def templates(self) -> list[Template]:
        """Return every template, in the order of their packs and file names."""
        return [self.template(i) for i in self.template_files]


def shipped_folder() -> Path:
    """Return the folder of the pack that comes with the program."""
    return resources.path("packs/core")


def load_packs(folders: Sequence[Path] | None = None) -> Packs:
    """Load and merge packs, lowest layer first; without folders, the shipped pack alone.

    Refuses a file that is not valid, a layer out of order, a record that an office pack
    would redefine, and codes that refer to nothing.
    """
    shipped = [shipped_folder()]
    wanted = shipped if folders is None else list(folders)
    if wanted == shipped:
        return _shipped(shipped[0])
    packs = _merged(wanted)
    _check_references(packs)
    return packs


@cache
def _shipped(folder: Path) -> Packs:
    """Return the shipped pack, read once: it never changes under a running program."""
    return _merged([folder])


def _merged(wanted: Sequence[Path]) -> Packs:
    merged: dict[str, dict[str, Any]] = {part.name: {} for part in _PARTS}
    manifests: list[Manifest] = []
    origins: dict[tuple[str, str], str] = {}
    templates: dict[str, Path] = {}
    for folder in wanted:
        manifest = _decode(folder / "manifest.json", Manifest)
        _check_order(manifests, manifest)
        first = not manifests
        manifests.append(manifest)
        for part, key, record in _records(folder):
            known = key in merged[part.name]
            _check_office(manifest, key, known=known, free=part.open)
            merged[part.name][key] = record
            if not first:
                origins[part.name, key] = manifest.ref
        for path in sorted((folder / "templates").glob("*.json")):
            _check_office(manifest, path.stem, known=path.stem in templates)
            templates[path.stem] = path
    return _build(manifests, merged, origins, templates)


def problems(packs: Packs) -> list[str]:
    """Return one line per code that a record names and no pack defines."""
    found: list[str] = []
    codes = packs.indicators.keys()
    for i in packs.indicators.values():
        named = {*i.numerator, *i.denominator, *i.sum_of, *i.minus, *i.across}
        named |= {c for c in (i.part_of, i.counterpart) if c}
        found += _missing(f"indicators/{i.code}", named, codes)
        found += _missing(f"indicators/{i.code}", [i.home], packs.forms)
        found += _missing(f"indicators/{i.code}", [i.group], packs.groups)
    for e in packs.equations.values():
        named = {*e.stocks, e.baseline, *e.increases, *e.decreases}
        found += _missing(f"equations/{e.id}", named, codes)
    scheme_ids = {s.id for s in packs.schemes}
    for f in packs.forms.values():
        found += _missing(f"forms/{f.id}", f.schemes, scheme_ids)
        found += _missing(f"forms/{f.id}", f.groups, packs.groups)
        found += _missing(f"forms/{f.id}", [s for c in f.columns for s in c.schemes], scheme_ids)
        sources = {c.source for c in f.columns if c.kind == "indicator"}
        sources |= {c.source.partition(":")[2] for c in f.columns if ":" in c.source}
        found += _missing(f"forms/{f.id}", sources, codes)
    for k in packs.unit_kinds.values():
        found += _missing(f"unit_kinds/{k.code}", k.parents, packs.unit_kinds)
    for g in packs.ownership_groups.values():
        found += _missing(f"ownership_groups/{g.code}", g.types, packs.ownerships)
    for r in (*packs.rules.values(), *packs.hints.values()):
        found += _missing(f"rules/{r.id}", r.forms, packs.forms)
    for scheme in packs.schemes:
        found += _missing(f"schemes/{scheme.id}", (*scheme.indicators, *scheme.feeds), codes)
    for a in packs.activity_categories.values():
        given = (code for giving in a.gives for code in giving.counts)
        found += _missing(f"activity_categories/{a.code}", (*a.feeds, *given), codes)
    return found


def placeholders(
    *,
    year: int,
    unit: str = "",
    parent: str = "",
    province: str = "",
    place: str = "",
    below: str = "",
    collective: str = "",
) -> dict[str, str]:
    """Return the values of a template's placeholders; an empty name stays a placeholder."""
    years = {"year": year, "previous_year": year - 1, "next_year": year + 1}
    names = {
        "unit": unit, "parent": parent, "province": province, "place": place, "below": below,
        "collective": collective,
    }  # fmt: skip
    found = {name: str(value) for name, value in years.items()}
    return found | {name: value for name, value in names.items() if value}


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put values in for {year}, {unit} …; a placeholder without a value stays as it is."""
    if "{" not in text:
        return text
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text


def _records(folder: Path) -> Iterable[tuple[_Part[Any], str, Record]]:
    for part in _PARTS:
        path = folder / f"{part.name}.json"
        if not path.exists():
            continue
        seen: set[str] = set()
        kind: Any = part.type
        for record in _decode(path, _File[kind]).records:
            key = part.key(record)
            if key in seen:
                raise _refusal(path, _("mã “{key}” có hai lần").format(key=key))
            seen.add(key)
            yield part, key, record


def _build(
    manifests: Sequence[Manifest],
    merged: Mapping[str, Mapping[str, Any]],
    origins: Mapping[tuple[str, str], str],
    templates: Mapping[str, Path],
) -> Packs:
    listed = ("schemes", "calendar", "legal_parameters")
    values: dict[str, Any] = {
        name: tuple(found.values()) if name in listed else found for name, found in merged.items()
    }
    return Packs(
        ref="+".join(m.ref for m in manifests),
        manifests=tuple(manifests),
        origins=origins,
        template_files=templates,
        **values,
    )


def _check_order(before: Sequence[Manifest], manifest: Manifest) -> None:
    if before and _LEVELS.index(manifest.level) < _LEVELS.index(before[-1].level):
        raise Refusal(
            _("Gói mẫu “{title}” không đặt được ở cấp này.").format(title=manifest.title),
            next_step=_("Hỏi nơi gửi gói mẫu."),
            code="E_PACK",
        )


def _check_office(manifest: Manifest, key: str, *, known: bool, free: bool = False) -> None:
    own = free or key.startswith(OFFICE_PREFIX)
    if manifest.level != "office" or (own and not known):
        return
    raise Refusal(
        _("Gói mẫu của đơn vị không được đặt lại “{key}”.").format(key=key),
        next_step=_("Đặt mã mới bắt đầu bằng “X-”."),
        code="E_PACK",
    )


def _check_references(packs: Packs) -> None:
    found = problems(packs)
    if found:
        raise Refusal(
            _("Gói mẫu dùng mã chưa có: {what}.").format(what=found[0]),
            next_step=_("Hỏi nơi gửi gói mẫu."),
            code="E_PACK",
        )


def _missing(where: str, named: Iterable[str], known: Iterable[str]) -> list[str]:
    return [f"{where}: {code}" for code in sorted(set(named) - set(known))]


@cache
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind, strict=True)


_T = TypeVar("_T")


def _decode(path: Path, kind: type[_T]) -> _T:
    """Read one file strictly; every way it can be wrong becomes a refusal naming the place."""
    shape: Any = kind
    try:
        found: _T = _decoder(shape).decode(nfc(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise _refusal(path, _("không mở được tệp")) from error
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise _refusal(path, str(error)) from error
    return found


def _refusal(path: Path, why: str) -> Refusal:
    return Refusal(
        _("Gói mẫu có tệp {file} không dùng được: {why}.").format(
            file=f"{path.parent.name}/{path.name}", why=why
        ),
        next_step=_("Cài lại gói mẫu hoặc hỏi nơi gửi."),
        code="E_PACK",
    )
