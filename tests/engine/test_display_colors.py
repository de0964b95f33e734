"""The colours of notebook output: pictures of large arrays, and letters that can be read."""

import base64
import re
import struct
import zlib

import numpy as np
import pytest

from nnviz.engine.display.heat import NEGATIVE, POSITIVE, heat
from nnviz.engine.display.style import MUTED, PHASE_COLORS, style_sheet

# Ground and letters of the pages on which notebooks show their output.
PAGES = {
    "JupyterLab light": ("#ffffff", "#212121"),
    "JupyterLab dark": ("#111111", "#dedede"),
    "VS Code light": ("#ffffff", "#3b3b3b"),
    "VS Code dark": ("#1e1e1e", "#cccccc"),
    "Colab light": ("#ffffff", "#212121"),
    "Colab dark": ("#383838", "#d5d5d5"),
    "GitHub dark": ("#0d1117", "#e6edf3"),
}


def pixels(uri: str) -> np.ndarray:
    """Decode a PNG with a palette into (height, width, 4) red, green, blue, opacity."""
    data = base64.b64decode(uri.partition(",")[2])
    chunks, place = {}, 8
    while place < len(data):
        (length,) = struct.unpack(">I", data[place : place + 4])
        body = data[place + 4 : place + 8 + length]
        (checksum,) = struct.unpack(">I", data[place + 8 + length : place + 12 + length])
        assert checksum == zlib.crc32(body)
        chunks[body[:4]] = body[4:]
        place += 12 + length
    width, height = struct.unpack(">II", chunks[b"IHDR"][:8])
    lines = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(height, width + 1)
    assert not lines[:, 0].any()
    colors = np.frombuffer(chunks[b"PLTE"], np.uint8).reshape(-1, 3)
    opacities = np.frombuffer(chunks[b"tRNS"], np.uint8)
    return np.dstack([colors[lines[:, 1:]], opacities[lines[:, 1:]]])


def test_the_picture_has_the_signs_and_strengths_of_the_array():
    value = np.linspace(-1, 1, 15 * 21).reshape(15, 21)
    picture = pixels(heat(value).uri)
    assert picture.shape == (15, 21, 4)
    seen = picture[..., 3] > 0
    assert (np.abs(value[~seen]) <= 1 / 30).all()
    assert (picture[seen & (value > 0)][:, :3] == POSITIVE).all()
    assert (picture[seen & (value < 0)][:, :3] == NEGATIVE).all()
    assert np.abs(picture[..., 3] / 255 - np.abs(value)).max() <= 1 / 29
    one = heat(np.array([[0.0, np.nan, np.inf, 2.0]]))
    ((zero, missing, endless, _),) = pixels(one.uri)
    assert zero[3] == 0
    assert missing[3] == 255
    assert tuple(missing[:3]) not in {POSITIVE, NEGATIVE}
    assert tuple(endless) == (*POSITIVE, 255)


def test_the_dots_of_a_very_large_picture_are_means_of_blocks():
    value = np.random.default_rng(1).normal(size=(300, 190))
    found = heat(value)
    rows, cols = found.block
    assert (rows, cols) == (4, 3)
    picture = pixels(found.uri)
    assert picture.shape[:2] == (75, 64)  # the last block is narrower
    means = np.array(
        [[value[4 * i : 4 * i + 4, 3 * j : 3 * j + 3].mean() for j in range(64)] for i in range(75)]
    )
    strengths = np.where(picture[..., 0] == POSITIVE[0], 1.0, -1.0) * picture[..., 3] / 255
    assert np.abs(strengths - means / np.abs(means).max()).max() <= 1 / 29


def rgb(color: str) -> tuple[int, ...]:
    return tuple(int(color[i : i + 2], 16) for i in (1, 3, 5))


def laid_over(under, over, opacity):
    return tuple(a + (b - a) * opacity for a, b in zip(under, over, strict=True))


def contrast(first, second) -> float:
    """Return the contrast ratio that WCAG 2 defines."""

    def luminance(color):
        srgb = [part / 255 for part in color]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in srgb]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("ground", "letters"), PAGES.values(), ids=PAGES)
def test_letters_are_readable_on_every_page(ground, letters):
    ground, letters = rgb(ground), rgb(letters)
    assert contrast(laid_over(ground, letters, MUTED), ground) >= 4.5
    shades = re.findall(r"\{background:rgba\((\d+),(\d+),(\d+),([\d.]+)\)\}", style_sheet())
    assert len(shades) == 16
    for *color, opacity in shades:
        cell = laid_over(ground, tuple(map(int, color)), float(opacity))
        assert contrast(letters, cell) >= 4.5
    for color in PHASE_COLORS.values():
        assert contrast(color, ground) >= 3
