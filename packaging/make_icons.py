"""The program's icon as each platform wants it, from ``resources/desktop/*.svg``.

    python packaging/make_icons.py

Needs PySide6 (draws) and Pillow (packs); neither is needed to use the results, which
are committed: they change only when a drawing does.
"""

import io
import os
import struct
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "desktop"
PROGRAM, DOCUMENT = "nnviz", "nnviz-document"
SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
DOCUMENT_SIZES = (32, 48, 256)
ICO_SIZES = (16, 24, 32, 48, 256)
# The kinds of pictures in an .icns file, each a PNG of its size.
ICNS_KINDS = {b"icp4": 16, b"icp5": 32, b"icp6": 64, b"ic07": 128, b"ic08": 256, b"ic09": 512}


def drawn(name: str, side: int) -> Image.Image:
    """Draw an icon at a size; small ones from four times the size, so that edges stay even."""
    large = side * (4 if side <= 64 else 1)
    image = QImage(large, large, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(FOLDER / f"{name}.svg")).render(painter, QRectF(0, 0, large, large))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    made = Image.open(io.BytesIO(bytes(buffer.data()))).convert("RGBA")
    return made if large == side else made.resize((side, side), Image.Resampling.BOX)


def make(name: str, sizes: tuple[int, ...]) -> None:
    for side in sizes:
        drawn(name, side).save(FOLDER / f"{name}-{side}.png", optimize=True)
    images = [drawn(name, side) for side in ICO_SIZES]
    images[-1].save(
        FOLDER / f"{name}.ico", sizes=[(s, s) for s in ICO_SIZES], append_images=images[:-1]
    )


def icns(name: str) -> bytes:
    """Return the pictures already made as one file; Pillow's own adds larger ones nobody needs."""
    chunks = b""
    for kind, side in ICNS_KINDS.items():
        picture = (FOLDER / f"{name}-{side}.png").read_bytes()
        chunks += kind + struct.pack(">I", len(picture) + 8) + picture
    return b"icns" + struct.pack(">I", len(chunks) + 8) + chunks


def main() -> None:
    app = QGuiApplication.instance() or QGuiApplication([])
    make(PROGRAM, SIZES)
    make(DOCUMENT, DOCUMENT_SIZES)
    (FOLDER / f"{PROGRAM}.icns").write_bytes(icns(PROGRAM))
    total = sum(path.stat().st_size for path in FOLDER.iterdir())
    print(f"{FOLDER}: {total / 1000:.0f} kB")
    del app


if __name__ == "__main__":
    main()
