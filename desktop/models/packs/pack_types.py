"""What a pack may hold: unit kinds, indicators, forms, rules, schemes, templates and lists.

A pack is a folder of JSON files with one record per line, so that adding an indicator or a
rule is adding a line. Every record is immutable; dates are ISO 8601 and bounds inclusive
(`valid_to` is the last day); None means without a bound. Names and texts are Vietnamese.
Codes and meanings follow the indicator catalogue; deadlines, thresholds and unit kinds are
defaults that a province edits, never constants of the program.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Code = Annotated[str, Meta(pattern=r"^[A-Z0-9][A-Z0-9_-]*$", max_length=24)]
Name = Annotated[str, Meta(min_length=1, max_length=400)]
Frequency = Literal["T", "Q", "H", "N", "X"]  # month, quarter, half-year, year, ad hoc
Level = Literal["shipped", "province", "office"]


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """A line of a pack; an unknown member is an error, never skipped."""


class DatedRecord(Record, frozen=True, kw_only=True):
    """A line that holds from `valid_from` to `valid_to`, both days included."""

    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether the record is in force on the day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


class Manifest(Record, frozen=True, kw_only=True):
    """Which pack this is; `id@version` is written into every operation."""

    id: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=40)]
    version: Annotated[str, Meta(pattern=r"^[0-9]+(\.[0-9]+)*$")]
    issuer: Name
    title: Name
    level: Level = "office"
    note: str = ""

    @property
    def ref(self) -> str:
        """The pack and its version, such as core@2026.11."""
        return f"{self.id}@{self.version}"


class UnitKind(DatedRecord, frozen=True, kw_only=True):
    """A kind of union unit; `parents` are the kinds it may stand under.

    `symbol` is the body's abbreviation in document numbers (05/KH-LĐLĐ); `own_plans` and
    `reports` tell whether the kind draws up plans and owes figures of its own.
    """

    code: Code
    name: Name
    short: Name
    role: Literal["national", "province", "upper", "base", "part"]
    parents: tuple[str, ...] = ()
    own_plans: bool = True
    reports: bool = True
    symbol: str = ""
    note: str = ""


class Ownership(DatedRecord, frozen=True, kw_only=True):
    """An ownership type (loại hình, LH); `band` groups types in reports."""

    code: Code
    name: Name
    short: Name
    band: Literal["state", "non_state", "occupational", "other"]
    aliases: tuple[str, ...] = ()
    note: str = ""


class OwnershipGroup(Record, frozen=True, kw_only=True):
    """Ownership types that papers speak of together, beside the two sectors."""

    code: Code
    name: Name
    types: tuple[str, ...]


class Sector(Record, frozen=True, kw_only=True):
    """A trade or line of business of a base union."""

    code: Code
    name: Name
    aliases: tuple[str, ...] = ()


class Indicator(DatedRecord, frozen=True, kw_only=True):
    """One figure that is counted, with how it adds up.

    `type`: S stock at the period's end (the last one stands), F flow (adds up), R ratio
    (recomputed from `numerator` and `denominator`, each a sum of codes), P target only.
    `sign` is +1 or -1 in a movement, else 0. `part_of` is the whole of a "trong đó" line.
    `sum_of` less `minus` makes a computed indicator; one may not type it. `from_register`
    is counted from the unit register and typed only where none is kept.
    `across` are the columns of a movement's other side that a number typed here may belong in.
    `scale` multiplies a ratio: 100 for a percentage, 1 for an average per unit.
    `line` is the first measure of the same line ("cuộc, người, đồng") and `measure` says which
    field of an activity fills this one. A grade (`additive` false) is never summed over units.
    """

    code: Code
    name: Name
    english: str
    unit: str
    type: Literal["S", "F", "R", "P"]
    frequency: Frequency
    home: str
    group: Annotated[str, Meta(pattern=r"^[A-Z]$")]
    by: tuple[str, ...] = ()
    part_of: str | None = None
    sign: Literal[-1, 0, 1] = 0
    numerator: tuple[str, ...] = ()
    denominator: tuple[str, ...] = ()
    scale: Literal[1, 100] = 100
    part_of_whole: bool = False
    needs_note: bool = False
    money: bool = False
    from_register: bool = False
    counterpart: str | None = None
    across: tuple[str, ...] = ()
    sum_of: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    line: str | None = None
    measure: Literal["", "persons", "women", "attendances", "union_money", "social_money"] = ""
    additive: bool = True
    asked_of: Literal["all", "base", "upper"] = "all"
    note: str = ""

    @property
    def women(self) -> bool:
        """Whether this counts the women within another indicator."""
        return self.part_of is not None and self.code == self.part_of + "N"

    @property
    def computed(self) -> bool:
        """Whether the value always follows from others and is never typed."""
        return bool(self.sum_of) or self.type == "R"


class IndicatorGroup(Record, frozen=True, kw_only=True):
    """A lettered group of indicators, a heading in form F4."""

    code: Annotated[str, Meta(pattern=r"^[A-Z]$")]
    name: Name


class Equation(Record, frozen=True, kw_only=True):
    """Opening plus increases less decreases makes the closing stock.

    `stocks` are added to give the closing count; `baseline` holds the first opening ever.
    """

    id: str
    name: Name
    stocks: tuple[str, ...]
    baseline: str
    increases: tuple[str, ...]
    decreases: tuple[str, ...]


class FormColumn(Record, frozen=True, kw_only=True):
    """A column of a form.

    `source` is, by `kind`: an attribute of the unit or of its row (name, area, sector …); an
    indicator code; or a computed value: `row_number`, or a formula and its stock code:
    `men:A01` (whole less women), `opening:A03`, `closing:A03` (opening + increases −
    decreases), `net:A03`, `growth:A03` (net in % of opening), `difference:A03` (closing by
    movement less the stock in F1). In F4 the formulas without a code (`plan`, `current`,
    `cumulative` …) speak of the row's indicator. `group` holds the header rows above the
    title, outermost first; `width` is in characters; `schemes` limits the column to those
    schemes (empty: always); `personal` columns are left out unless ticked.
    """

    id: str
    title: Name
    kind: Literal["attribute", "indicator", "computed"]
    source: str
    group: tuple[str, ...] = ()
    width: int = 10
    align: Literal["left", "center", "right"] = "right"
    personal: bool = False
    required: bool = False
    schemes: tuple[str, ...] = ()


class Form(DatedRecord, frozen=True, kw_only=True):
    """A table of figures as it is entered or printed.

    `entry` forms are typed into; the others only read. `schemes` are the schemes it is owed
    in. `groups` are the indicator groups of an `indicator_rows` form.
    """

    id: str
    label: Name
    title: Name
    version: str
    schemes: tuple[str, ...]
    scope: Literal["unit_rows", "indicator_rows", "matrix"]
    entry: bool
    columns: tuple[FormColumn, ...]
    groups: tuple[str, ...] = ()
    note: str = ""


class Rule(Record, frozen=True, kw_only=True):
    """A check of figures: E blocks locking, W asks for a reason, I informs.

    `check` names the function that judges; `params` are its settings; `message` may hold
    {d}, {a}, {b}, {n}, {name} and {code}. Without `forms` it holds for every form.
    """

    id: str
    severity: Literal["E", "W", "I"]
    check: str
    message: str
    params: dict[str, bool | int | str | list[str] | dict[str, int]] = {}
    forms: tuple[str, ...] = ()
    note: str = ""


class OwnWindow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The days that were set for one ad-hoc period by its id; all inclusive."""

    id: str
    name: Name
    data_from: date
    data_to: date
    due: date


