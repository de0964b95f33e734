"""Make the fonts in resources/fonts: subsets under names of our own.

    python packaging/make_fonts.py [--only math]

Needs fontTools and the four source fonts (Debian: fonts-inter, fonts-jetbrains-mono and
fonts-noto-cjk; STIX Two Math comes with the ziamath package). All are under the SIL Open Font
License 1.1, which asks that a changed font carries another name wherever the old one is reserved:
every subset is renamed, and so no font of the system can take its place.
"""

import argparse
import importlib.util
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "resources" / "fonts"
SHARE = Path("/usr/share/fonts")

LATIN = "0020-007E 00A0-017F 0192 0218-021B 02C6-02DD 0300-036F"
GREEK = "0370-03FF"
SCRIPTS = "02B0-02B8 02E0-02E4 1D2C-1D6A 2070-209F 2C7C"
SYMBOLS = (
    "2010-2027 202F-205E 20AC 2100-214F 2150-218B 2190-21FF 2200-22FF "
    "2308-230B 239B-23B3 23CE 23E9-23FA"
)
SHAPES = (
    "2500-257F 2580-25FF 2600-2606 2610-2612 2660-2667 2713-2718 27E6-27EF 27F5-27FF 2A00-2A06 2A2F"
)
MATH_LETTERS = "1D400-1D7FF"

# Signs that STIX Two Math lacks, made from its own: which, at what size, and how far up (of the
# height of a capital).
SMALL = 0.6
RAISED = dict(zip("ᵀⁱⁿᵗ", "Tint", strict=True))
LOWERED = dict(zip("ₐᵢⱼₖₗₘₙₜᵤᵥ", "aijklmntuv", strict=True))
MADE = (
    *((sign, letter, SMALL, 0.45) for sign, letter in RAISED.items()),
    *((sign, letter, SMALL, -0.25) for sign, letter in LOWERED.items()),
    ("✕", "×", 1.1, 0.0),
)


@dataclass(frozen=True)
class Face:
    """One font file to make: from which source, of which family and which characters."""

    key: str
    source: Path
    family: str
    style: str
    file: str
    ranges: str
    number: int = -1


def ziamath_font() -> Path:
    """Return STIX Two Math as it lies in the ziamath package."""
    found = importlib.util.find_spec("ziamath")
    if found is None or found.origin is None:
        raise SystemExit("install ziamath first: its package brings STIX Two Math")
    return Path(found.origin).parent / "fonts" / "STIXTwoMath-Regular.ttf"


def faces() -> tuple[Face, ...]:
    """Return every font that is shipped."""
    inter, mono, noto = (
        SHARE / "opentype/inter",
        SHARE / "truetype/jetbrains-mono",
        SHARE / "opentype/noto",
    )
    text = f"{LATIN} {GREEK} {SCRIPTS} {SYMBOLS} {SHAPES}"
    return (
        *(
            Face(
                "sans",
                inter / f"Inter-{style}.otf",
                "NNViz Sans",
                style,
                f"NNVizSans-{style}.otf",
                text,
            )
            for style in ("Regular", "SemiBold", "Bold")
        ),
        *(
            Face(
                "mono",
                mono / f"JetBrainsMono-{style}.ttf",
                "NNViz Mono",
                style,
                f"NNVizMono-{style}.ttf",
                text,
            )
            for style in ("Regular", "Bold")
        ),
        Face(
            "math",
            ziamath_font(),
            "NNViz Math",
            "Regular",
            "NNVizMath-Regular.ttf",
            f"{text} {MATH_LETTERS}",
        ),
        *(
            Face(
                "sc",
                noto / f"NotoSansCJK-{style}.ttc",
                "NNViz Sans SC",
                style,
                f"NNVizSansSC-{style}.otf",
                "",
                2,
            )
            for style in ("Regular", "Bold")
        ),
    )


def expand(ranges: str) -> Iterator[int]:
    """Yield the code points of ``"0020-007E 00A0"``."""
    for part in ranges.split():
        first, _, last = part.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def simplified_chinese() -> set[int]:
    """Return the 3 755 hanzi of GB 2312 level 1, its punctuation, ASCII and what our texts add."""
    rows = [*range(1, 4), *range(16, 56)]
    encoded = (bytes((row + 0xA0, cell + 0xA0)) for row in rows for cell in range(1, 95))
    points = {ord(char) for code in encoded for char in code.decode("gb2312", "ignore")}
    return points | set(range(0x20, 0x7F)) | our_hanzi()


