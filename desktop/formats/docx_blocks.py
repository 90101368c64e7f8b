"""Blocks of a document as WordprocessingML: heads, titles, text, closing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.formats.cleaning import clean
from desktop.formats.document import (
    Addressees,
    AppendixTitle,
    Closing,
    FormHead,
    Item,
    Letterhead,
    Paragraph,
    Recipients,
    Run,
    Signature,
    Title,
)
from desktop.formats.docx_edges import stamp_xml
from desktop.formats.docx_numbering import item_numbering_xml
from desktop.formats.docx_xml import (
    JUSTIFY,
    paragraph_xml,
    plain_table_xml,
    rule_xml,
    twips,
    twips_mm,
)
from desktop.formats.faces import even_lines, name_in_lines, style_face
from desktop.formats.head import HeadText, body_name, plan_head
from desktop.formats.labels import Numbered, Plan
from desktop.formats.layout import Layout
from desktop.formats.pdf_closing import closing_widths
from desktop.formats.pdf_stack import line_width

POINTS_PER_MM = 72 / 25.4
KEEP = "<w:keepNext/>"
_DRAFTER_INSET_MM = 6.5
_ASCENT = 0.891  # of the type size, above the base line in Times New Roman


@dataclass(slots=True)
class Frame:
    """What a block needs to know of its surroundings; the page's text block in points."""

    layout: Layout
    width: float
    height: float
    numbering: Plan
    place: int = 0
    before_closing: bool = False


def line_xml(style: str, text: str, *, properties: str = "", size_pt: float | None = None) -> str:
    """Return a paragraph of one plain text."""
    return paragraph_xml(style, (Run(text),), properties=properties, size_pt=size_pt)


def _head_text(name: str, text: HeadText, layout: Layout, *, lower_pt: float = 0.0) -> str:
    base = layout.style(name)
    size = text.style.size_pt if text.style.size_pt != base.size_pt else None
    lower = f'<w:spacing w:before="{twips(lower_pt)}"/>' if lower_pt > 0 else ""
    return line_xml(name, "\n".join(text.lines), properties=KEEP + lower, size_pt=size)


def letterhead(block: Letterhead, frame: Frame) -> str:
    """Return the two-column head; rules are borders of the right length."""
    layout = frame.layout
    plan = plan_head(block, layout, frame.width)
    weight = layout.rules.weight_pt
    left = _head_text("parent", plan.parent, layout) if plan.parent else ""
    left += _head_text("issuer", plan.issuer, layout)
    left += rule_xml(plan.issuer_rule, plan.left_width, weight)
    right = _head_text("national_name", plan.national, layout)
    right += _head_text("motto", plan.motto, layout)
    right += rule_xml(plan.motto_rule, plan.right_width, weight)
    # Both stand on one base line: the smaller of the two begins lower.
    lower = (plan.place_date.style.size_pt - plan.number.style.size_pt) * _ASCENT
    number = _head_text("number", plan.number, layout, lower_pt=lower)
    if plan.dispatch:
        number += _head_text("dispatch_subject", plan.dispatch, layout)
    above = layout.stamps.above_mm * POINTS_PER_MM
    for each, name in zip(plan.stamps, _stamp_styles(block), strict=True):
        number += stamp_xml(name, each, plan.left_width, layout, before_pt=above)
    date = _head_text("place_date", plan.place_date, layout, lower_pt=-lower)
    rows = [(left, right), (number, date)]
    return plain_table_xml((plan.left_width, plan.right_width), rows)


def _stamp_styles(block: Letterhead) -> list[str]:
    asked = (("secrecy", block.secrecy), ("urgency", block.urgency))
    return [name for name, text in asked if text.strip()]


def _ruled(style: str, text: str, frame: Frame, *, share: float = 0.94) -> str:
    """Return a centred text and the short rule under its last line."""
    look = frame.layout.style(style)
    text = clean(text).strip()
    text = text.upper() if look.caps else text
    lines = even_lines(text, style_face(look), look.size_pt, frame.width * share)
    length = line_width(lines[-1], look) * frame.layout.rules.subject
    rule = rule_xml(length, frame.width, frame.layout.rules.weight_pt)
    return line_xml(style, "\n".join(lines), properties=KEEP) + (rule if length else "")


