"""Make the pictures of the README with the program itself.

    python packaging/screenshots.py [--out resources/docs/images]

Nothing is drawn by hand: a session is brought to a moment, the window is grabbed.
"""

import argparse
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["NNVIZ_CONFIG_DIR"] = tempfile.mkdtemp(prefix="nnviz-screenshots-")

from nnviz.app.experiment import example
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.scene.primitives import CellRef
from nnviz.views.application import QtLanguage, make_application
from nnviz.views.window.main_window import MainWindow

ROOT = Path(__file__).resolve().parents[1]
SETTLE_S = 0.6  # the check by finite differences comes from another thread


@dataclass(frozen=True)
class Shot:
    """One moment: which example, after how many updates, in which step, how far."""

    name: str
    kind: str
    alpha: float
    example: str = "xor"
    layer: int = 1
    iterations: int = 0
    theme: str = "light"
    language: str = "en"
    size: tuple[int, int] = (1440, 860)
    pinned: CellRef | None = None
    build: bool = False


SHOTS = (
    Shot("window", "matmul", 1.0, iterations=40, pinned=CellRef("P1", 3, 1)),
    Shot("jacobian-dark-zh", "jacobian", 1.0, iterations=40, theme="dark", language="zh"),
    Shot("digits-build", "matmul", 0.62, "digits", iterations=12, size=(1920, 1080), build=True),
    Shot("update-projector", "update", 0.4, iterations=40, theme="projector"),
)


def settle(app) -> None:
    # Not QTest.qWait: it keeps the worker's thread from running.
    until_s = time.monotonic() + SETTLE_S
    while time.monotonic() < until_s:
        app.processEvents()
        time.sleep(0.005)


def take(app, shot: Shot, folder: Path) -> Path:
    settings = Settings(theme=shot.theme, language=shot.language)
    session = Session(example(shot.example), settings)
    session.train_to(shot.iterations)
    window = MainWindow(session, settings)
    language = QtLanguage(app)
    language.speak(shot.language)
    window.resize(*shot.size)
    window.welcome.set_notice(None)
    window.show()
    window.set_panel_open("build", shot.build)
    step = next(
        s for s in session.state.trace.steps if (s.kind, s.layer) == (shot.kind, shot.layer)
    )
    session.seek_step(step.index, shot.alpha)
    session.pin(shot.pinned)
    settle(app)
    path = folder / f"{shot.name}.png"
    if not window.grab().save(str(path)):
        raise OSError(f"{path} cannot be written")
    window.close()
    return path


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT / "resources" / "docs" / "images")
    parser.add_argument("names", nargs="*", help="only these pictures")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    app = make_application()
    for shot in SHOTS:
        if not arguments.names or shot.name in arguments.names:
            print(take(app, shot, arguments.out))
    return 0


if __name__ == "__main__":
    sys.exit(main())