def our_hanzi() -> set[int]:
    """Return the CJK characters of everything under resources/ and nnviz/ that people read."""
    files = [
        path
        for folder, suffixes in (("resources", {".po", ".md", ".json", ".txt"}), ("nnviz", {".py"}))
        for path in (ROOT / folder).rglob("*")
        if path.suffix in suffixes
    ]
    return {ord(char) for path in files for char in path.read_text("utf-8") if ord(char) >= 0x2E80}


def add_made_signs(font: TTFont) -> None:
    """Add the signs that the font has not, as scaled references to those it has."""
    height = font["OS/2"].sCapHeight
    for sign, letter, size, up in MADE:
        if ord(sign) not in font.getBestCmap():
            add_sign(font, sign, letter, size, round(height * up))


def add_sign(font: TTFont, sign: str, letter: str, size: float, up: int) -> None:
    """Add one scaled, shifted copy of ``letter`` under the code point of ``sign``."""
    source, name = font.getBestCmap()[ord(letter)], f"uni{ord(sign):04X}"
    pen = TTGlyphPen(font.getGlyphSet())
    pen.addComponent(source, (size, 0, 0, size, 0, up))
    font["glyf"][name] = pen.glyph()
    advance, bearing = font["hmtx"][source]
    font["hmtx"][name] = (round(advance * size), round(bearing * size))
    for table in font["cmap"].tables:
        if table.isUnicode() and table.format != 14:
            table.cmap[ord(sign)] = name


def rename(font: TTFont, face: Face) -> None:
    """Give the font its own names; copyright and licence stay as they are."""
    postscript = face.file.rsplit(".", 1)[0]
    plain = face.style in {"Regular", "Bold"}
    names = {
        1: face.family if plain else f"{face.family} {face.style}",
        2: face.style if plain else "Regular",
        3: f"nnviz:{postscript}",
        4: f"{face.family} {face.style}",
        6: postscript,
        16: face.family,
        17: face.style,
    }
    table = font["name"]
    kept = [record for record in table.names if record.nameID in {0, 5, 7, 8, 9, 11, 13, 14}]
    table.names = [record for record in kept if record.platformID == 3 and record.langID == 0x409]
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)
    if "CFF " in font:
        rename_cff(font, face, postscript)


def rename_cff(font: TTFont, face: Face, postscript: str) -> None:
    """Rename the font inside its CFF table too: some readers look only there."""
    cff = font["CFF "].cff
    cff.fontNames = [postscript]
    top = cff.topDictIndex[0]
    top.FullName = f"{face.family} {face.style}"
    top.FamilyName = face.family


def options() -> subset.Options:
    """Return how to subset: kerning and figure forms stay, hints and rare tables go."""
    chosen = subset.Options()
    chosen.layout_features = [
        "kern",
        "mark",
        "mkmk",
        "ccmp",
        "locl",
        "tnum",
        "zero",
        "case",
        "sups",
        "subs",
    ]
    chosen.name_IDs = ["*"]
    chosen.notdef_outline = True
    chosen.hinting = False
    chosen.desubroutinize = False
    chosen.drop_tables += ["MATH", "DSIG", "vhea", "vmtx", "VORG", "BASE"]
    chosen.glyph_names = False
    return chosen


def make(face: Face, points: Iterable[int]) -> int:
    """Write one subset; return its size in bytes."""
    font = TTFont(face.source, fontNumber=face.number, lazy=True)
    if face.key == "math":
        add_made_signs(font)
    tool = subset.Subsetter(options())
    tool.populate(unicodes=points)
    tool.subset(font)
    rename(font, face)
    # A fixed date keeps the file the same from run to run.
    font.recalcTimestamp = False
    path = TARGET / face.file
    font.save(path)
    return path.stat().st_size


def main() -> None:
    """Make all fonts, or those of one family key."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=["sans", "mono", "math", "sc"])
    only = parser.parse_args().only
    TARGET.mkdir(parents=True, exist_ok=True)
    for face in faces():
        if only in {None, face.key}:
            points = simplified_chinese() if face.key == "sc" else set(expand(face.ranges))
            print(f"{face.file}: {make(face, points) / 1024:.0f} KiB")


if __name__ == "__main__":
    main()