class Scheme(DatedRecord, frozen=True, kw_only=True):
    """When figures are due: the windows of a kind of period and its last days.

    `pattern` is the period id with {year} and {part} ({slug} for a free ad-hoc period).
    A year has `parts` windows of `months` months each, from month `first_month` of the year
    plus `first_year` (-1: the year before). Due on day `due_day` of the month `due_after`
    months after the window's last (negative: before it), locked `closing_after` days later.
    `includes` are the indicator frequencies asked; `indicators` narrows them to a list.
    `late` is what changing a locked return takes once it was accepted or its closing day has
    passed: a reason, or that the level above reopens it. `own` are the days set for single
    ad-hoc periods, instead of those the scheme gives. `feeds` are flows that only an ad-hoc
    period asks about, so that the longer periods around it take them from there.
    """

    id: Code
    name: Name
    kind: Literal["month", "quarter", "half", "nine_months", "year", "programme", "ad_hoc"]
    pattern: Annotated[str, Meta(pattern=r"^\{year\}[^{}]*(\{(part|part:02|slug)\})?$")]
    title: Name
    parts: Annotated[int, Meta(ge=1, le=12)]
    months: Annotated[int, Meta(ge=1, le=24)]
    first_month: Annotated[int, Meta(ge=1, le=12)]
    first_year: Literal[-1, 0] = 0
    part_names: tuple[str, ...] = ()
    due_after: int
    due_day: Annotated[int, Meta(ge=1, le=31)]
    closing_after: Annotated[int, Meta(ge=0, le=366)]
    late: Literal["reason", "reopen"] = "reason"
    includes: tuple[Frequency, ...] = ()
    indicators: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    own: tuple[OwnWindow, ...] = ()
    label: str = "mặc định, tỉnh quy định"
    note: str = ""