def title(block: Title, frame: Frame) -> str:
    """Return type word, subject and rule."""
    word = clean(block.type_word).upper()
    first = line_xml("type_word", word, properties=KEEP) if word else ""
    return first + (_ruled("subject", block.subject, frame) if block.subject else "")


def addressees(block: Addressees, frame: Frame) -> str:
    """Return "Kính gửi:" with its name, or the list under it."""
    word = frame.layout.words.addressees
    style = frame.layout.style("addressees")
    if len(block.names) == 1:
        whole = f"{word} {block.names[0]}"
        place = '<w:jc w:val="center"/>'
        if line_width(clean(whole), style) > frame.width:
            first = frame.layout.body.indent_mm * POINTS_PER_MM
            place = _hanging(first, line_width(f"{word} ", style))
        return line_xml("addressees", whole, properties=KEEP + place)
    start = frame.layout.pairs.addressees_mm * POINTS_PER_MM
    dash = start + line_width(word, style) - line_width(":", style)
    mark = line_width("- ", style)
    lines = line_xml("addressees", word, properties=KEEP + _indent(start))
    for number, name in enumerate(block.names, start=1):
        text = name.rstrip(" .;") + ("." if number == len(block.names) else ";")
        lines += line_xml(
            "addressees",
            f"- {text}",
            properties=KEEP + '<w:spacing w:before="0"/>' + _hanging(dash, mark),
        )
    return lines


def _hanging(first: float, deep: float) -> str:
    """Return where the first line begins, and that the others begin deeper by some points."""
    return f'<w:ind w:left="{twips(first + deep)}" w:hanging="{twips(deep)}"/>'


def _indent(points: float) -> str:
    return f'<w:ind w:firstLine="{twips(points)}"/>'


def paragraph(block: Paragraph, frame: Frame) -> str:
    """Return a paragraph of running text."""
    style = frame.layout.style(block.style)
    keep = block.keep_with_next or frame.before_closing
    properties = KEEP * keep
    indent = block.indent_mm
    if indent is None and block.align is not None and block.align.value in ("center", "right"):
        indent = 0.0
    if indent is not None:
        properties += f'<w:ind w:firstLine="{twips_mm(indent)}"/>'
    if block.align is not None:
        properties += f'<w:jc w:val="{JUSTIFY[block.align]}"/>'
    return paragraph_xml(
        _known(block.style, frame),
        name_in_lines(block, frame.width, frame.layout),
        properties=properties,
        caps=style.caps,
    )


def _known(style: str, frame: Frame) -> str:
    return style if style in frame.layout.styles else "body"


def item(block: Item, frame: Frame) -> str:
    """Return an outline item; its label is automatic where Word would write the same."""
    style, name = frame.layout.style(block.style), _known(block.style, frame)
    keep = KEEP * (block.keep_with_next or frame.before_closing)
    outline = f'<w:outlineLvl w:val="{min(block.level, 8)}"/>' if style.heading else ""
    if style.label_line and block.label:
        first = line_xml(name, block.label, properties=KEEP + outline)
        upper = tuple(Run(run.text.upper(), run.bold, run.italic) for run in block.content)
        spacing = '<w:spacing w:before="0"/>'
        rest = paragraph_xml(name, upper, properties=keep + spacing) if upper else ""
        return first + rest
    numbered = frame.numbering.items.get(frame.place)
    if isinstance(numbered, Numbered):
        numbers = item_numbering_xml(numbered, frame.numbering)
        return paragraph_xml(
            name, block.content, properties=keep + numbers + outline, caps=style.caps
        )
    label = (Run(f"{block.label} "),) if block.label else ()
    return paragraph_xml(name, (*label, *block.content), properties=keep + outline, caps=style.caps)


