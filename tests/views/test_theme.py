"""Colours are computed, so their promises can be: contrast, order, colour-blindness."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from PySide6.QtGui import QPalette

from nnviz.engine.step import Phase
from nnviz.scene.numbers import decimals_for, format_value
from nnviz.scene.primitives import Quantity, Role
from nnviz.views.comparing.caption import ROLES
from nnviz.views.look import palette, theme
from nnviz.views.look.theme import PHASE_ROLES, THEMES, best_ink
from nnviz.views.painting.brackets import FORMS
from nnviz.views.painting.colors import STEPS, contrast, linear, luminance
from nnviz.views.plots import plotted, recipes

WORDS = (
    Role.TEXT, Role.MUTED, Role.FAINT, Role.FORWARD, Role.LOSS, Role.BACKWARD, Role.UPDATE,
    Role.POSITIVE, Role.NEGATIVE, Role.WARNING, Role.SOURCE, Role.TARGET, Role.PINNED,
)  # fmt: skip
LEAST = {"light": 4.5, "dark": 4.5, "projector": 7.0}

# Machado, Oliveira and Fernandes 2009, severity 1, on linear light.
BLINDNESS = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}

each_theme = pytest.mark.parametrize("name", THEMES)


@each_theme
def test_every_role_has_a_colour(name):
    assert set(THEMES[name].roles) == set(Role)
    assert set(THEMES[name].tints) == set(Quantity)


@each_theme
@pytest.mark.parametrize("role", WORDS)
def test_words_can_be_read_on_every_ground(name, role):
    made = THEMES[name]
    for ground in (made.roles[Role.SURFACE], made.roles[Role.CARD], made.bar_hex):
        assert contrast(made.roles[role], ground) >= LEAST[name]


@each_theme
def test_numbers_can_be_read_on_every_cell(name):
    made = THEMES[name]
    text, inverse = made.roles[Role.TEXT], made.roles[Role.SURFACE]
    for ground in made.cells.names:
        assert contrast(best_ink(ground, text, inverse), ground) >= LEAST[name], ground


@each_theme
def test_frames_and_brackets_stand_out(name):
    made = THEMES[name]
    for color in (made.roles[Role.FOCUS], *made.tints.values()):
        assert contrast(color, made.roles[Role.SURFACE]) >= 3.0


@each_theme
def test_timeline_boxes_can_be_read(name):
    made = THEMES[name]
    for role in PHASE_ROLES.values():
        past = made.blend(role, 0.24, over=Role.CARD)
        for ground in (made.color(role), past):
            assert contrast(made.ink_on(ground).name(), ground.name()) >= LEAST[name]


@each_theme
def test_zero_is_nearly_the_background_and_colours_go_evenly_away_from_it(name):
    made = THEMES[name]
    assert contrast(made.cell_color(0.0, 1.0).name(), made.roles[Role.SURFACE]) < 1.15
    light = np.array([luminance(color) for color in made.cells.names])
    direction = 1 if made.dark else -1
    # A step of one in eight bits may go the wrong way.
    assert (direction * np.diff(light[STEPS:]) > -0.004).all()
    assert (direction * np.diff(light[: STEPS + 1]) < 0.004).all()


@each_theme
def test_positive_is_blue_and_negative_is_orange(name):
    blue, orange = THEMES[name].cell_color(1.0, 1.0), THEMES[name].cell_color(-1.0, 1.0)
    assert blue.blue() > blue.red()
    assert orange.red() > orange.green() > orange.blue()


def test_values_beyond_the_range_and_no_numbers():
    made = THEMES["light"]
    assert made.cell_color(9.0, 1.0) == made.cell_color(1.0, 1.0)
    assert made.cell_color(float("inf"), 1.0) == made.cell_color(1.0, 1.0)
    assert made.cell_color(float("nan"), 1.0) == made.cell_color(0.0, 1.0)
    assert made.cell_color(0.0, 0.0) == made.cell_color(0.0, 1.0)


def simulated(color, kind):
    values = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    return np.clip(np.array(BLINDNESS[kind]) @ linear, 0, 1)


def lab(linear):
    """CIE L*a*b* of linear sRGB, D65."""
    xyz = (
        np.array(
            [
                [0.4124564, 0.3575761, 0.1804375],
                [0.2126729, 0.7151522, 0.0721750],
                [0.0193339, 0.1191920, 0.9503041],
            ]
        )
        @ linear
        / np.array([0.95047, 1.0, 1.08883])
    )
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@each_theme
@pytest.mark.parametrize("kind", BLINDNESS)
def test_signs_differ_without_full_colour_vision(name, kind):
    made = THEMES[name]
    for part in (0.35, 1.0):
        pair = [made.cell_color(sign * part, 1.0).name() for sign in (1, -1)]
        blue, orange = (lab(simulated(color, kind)) for color in pair)
        assert np.linalg.norm(blue - orange) > 15


@pytest.mark.parametrize("eye", ["usual", *BLINDNESS])
@pytest.mark.parametrize("colors", [THEMES["projector"].cells, THEMES["projector"].heat])
def test_before_a_hall_small_values_and_signs_are_seen(colors, eye):
    zero = colors.hex_of(0.0, 1.0)
    for sign in (1, -1):
        shades = [colors.hex_of(sign * part, 1.0) for part in (0.1, 0.5, 1.0)]
        for darker, lighter in pairwise([zero, *shades]):
            assert distance(darker, lighter, eye) > 6
    assert distance(colors.hex_of(0.1, 1.0), colors.hex_of(-0.1, 1.0), eye) > 12


def test_before_a_hall_the_strongest_colour_without_a_number_is_far_from_none():
    heat = THEMES["projector"].heat
    for end in (1.0, -1.0):
        assert contrast(heat.hex_of(end, 1.0), heat.hex_of(0.0, 1.0)) >= 7.0
        assert contrast(heat.hex_of(end / 10, 1.0), heat.hex_of(0.0, 1.0)) >= 1.3


@each_theme
@pytest.mark.parametrize("kind", BLINDNESS)
def test_phases_differ_without_full_colour_vision(name, kind):
    # Their order on the timeline and their headings tell them apart as well.
    colors = [THEMES[name].roles[PHASE_ROLES[phase]] for phase in Phase]
    for first, second in combinations(colors, 2):
        assert distance(first, second, kind) > 12


EYES = ("usual", *BLINDNESS, "grey")


def distance(first, second, eye):
    """How far two colours are apart to an eye, in CIE L*a*b*; 2.3 is just seen."""
    return np.linalg.norm(lab(to_eye(first, eye)) - lab(to_eye(second, eye)))


def to_eye(color, eye):
    if eye in BLINDNESS:
        return simulated(color, eye)
    values = linear(color)
    return np.full(3, luminance(color)) if eye == "grey" else values


@each_theme
@pytest.mark.parametrize("eye", EYES)
def test_where_a_number_comes_from_and_where_it_goes_differ_to_every_eye(name, eye):
    # Their frames have other dashes as well.
    made = THEMES[name]
    assert distance(made.roles[Role.SOURCE], made.roles[Role.TARGET], eye) > 10


@each_theme
@pytest.mark.parametrize("eye", EYES)
def test_weights_activations_and_gradients_differ_to_every_eye(name, eye):
    # Their brackets have other forms as well.
    kinds = (Quantity.WEIGHT, Quantity.ACTIVATION, Quantity.GRADIENT)
    tints = [THEMES[name].tints[kind] for kind in kinds]
    for first, second in combinations(tints, 2):
        assert distance(first, second, eye) > 10


@each_theme
@pytest.mark.parametrize("eye", EYES)
def test_what_is_lit_differs_from_what_is_not_to_every_eye(name, eye):
    made = THEMES[name]
    lit = (Role.SOURCE, Role.TARGET, Role.FOCUS, Role.PINNED)
    for role in lit:
        assert distance(made.roles[role], made.roles[Role.OUTLINE], eye) > 20


@each_theme
@pytest.mark.parametrize("eye", [*BLINDNESS, "usual"])
def test_the_words_of_signs_differ_to_every_eye_that_sees_colour(name, eye):
    # To an eye without any, equal sizes look equal; the minus in the number says the sign.
    made = THEMES[name]
    assert distance(made.roles[Role.POSITIVE], made.roles[Role.NEGATIVE], eye) > 40


@each_theme
def test_every_role_that_writes_can_be_read_on_every_ground(name):
    made = THEMES[name]
    drawn = {Role.SURFACE, Role.CARD, Role.OUTLINE, Role.FOCUS}
    for role in set(Role) - drawn:
        for ground in (made.roles[Role.SURFACE], made.roles[Role.CARD], made.bar_hex):
            assert contrast(made.roles[role], ground) >= LEAST[name], role


@each_theme
def test_the_frame_of_the_focus_stands_out_from_every_ground(name):
    made = THEMES[name]
    for ground in (made.roles[Role.SURFACE], made.roles[Role.CARD], made.bar_hex):
        assert contrast(made.roles[Role.FOCUS], ground) >= 3.0


def test_kinds_of_numbers_differ_in_form():
    assert len({FORMS[kind] for kind in Quantity}) == len(Quantity)


def test_resolve(qapp):
    assert theme.resolve("dark") is THEMES["dark"]
    assert theme.resolve("system") in THEMES.values()


@each_theme
def test_palette_of_qt_widgets(qapp, name):
    made = palette.qpalette(THEMES[name])
    pairs = (
        (QPalette.ColorRole.WindowText, QPalette.ColorRole.Window),
        (QPalette.ColorRole.Text, QPalette.ColorRole.Base),
        (QPalette.ColorRole.ButtonText, QPalette.ColorRole.Button),
        (QPalette.ColorRole.HighlightedText, QPalette.ColorRole.Highlight),
        (QPalette.ColorRole.ToolTipText, QPalette.ColorRole.ToolTipBase),
        (QPalette.ColorRole.PlaceholderText, QPalette.ColorRole.Base),
    )
    for ink, ground in pairs:
        assert contrast(made.color(ink).name(), made.color(ground).name()) >= LEAST[name]


def test_eight_lines_of_one_plot_differ_without_any_colour():
    looks = [plotted.ink(number) for number in range(28)]
    assert len({(look.dash, look.width) for look in looks[:8]}) == 8
    assert len({(look.tone, look.dash) for look in looks}) == 28


@each_theme
@pytest.mark.parametrize("eye", EYES)
def test_neighbouring_lines_of_a_plot_differ_in_form_or_to_every_eye(name, eye):
    looks = [plotted.ink(number) for number in range(28)]
    for first, second in pairwise(looks):
        apart = distance(THEMES[name].roles[first.tone], THEMES[name].roles[second.tone], eye)
        assert apart > 10 or first.dash != second.dash


@each_theme
def test_every_line_of_a_plot_stands_out_from_its_ground(name):
    made = THEMES[name]
    for number in range(7):
        tone = made.roles[plotted.ink(number).tone]
        assert contrast(tone, made.roles[Role.CARD]) >= 3.0


@each_theme
@pytest.mark.parametrize("eye", ["usual", *BLINDNESS])
def test_two_runs_that_are_compared_differ_to_every_eye(name, eye):
    # To an eye without colours it is the dashes that differ, and each has its letter.
    made = THEMES[name]
    assert distance(made.roles[ROLES["a"]], made.roles[ROLES["b"]], eye) > 10
    assert recipes.TRAINING.dash != recipes._RIVAL.dash


@each_theme
@pytest.mark.parametrize("eye", EYES)
def test_what_has_changed_differs_from_words_and_signs_to_every_eye(name, eye):
    made = THEMES[name]
    for other in (Role.OUTLINE, Role.SURFACE, Role.CARD):
        assert distance(made.roles[Role.CHANGED], made.roles[other], eye) > 20


@pytest.mark.parametrize("value", [-1.25, -0.5, -3e-7, -4e12])
def test_a_negative_number_has_a_minus_in_it_whatever_its_colour(value):
    written = format_value(value, decimals_for([value], 3))
    assert written[0] in "-\u2212"
    assert format_value(-value, decimals_for([value], 3))[0] not in "-\u2212"
