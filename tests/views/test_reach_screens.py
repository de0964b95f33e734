"""The program on screens of every density, each in a process of its own."""

import json
import os
import subprocess
import sys

import pytest

from nnviz.paths import resource

_SCRIPT = """
import json, sys
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QAbstractButton
from nnviz.app.experiment import example
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.scene.primitives import MatrixBlock
from nnviz.views.panels.elided_label import ElidedLabel
from nnviz.views.window.main_window import MainWindow
app = QApplication([])
session = Session(example("xor"), Settings(language=sys.argv[1], theme="light"))
window = MainWindow(session, Settings(welcomed=True))
window.resize(1280, 720)
window.show()
session.seek_step(0, 1.0)
for _ in range(5):
    app.processEvents()
stage = window.stage
picture = stage.grab().toImage()
ratio = stage.devicePixelRatio()
cut = []
for kind in (QLabel, QAbstractButton):
    for w in window.findChildren(kind):
        if not w.isVisible() or not w.text() or isinstance(w, ElidedLabel) or w.toolTip():
            continue
        if isinstance(w, QLabel) and w.wordWrap():
            if w.heightForWidth(w.width()) > w.height() + 1:
                cut.append(w.text())
        elif isinstance(w, QLabel) and w.sizeHint().width() > w.width() + 1:
            cut.append(w.text())
sharp = []
for block in stage.scene.primitives:
    if not isinstance(block, MatrixBlock) or block.values.size < 4 or block.strength < 1.0:
        continue
    box = stage.in_view(block.rect)
    y = round((box.center().y() - box.height() / block.shape[0] / 4) * ratio)
    row = [picture.pixelColor(x, y).name() for x in range(picture.width())]
    left = row[round((box.left() - 14) * ratio):round((box.left() + 2) * ratio)]
    ground = picture.pixelColor(1, 1)
    gaps = [abs(picture.pixelColor(x, y).lightness() - ground.lightness())
            for x in range(round((box.left() - 14) * ratio), round((box.left() + 2) * ratio))]
    sharp.append(max(gaps))
json.dump({"ratio": ratio, "width": picture.width(), "logical": stage.width(), "cut": cut,
           "darkest": sharp}, sys.stdout)
window.close()
"""


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("factor", ["1.0", "1.25", "1.5", "2.0"])
def test_nothing_is_cut_off_and_brackets_are_sharp_at_every_density(tmp_path, factor, language):
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "QT_SCALE_FACTOR": factor,
        "NNVIZ_CONFIG_DIR": str(tmp_path),
        "PYTHONPATH": str(resource("fonts").parent.parent),
    }
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT, language],
        capture_output=True, text=True, env=environment, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["ratio"] == pytest.approx(float(factor))
    assert found["width"] == pytest.approx(found["logical"] * float(factor), abs=2)
    assert found["cut"] == []
    # A line on whole device pixels has its full colour somewhere; a blurred one has it nowhere.
    assert len(found["darkest"]) >= 2
    assert max(found["darkest"]) > 180
