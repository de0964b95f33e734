"""Every kind of step at three moments, on one sheet, to be looked at after a change.

    python packaging/contact_sheet.py --out sheets [--theme light dark] [--language zh]
        [--orientation rows] [--size 1280x720] [--net digits] [--only softmax hadamard]
        [--view rows] [--single] [--per-sheet 8]

The painter of the window paints; nothing is drawn for this sheet alone. A network per kind of
loss, activation and optimizer is trained for a few steps, so that no number is idle, and the first
step of each look is taken. Two sheets can be laid side by side: the same options give the same
pictures.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("NNVIZ_CONFIG_DIR", tempfile.mkdtemp(prefix="nnviz-contact-sheet-"))

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from nnviz.app.texts import Catalogue, available_languages
from nnviz.engine import Dense, Network, Trace, datasets, optimizers, schedules
from nnviz.engine.step import Step, StepKind
from nnviz.scene.compose import compose
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import Role
from nnviz.scene.samples.batch import Batch
from nnviz.views.application import make_application
from nnviz.views.look import fonts
from nnviz.views.look.theme import THEMES, Theme
from nnviz.views.painting.painter import ScenePainter

ALPHAS = (0.2, 0.6, 1.0)
ITERATIONS = 3  # before the one that is shown
CAPTION_PX = 26
GAP_PX = 6
# Options of a step that make it look different from others of its kind.
LOOKS = ("activation", "loss", "clip_value", "beta2_decay", "step_size")

XOR = (np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]]), np.array([[0], [1], [1], [0.0]]))
CLASSES = (np.array([[0.5, -1.2], [1.5, 0.3], [-0.7, 0.9], [0.2, 2.0]]), np.array([0, 2, 1, 2]))


@dataclass(frozen=True)
class Shown:
    """A step to be shown and what is known of its batch."""

    net: str
    step: Step
    batch: Batch | None = None


def xor_net(hidden: str = "tanh", **settings: object) -> Network:
    settings = {"loss": "half_mse", "optimizer": optimizers.SGD(lr=0.1), **settings}
    return Network.mlp([2, 4, 1], hidden=hidden, seed=3, **settings)


def softmax_net(loss: str, **settings: object) -> Network:
    layers = [Dense(4, "sigmoid"), Dense(3, "softmax")]
    return Network(layers, n_in=2, loss=loss, seed=3, **settings)


def small_nets() -> Iterator[tuple[str, Network, tuple[np.ndarray, np.ndarray]]]:
    """Yield small networks that together have every kind of step."""
    nesterov = optimizers.SGD(lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.01)
    adadecay = optimizers.Adagrad(lr=0.1, lr_decay=0.5)
    centered = optimizers.RMSprop(lr=0.05, momentum=0.9, centered=True)
    cosine = schedules.Cosine(T_max=30, warmup=2)
    stairs = schedules.Step(step_size=2, gamma=0.5)
    one_hot = (CLASSES[0], np.eye(3)[CLASSES[1]])
    yield "relu", xor_net("relu"), XOR
    yield "momentum", xor_net("leaky_relu", optimizer=nesterov), XOR
    yield "classes", softmax_net("cross_entropy", optimizer="adam"), CLASSES
    yield "squared", softmax_net("mse", optimizer="sgd"), one_hot
    yield "yes or no", xor_net(loss="bce"), XOR
    yield "adamw", xor_net("gelu", optimizer=optimizers.AdamW(lr=0.1, weight_decay=0.1)), XOR
    yield "adagrad", xor_net("softplus", loss="half_sse", optimizer=adadecay, schedule=stairs), XOR
    yield "rmsprop", xor_net("elu", optimizer=centered), XOR
    yield "adafactor", xor_net(optimizer=optimizers.Adafactor(lr=0.1), schedule=cosine), XOR
    yield "norm", xor_net(l2=0.01, clip_norm=0.05), XOR
    yield "value", xor_net(clip_value=0.02), XOR


def digits_net() -> tuple[str, Network, tuple[np.ndarray, np.ndarray]]:
    data = datasets.load("digits")
    net = Network.mlp([64, 32, 10], loss="cross_entropy", optimizer="adam", seed=1)
    return "digits", net, (data.X[:32], data.Y[:32])


def looks(step: Step) -> tuple[object, ...]:
    """Return what steps have in common that look alike."""
    options = [(name, step.options.get(name)) for name in LOOKS]
    parameter = step.output.rstrip("0123456789_new").startswith("b")
    return step.kind, step.derived, parameter, *options


def steps_of(net: str) -> Iterator[Shown]:
    """Yield the first step of each look: of the small networks, or of the one for digits."""
    seen: set[tuple[object, ...]] = set()
    made = [digits_net()] if net == "digits" else small_nets()
    for name, network, (X, Y) in made:
        for _ in range(ITERATIONS):
            network.train_step(X, Y)
        trace = network.trace_step(X, Y)
        batch = batch_of(trace) if net == "digits" else None
        for step in trace.steps:
            if looks(step) not in seen:
                seen.add(looks(step))
                yield Shown(name, step, batch)


def batch_of(trace: Trace) -> Batch:
    outputs = trace["A2"]
    right, guesses = (np.argmax(table, axis=1).tolist() for table in (trace["Y"], outputs))
    names = tuple(str(digit) for digit in range(10))
    return Batch(trace["X"], outputs, tuple(right), tuple(guesses), names, (8, 8))


def picture(shown: Shown, alpha: float, options: ComposeOptions, painter: ScenePainter) -> QImage:
    """Return one moment as the stage shows it."""
    size = QSize(int(options.width), int(options.height))
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(painter.theme.color(Role.SURFACE))
    brush = QPainter(image)
    painter.paint(brush, compose(shown.step, alpha, replace(options, batch=shown.batch)))
    brush.end()
    return image


class Sheet:
    """One image with a line of pictures for each step, a caption over each picture."""

    def __init__(self, lines: int, columns: int, cell: QSize, theme: Theme) -> None:
        self._cell, self._theme = cell, theme
        self._pitch = cell.height() + CAPTION_PX + GAP_PX
        width = columns * (cell.width() + GAP_PX)
        self.image = QImage(width, lines * self._pitch, QImage.Format.Format_RGB32)
        self.image.fill(QColor("#7f7f7f"))

    def put(self, line: int, column: int, image: QImage, caption: str) -> None:
        x, y = column * (self._cell.width() + GAP_PX), line * self._pitch
        painter = QPainter(self.image)
        painter.setPen(QColor("#ffffff"))
        painter.setFont(fonts.text_font(CAPTION_PX * 0.62, bold=True))
        words = QRectF(x + 8, y, self._cell.width() - 8, CAPTION_PX)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, caption)
        smooth = Qt.TransformationMode.SmoothTransformation
        small = image.scaled(self._cell, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
        painter.drawImage(x, y + CAPTION_PX, small)
        painter.end()


def make_sheets(arguments: argparse.Namespace, theme: Theme, chosen: list[Shown]) -> list[Path]:
    """Write the sheets of one theme, and single pictures if they are asked for."""
    painter = ScenePainter(theme, Catalogue(arguments.language))
    options = options_of(arguments, theme)
    scale = arguments.cell / options.width
    cell = QSize(arguments.cell, round(options.height * scale))
    name = f"{theme.name}-{arguments.language}-{arguments.orientation}-{arguments.size}"
    count = arguments.per_sheet or len(chosen)
    written = []
    for first in range(0, len(chosen), count):
        part = chosen[first : first + count]
        sheet = Sheet(len(part), len(arguments.alpha), cell, theme)
        for line, shown in enumerate(part):
            for column, alpha in enumerate(arguments.alpha):
                image = picture(shown, alpha, options, painter)
                sheet.put(line, column, image, caption(shown, alpha))
                if arguments.single:
                    single = f"{name}-{first + line:02}-{shown.step.kind}-{alpha:g}.png"
                    written.append(saved(image, arguments.out / single))
        page = f"{name}-{first // count + 1}" if count < len(chosen) else name
        written.append(saved(sheet.image, arguments.out / f"{page}.png"))
    return written


def caption(shown: Shown, alpha: float) -> str:
    return f"{shown.step.kind} · {shown.step.output} · {shown.net} · alpha {alpha:g}"


def saved(image: QImage, path: Path) -> Path:
    if not image.save(str(path)):
        raise OSError(f"{path} cannot be written")
    return path


def options_of(arguments: argparse.Namespace, theme: Theme) -> ComposeOptions:
    width, height = (float(side) for side in arguments.size.split("x"))
    return ComposeOptions(
        width,
        height,
        orientation=arguments.orientation,
        sample=1,
        projector=theme.name == "projector",
        product_view=arguments.view,
        one_sample=arguments.one_sample,
    )


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("contact-sheets"))
    parser.add_argument("--theme", nargs="+", default=list(THEMES), choices=list(THEMES))
    parser.add_argument("--language", default="en", choices=available_languages())
    parser.add_argument("--orientation", default="textbook", choices=("textbook", "rows"))
    parser.add_argument("--size", default="1280x720", help="of the stage, in logical pixels")
    parser.add_argument("--cell", type=int, default=640, help="width of a picture on the sheet")
    parser.add_argument("--alpha", nargs="+", type=float, default=ALPHAS)
    parser.add_argument("--net", default="small", choices=("small", "digits"))
    parser.add_argument("--view", default="usual", help="how products are seen")
    parser.add_argument("--one-sample", action="store_true", help="one sample of the batch")
    parser.add_argument("--only", nargs="+", default=None, choices=[str(k) for k in StepKind])
    parser.add_argument("--per-sheet", type=int, default=0, help="steps on a sheet; 0: all")
    parser.add_argument("--single", action="store_true", help="each picture as a file as well")
    return parser.parse_args()


def main() -> int:
    arguments = parsed()
    arguments.out.mkdir(parents=True, exist_ok=True)
    app = make_application()
    chosen = [
        shown
        for shown in steps_of(arguments.net)
        if arguments.only is None or shown.step.kind in arguments.only
    ]
    for name in arguments.theme:
        for path in make_sheets(arguments, THEMES[name], chosen):
            print(path)
    del app
    return 0


if __name__ == "__main__":
    sys.exit(main())
