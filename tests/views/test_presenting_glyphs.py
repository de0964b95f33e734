"""Every glyph that is painted for a hall: how large it is, and how its ink stands out."""

from dataclasses import replace

import pytest

from nnviz.app.experiment import example
from nnviz.app.samples import batch_of, one_sample
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.engine.loss_change import loss_change
from nnviz.engine.step import Phase, StepKind
from nnviz.engine.writing.presets import PRESETS
from nnviz.scene.compose import compose
from nnviz.scene.options import ComposeOptions
from nnviz.scene.presented.floors import DIGIT_HEIGHT, LEAST_SHARE, SMALL, SMALL_SHARE
from nnviz.scene.primitives import MatrixBlock
from nnviz.views.look.theme import THEMES
from nnviz.views.painting.colors import contrast
from tests.scene.traces import NAMES, trace
from tests.views.painted import Recorder, paint

SCREENS = ((1024, 768), (1280, 720), (1920, 1080))
NETS = ("xor", "iris", "digits")
THEME = THEMES["projector"]
LANGUAGES = ("en", "zh")
ALPHAS = {0.0: ("en",), 0.5: LANGUAGES, 1.0: ("zh",)}
# Sizes of letters, as shares of the screen's height: words, raised and lowered signs, formulas.
WORD, SCRIPT, FORMULA = 0.0215, 0.019, 0.034
LONG = 0.028  # a formula of more letters than this, as the rules of Adafactor have
MANY = 60
ARITHMETIC = {"strip.0", "strip.1"}  # its digits are as large as those of a large matrix
ROUNDED = 1 / 16  # of a pixel: the number face is kept in such steps
WHOLE = 1.0  # of a pixel: other faces have whole sizes


def state_of(name, orientation):
    chosen = Settings(language="en", orientation=orientation, theme="projector")
    return Session(example(name), chosen).state


def options_of(state, step, screen):
    return ComposeOptions(
        *screen, state.orientation, sample=state.sample, projector=True,
        one_sample=one_sample(state), batch=batch_of(state), presented=screen[1],
        loss_change=loss_change(state.trace) if step.phase is Phase.UPDATE else None,
        notation=state.notation,
    )  # fmt: skip


def whole_shapes(step, options):
    """The shapes of the matrices as they are seen when there is no hall."""
    plain = ComposeOptions(
        options.width, options.height, options.orientation, sample=options.sample,
        one_sample=options.one_sample, batch=options.batch,
    )  # fmt: skip
    found = compose(step, 1.0, plain).primitives
    return {i.id: i.shape for i in found if isinstance(i, MatrixBlock)}


def too_small(written, shapes, tall):
    """Say whether a glyph is smaller than the hall needs; ``tall`` is the screen's height."""
    match written.kind:
        case "number":
            shape = shapes.get(written.owner, (SMALL + 1, 1))  # a copy on its way is of any matrix
            least = SMALL_SHARE if max(shape) <= SMALL else LEAST_SHARE
            return (written.px + ROUNDED) * DIGIT_HEIGHT < least * tall
        case "formula":
            return written.px < (LONG if len(written.text) > MANY else FORMULA) * tall
        case "script":
            return written.px + WHOLE < SCRIPT * tall
    if written.owner in ARITHMETIC and any(c.isdigit() for c in written.text):
        return (written.px + WHOLE) * DIGIT_HEIGHT < LEAST_SHARE * tall
    return written.px + WHOLE < WORD * tall


def dim(written):
    """The pairs of ink and ground that stand out less than seven to one."""
    if written.faded:  # it comes or goes
        return []
    return [(written.ink, g) for g in written.grounds if contrast(written.ink, g) < 7.0]


def look(recorder, scene, language, shapes, notation=None):
    recorder.written.clear()
    paint(scene, THEME, language, notation)
    small = [w for w in recorder.written if too_small(w, shapes, scene.height)]
    return small, [pair for w in recorder.written for pair in dim(w)]


@pytest.mark.parametrize("screen", SCREENS, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("orientation", ["textbook", "rows"])
@pytest.mark.parametrize("name", NETS)
def test_every_glyph_of_every_step(qapp, monkeypatch, name, orientation, screen):
    state, kinds, pairs = state_of(name, orientation), set(), set()
    with Recorder(THEME).listening(monkeypatch) as recorder:
        for step in state.trace.steps:
            options = options_of(state, step, screen)
            shapes = whole_shapes(step, options)
            for alpha, languages in ALPHAS.items():
                scene = compose(step, alpha, options)
                for language in languages:
                    small, pale = look(recorder, scene, language, shapes)
                    where = step.kind, alpha, language
                    assert not small, (*where, small[:3])
                    assert not pale, (*where, pale[:3])
                    kinds |= {w.kind for w in recorder.written}
                    pairs |= {(w.ink, g) for w in recorder.written for g in w.grounds}
    assert kinds == {"number", "word", "script", "formula"}
    assert len(pairs) > 20  # words on the stage and the strip, numbers on many shades


def test_every_kind_of_step_there_is(qapp, monkeypatch):
    """Nets with every loss, activation and optimizer besides, each once."""
    seen, screen = set(), SCREENS[0]
    with Recorder(THEME).listening(monkeypatch) as recorder:
        for name in NAMES:
            for place, step in enumerate(trace(name).steps):
                if (step.kind, step.output[0]) in seen:
                    continue
                seen.add((step.kind, step.output[0]))
                orientation = ("textbook", "rows")[place % 2]
                options = ComposeOptions(
                    *screen, orientation, projector=True, presented=screen[1]
                )  # fmt: skip
                scene, shapes = compose(step, 1.0, options), whole_shapes(step, options)
                for language in LANGUAGES:
                    small, pale = look(recorder, scene, language, shapes)
                    assert not small, (name, step.kind, small[:3])
                    assert not pale, (name, step.kind, pale[:3])
    assert {kind for kind, _ in seen} >= set(StepKind)


def test_the_stage_of_a_desk_is_found_too_small_and_too_pale(qapp, monkeypatch):
    state, screen = state_of("xor", "textbook"), SCREENS[1]
    step = state.trace.steps[0]
    options = options_of(state, step, screen)
    desk = compose(step, 1.0, replace(options, presented=0.0, width=760.0, height=360.0))
    recorder, light = Recorder(THEMES["light"]), THEMES["light"]
    with recorder.listening(monkeypatch):
        paint(desk, light)
    small = [w for w in recorder.written if too_small(w, whole_shapes(step, options), screen[1])]
    assert {w.kind for w in small} == {"number", "word", "script", "formula"}
    assert any(dim(w) for w in recorder.written)


@pytest.mark.parametrize("preset", PRESETS)
def test_every_notation(qapp, monkeypatch, preset):
    """A teacher's own symbols may be longer; they are as large."""
    screen = SCREENS[0]
    session = Session(example("xor"), Settings(language="en", theme="projector"))
    session.take_notation(PRESETS[preset])
    state = session.state
    with Recorder(THEME).listening(monkeypatch) as recorder:
        for step in state.trace.steps:
            options = options_of(state, step, screen)
            small, pale = look(
                recorder, compose(step, 1.0, options), "en", whole_shapes(step, options),
                state.notation,
            )  # fmt: skip
            assert not small, (step.kind, small[:3])
            assert not pale, (step.kind, pale[:3])