Counted = Literal["activities", "persons", "women", "attendances", "union_money", "social_money"]
"""What of an activity fills an indicator: that it was held, or one of its fields."""


class Giving(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Indicators that an activity of a category certainly is counted in, and by what.

    It counts when its title says one of `said` ("a + b": both; nothing listed: always) and
    none of `unless`.
    """

    counts: Mapping[Code, Counted]
    said: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


class ActivityCategory(Record, frozen=True, kw_only=True):
    """A category of activities and the indicators that logging one may feed.

    `said` are other words people call such an activity by, in a line typed quickly. `gives`
    are the indicators it fills of itself, the first that fits alone: what is spent or done
    once stands on one line.
    """

    code: Code
    name: Name
    said: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    gives: tuple[Giving, ...] = ()


class CalendarEntry(Record, frozen=True, kw_only=True):
    """A day or a month of the union's year that comes back every year."""

    month: Annotated[int, Meta(ge=1, le=12)]
    day: Annotated[int, Meta(ge=1, le=31)] | None = None
    title: Name
    category: str
    note: str = ""


class LegalParameter(DatedRecord, frozen=True, kw_only=True):
    """A rate or threshold of the law; `value` is a decimal written with a point."""

    key: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$")]
    name: Name
    value: Annotated[str, Meta(pattern=r"^[0-9]+(\.[0-9]+)?$")]
    unit: str = ""
    basis: str = ""
    confirmed: bool = False


class DocumentType(Record, frozen=True, kw_only=True):
    """A type of union document; `named` types print their name, a letter does not."""

    code: Code
    name: Name
    abbreviation: str
    named: bool = True
    in_list: bool = False
    note: str = ""


class BodyAbbreviation(Record, frozen=True, kw_only=True):
    """The letters that stand for a body in document numbers and text."""

    abbreviation: Name
    name: Name
    kinds: tuple[str, ...] = ()
    in_symbols: bool = False
    note: str = ""


class SnippetText(Record, frozen=True, kw_only=True):
    """What a short name typed in small letters is spelled out as."""

    name: Name
    text: Name


class KnownWord(Record, frozen=True, kw_only=True):
    """A word that is right though no Vietnamese syllable: a foreign word, a name."""

    word: Name


class TemplateTarget(Record, frozen=True, kw_only=True):
    """A figure to reach. `value` and `value_max` are whole; None is left to be filled in."""

    indicator: str | None = None
    comparator: Literal["=", ">=", ">", "<=", "<", "range"] = ">="
    value: int | None = None
    value_max: int | None = None
    unit: str = ""
    stage: str = ""
    filter: str = ""


class TemplateItem(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An item of a template's outline; its label is computed from `style` and place."""

    text: str
    style: Literal[
        "part", "chapter", "section", "article", "roman", "arabic", "decimal", "letter", "dash",
        "plus", "none",
    ]  # fmt: skip
    target: TemplateTarget | None = None
    owner: str = ""
    due: str = ""
    note: str = ""
    children: tuple["TemplateItem", ...] = ()


class WorkRow(Record, frozen=True, kw_only=True):
    """A row of a work programme's table; month None is work of the whole year."""

    month: Annotated[int, Meta(ge=1, le=12)] | None = None
    task: str
    lead: str = ""
    partner: str = ""
    due: str = ""
    cost: int | None = None
    category: str = ""


class Template(Record, frozen=True, kw_only=True):
    """A document to start from.

    Texts may hold {year}, {previous_year}, {next_year}, {unit}, {parent}, {province} and
    {place}; `packs.fill` puts them in. A line of addressees or recipients may be {below}: the
    bodies under the office, a line each. `heading_set`: A plan, B regulation, C long report.
    `kinds` are the unit kinds it is meant for. `addressees` (Kính gửi) only in letters.
    """

    id: Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]*$", max_length=60)]
    version: str
    title: Name
    issuer: Name
    doc_type: str
    symbol: str
    heading_set: Literal["A", "B", "C"] = "A"
    year_based: bool = True
    subject: str
    theme: str = ""
    basis: tuple[str, ...] = ()
    opening: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    items: tuple[TemplateItem, ...]
    table_title: str = ""
    table: tuple[WorkRow, ...] = ()
    closing: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    authority: str = "TM. BAN THƯỜNG VỤ"
    signer_title: str = "CHỦ TỊCH"
    kinds: tuple[str, ...] = ()
    note: str = ""
