import itertools

import pytest

from desktop.ui.stylesheet import stylesheet
from desktop.ui.tokens import contrast, load, mix

THEMES = ("light", "dark")
SIGNALS = ("brand", "attention", "blocked", "done")
TEXT, SHAPE = 4.5, 3.0  # WCAG 2.2 AA: 1.4.3 and 1.4.11


@pytest.mark.parametrize("name", THEMES)
def test_every_ink_is_readable_on_every_ground(name: str) -> None:
    tokens = load(name)
    grounds = [f"surface.{part}" for part in tokens.surface] + [f"{one}.soft" for one in SIGNALS]
    for ink, ground in itertools.product(tokens.ink, grounds):
        ratio = contrast(tokens.ink[ink], tokens.colour(ground))
        assert ratio >= TEXT, f"{name}: ink.{ink} on {ground} has {ratio:.2f}"


@pytest.mark.parametrize("name", THEMES)
def test_every_signal_is_readable_on_grounds_and_carries_its_own_ink(name: str) -> None:
    tokens = load(name)
    for signal in SIGNALS:
        colour = tokens.colour(signal)
        for ground in (*tokens.surface.values(), tokens.colour(f"{signal}.soft")):
            assert contrast(colour, ground) >= TEXT, (name, signal, ground)
        assert contrast(tokens.colour(f"{signal}.on"), colour) >= TEXT


@pytest.mark.parametrize("name", THEMES)
def test_borders_of_fields_can_be_seen(name: str) -> None:
    tokens = load(name)
    for ground in tokens.surface.values():
        assert contrast(tokens.line["strong"], ground) >= SHAPE


def test_both_themes_have_the_same_scales() -> None:
    light, dark = (load(name) for name in THEMES)
    assert (light.type, light.space, light.radius) == (dark.type, dark.space, dark.radius)
    assert list(light.type.values()) == [12, 13, 15, 18, 24]
    assert list(light.space.values()) == [4, 8, 12, 16, 24, 32]


def test_contrast_of_black_and_white_is_21() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#FFFFFF", "#FFFFFF") == pytest.approx(1)


def test_mixing_lays_one_colour_over_another() -> None:
    assert mix("#FF0000", "#0000FF", 1.0) == "#FF0000"
    assert mix("#FF0000", "#0000FF", 0.0) == "#0000FF"
    assert mix("#FFFFFF", "#000000", 0.5) == "#808080"


def test_larger_text_enlarges_space_too() -> None:
    large = load("light", text_scale=1.25)
    assert (large.type["normal"], large.space["l"]) == (16, 20)


@pytest.mark.parametrize("name", THEMES)
def test_the_stylesheet_uses_only_colours_of_its_theme(name: str) -> None:
    import re

    tokens = load(name)
    used = set(re.findall(r"#[0-9A-Fa-f]{6}", stylesheet(tokens)))
    other = load("dark" if name == "light" else "light")
    assert tokens.surface["page"] in used
    assert other.surface["sunken"] not in used
