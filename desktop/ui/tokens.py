"""The design tokens of one theme, read from `resources/themes`; no toolkit here."""

from __future__ import annotations

from typing import Any

import msgspec

from desktop.models import resources

Rgb = tuple[int, int, int]


class Signal(msgspec.Struct, frozen=True):
    """A colour that means something, and the ink that is readable on it."""

    colour: str
    on: str


class Shadow(msgspec.Struct, frozen=True):
    """The one shadow: colour, opacity 0–1, blur and downward offset in pixels."""

    colour: str
    opacity: float
    blur: int
    offset: int


class Tokens(msgspec.Struct, frozen=True):
    """Colours as #RRGGBB; type sizes, spaces and radius in pixels at 100 %."""

    name: str
    dark: bool
    surface: dict[str, str]
    ink: dict[str, str]
    line: dict[str, str]
    brand: Signal
    attention: Signal
    blocked: Signal
    done: Signal
    shadow: Shadow
    family: str
    type: dict[str, int]
    space: dict[str, int]
    radius: int

    def colour(self, name: str) -> str:
        """Return a colour by its dotted name ("ink.muted", "brand", "brand.on").

        "brand.soft" and the like are the signal mixed thinly into the page: a tint that every
        ink stays readable on.
        """
        group, _, part = name.partition(".")
        if group in ("surface", "ink", "line"):
            shades: dict[str, str] = getattr(self, group)
            return shades[part]
        signal: Signal = getattr(self, group)
        match part:
            case "":
                return signal.colour
            case "on":
                return signal.on
            case "soft":
                return mix(signal.colour, self.surface["page"], 0.10)
        raise KeyError(name)


def load(name: str, *, text_scale: float = 1.0) -> Tokens:
    """Read the theme of that name; `text_scale` enlarges type and space together."""
    raw = msgspec.json.decode(resources.path(f"themes/{name}.json").read_bytes())
    sizes = dict(raw["type"])
    return Tokens(
        name=raw["name"],
        dark=raw["dark"],
        surface=raw["surface"],
        ink=raw["ink"],
        line=raw["line"],
        brand=Signal(**raw["brand"]),
        attention=Signal(**raw["attention"]),
        blocked=Signal(**raw["blocked"]),
        done=Signal(**raw["done"]),
        shadow=Shadow(**raw["shadow"]),
        family=sizes.pop("family"),
        type=_scaled(sizes, text_scale),
        space=_scaled(raw["space"], text_scale),
        radius=raw["shape"]["radius"],
    )


def _scaled(sizes: dict[str, Any], scale: float) -> dict[str, int]:
    return {key: round(value * scale) for key, value in sizes.items()}


def rgb(colour: str) -> Rgb:
    """Split #RRGGBB into three numbers 0–255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(colour: str, ground: str, share: float) -> str:
    """Return the colour laid over the ground with the given opacity (0–1)."""
    pairs = zip(rgb(colour), rgb(ground), strict=True)
    return "#" + "".join(f"{round(top * share + low * (1 - share)):02X}" for top, low in pairs)


def contrast(first: str, second: str) -> float:
    """Return the WCAG 2 contrast ratio of two colours, 1–21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