def appendix(block: AppendixTitle, frame: Frame) -> str:
    """Return the heading of an appendix."""
    text = line_xml("appendix", block.label, properties=KEEP + '<w:outlineLvl w:val="0"/>')
    text += line_xml("appendix_title", clean(block.title).upper(), properties=KEEP)
    return text + (_ruled("appendix_reference", block.reference, frame) if block.reference else "")


def form_head(block: FormHead, frame: Frame) -> str:
    """Return the head and title of a figures report."""
    layout, side = frame.layout, frame.width * 0.42
    left = ""
    if block.parent.strip():
        name = body_name(block.parent, layout.style("form_parent"), side, layout)
        left += line_xml("form_parent", "\n".join(name.lines))
    issuer = body_name(block.issuer, layout.style("form_issuer"), side, layout)
    left += line_xml("form_issuer", "\n".join(issuer.lines))
    length = line_width(issuer.lines[-1], issuer.style) * layout.rules.issuer
    left += rule_xml(length, side, layout.rules.weight_pt, keep=False)
    right = line_xml("form_number", block.form)
    right += "".join(line_xml("form_note", note) for note in block.notes)
    table = plain_table_xml((side, frame.width - 2 * side, side), [(left, "", right)])
    text = line_xml(
        "form_title", clean(block.title).upper(), properties=KEEP + '<w:outlineLvl w:val="0"/>'
    )
    return (
        table
        + text
        + "".join(line_xml("form_subtitle", line, properties=KEEP) for line in block.subtitle)
        + line_xml("form_subtitle", "", properties=KEEP, size_pt=4)
    )


def _recipients(part: Recipients, frame: Frame) -> tuple[str, str]:
    lines = line_xml("recipients_title", frame.layout.words.recipients)
    lines += "".join(line_xml("recipients", f"- {line}") for line in part.lines)
    if part.drafter:
        inset = f'<w:ind w:right="{twips_mm(_DRAFTER_INSET_MM)}"/>'
        lines += line_xml("drafter", part.drafter, properties=inset)
    return lines, ""


def _signature(part: Signature, frame: Frame) -> tuple[str, str]:
    head = "".join(line_xml("authority", text, properties=KEEP) for text in part.authority)
    if part.place_date:
        head = line_xml("place_date", part.place_date, properties=KEEP) + head
    if part.note:
        head += line_xml("form_subtitle", part.note, properties=KEEP)
    room = twips_mm(frame.layout.pairs.signing_room_mm)
    return head, line_xml("signer", part.name, properties=f'<w:spacing w:before="{room}"/>')


_PARTS: Mapping[type, Callable[[Any, Frame], tuple[str, str]]] = {
    Recipients: _recipients,
    Signature: _signature,
    type(None): lambda part, frame: ("", ""),
}


def closing(block: Closing, frame: Frame) -> str:
    """Return recipients and signatures side by side; rows never split."""
    widths = closing_widths(block, frame.layout, frame.width)
    cells = [_PARTS[type(part)](part, frame) for part in block.columns]
    dated = any(isinstance(p, Signature) and p.place_date for p in block.columns)
    tops = [
        line_xml("place_date", "", properties=KEEP) + top
        if dated and not (isinstance(part, Signature) and part.place_date)
        else top
        for part, (top, _) in zip(block.columns, cells, strict=True)
    ]
    names = [name for _, name in cells]
    lists = any(isinstance(part, Recipients) for part in block.columns)
    # A row keeps with the next by the first paragraph of its first cell, which may be empty.
    kept = [top or line_xml("signer", "", properties=KEEP) for top in tops]
    rows: Sequence[Sequence[str]] = [kept, names]
    if lists:
        rows = [[top + name for top, name in zip(tops, names, strict=True)]]
    gap = (
        f'<w:spacing w:line="{twips(frame.layout.pairs.before_signature_pt)}" w:lineRule="exact"/>'
    )
    return line_xml("recipients", "", properties=KEEP + gap) + plain_table_xml(widths, rows)
