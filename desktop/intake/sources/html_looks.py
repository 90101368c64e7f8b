"""How HTML text looks: weight, slant, alignment, font, hidden or not; from tags and CSS."""

import re
from dataclasses import dataclass, field, replace

from desktop.intake.sources.old_encodings import Encoding, of_font
from desktop.intake.sources.old_runs import OldRun

_RULE = re.compile(r"([^{}]{1,2000})\{([^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.S)
_SELECTOR = re.compile(r"^([a-z][a-z0-9]*)?(?:\.([\w-]+))?$", re.I)
_MAX_SHEET = 400_000
_MAX_RULES = 5_000
_SYMBOL_FONTS = ("symbol", "wingdings", "webdings")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


def declarations(text: str) -> dict[str, str]:
    """Return CSS declarations as a dictionary, names in lower case."""
    found: dict[str, str] = {}
    for part in text.split(";"):
        name, colon, value = part.partition(":")
        if colon:
            found[name.strip().lower()] = value.strip()
    return found


@dataclass(slots=True)
class Sheet:
    """The rules of the page's own style sheet that name a tag, a class or both."""

    rules: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    size: int = 0

    def add(self, text: str) -> None:
        """Take the text of a <style>."""
        self.size += len(text)
        if self.size > _MAX_SHEET or ("@media" in text and len(text) > 50_000):
            return
        for selectors, body in _RULE.findall(_COMMENT.sub(" ", text)):
            set_here = declarations(body)
            for selector in selectors.split(","):
                known = _SELECTOR.match(selector.strip())
                if known and len(self.rules) < _MAX_RULES:
                    key = ((known[1] or "").lower(), (known[2] or "").lower())
                    self.rules.setdefault(key, {}).update(set_here)

    def of(self, tag: str, classes: list[str]) -> dict[str, str]:
        """Return what the rules set for an element."""
        found = dict(self.rules.get((tag, ""), {}))
        for name in classes:
            found.update(self.rules.get(("", name.lower()), {}))
            found.update(self.rules.get((tag, name.lower()), {}))
        return found


@dataclass(frozen=True, slots=True)
class Look:
    """The look in force at a place of the page."""

    bold: bool = False
    italic: bool = False
    hidden: bool = False
    centred: bool = False
    kept: bool = False
    heading: int = 0
    symbols: bool = False
    encoding: Encoding | None = None
    capitals: bool = False

    def run(self, text: str) -> OldRun:
        """Return the text with this look; a bullet of a symbol font as a bullet."""
        if self.symbols and text.strip():
            text = text.replace(text.strip(), "•")
        return (text, self.bold, self.italic, self.encoding, self.capitals)

    def inside(self, tag: str, given: dict[str, str], css: dict[str, str]) -> "Look":
        """Return the look inside an element."""
        look = self
        if tag in ("b", "strong", "th") or tag in _HEADINGS:
            look = replace(look, bold=True)
        if tag in ("i", "em", "cite"):
            look = replace(look, italic=True)
        if tag in _HEADINGS:
            look = replace(look, heading=_HEADINGS[tag])
        if tag == "pre":
            look = replace(look, kept=True)
        align = css.get("text-align") or given.get("align", "")
        if align or tag == "center":
            look = replace(look, centred=align == "center" or tag == "center")
        if "hidden" in given or given.get("aria-hidden") == "true" or tag == "title":
            look = replace(look, hidden=True)
        return look.styled(css, given.get("face") if tag == "font" else None)

    def styled(self, css: dict[str, str], face: str | None) -> "Look":
        """Return the look with what CSS declares."""
        look = self
        weight = css.get("font-weight", "")
        if weight:
            heavy = weight.startswith("bold") or weight[:1] in "6789"
            look = replace(look, bold=heavy)
        if css.get("font-style"):
            look = replace(look, italic=css["font-style"] in ("italic", "oblique"))
        if (
            css.get("display") == "none"
            or css.get("visibility") == "hidden"
            or (css.get("mso-hide") == "all")
        ):
            look = replace(look, hidden=True)
        if css.get("white-space", "").startswith("pre"):
            look = replace(look, kept=True)
        family = css.get("font-family") or css.get("font") or face
        if family:
            first = family.split(",")[0].strip("\"' ")
            if "font" in css and "font-family" not in css:
                first = re.sub(r"^.*?(?:pt|px|em|%)\S*\s+", "", first).strip("\"' ")
            encoding, capitals = of_font(first)
            symbols = first.lower().startswith(_SYMBOL_FONTS)
            look = replace(look, encoding=encoding, capitals=capitals, symbols=symbols)
        return look
