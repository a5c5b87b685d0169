"""Makes the fonts that pages load from those that their makers publish: `python -m tools.fonts FOLDER`.

FOLDER holds the woff2 files of npm's packages as vendor.json names them. Needs fonttools and brotli, which are no part
of the project (`pip install fonttools==4.68.0 brotli==1.2.1` in an environment of its own): the results are committed.

What is kept: the letters of Dutch, French, German and English, and of the names that people in Belgium bear (Turkish,
Polish, Czech, Slovak, Hungarian, Romanian, Croatian, Baltic, Spanish, Portuguese, Scandinavian, Maltese); weights from
400 to 700; kerning, ligatures and figures. Any other letter comes from the reader's own fonts.
"""

import sys
from io import BytesIO
from pathlib import Path

OUT = Path(__file__).parent.parent / "govapp" / "static" / "fonts"
FEATURES = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "lnum", "tnum"]
LATIN = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x100),
    *(0x131, 0x152, 0x153, 0x2009, 0x2010, 0x2011, 0x2013, 0x2014, 0x2018, 0x2019, 0x201A, 0x201C, 0x201D, 0x201E),
    *(0x2022, 0x2026, 0x202F, 0x2032, 0x2033, 0x2039, 0x203A, 0x20AC, 0x2192, 0x2212),
]
NAMES = [
    ord(letter)
    for letter in "ĀāĂăĄąĆćĈĉĊċČčĎďĐđĒēĖėĘęĚěĞğĠġĢģĦħĪīĮįİĶķĹĺĻļĽľŁłŃńŅņŇňŌōŐőŔŕŘřŚśŜŝŞşŠšŢţŤťŪūŮůŰűŲųŴŵŶŷŹźŻżŽžȘșȚțẞ"
]
FILES = {
    "source-sans-latin.woff2": ("source-sans-3-latin-wght-normal.woff2", LATIN),
    "source-sans-names.woff2": ("source-sans-3-latin-ext-wght-normal.woff2", NAMES),
    "source-serif-latin.woff2": ("source-serif-4-latin-wght-normal.woff2", LATIN),
    "source-serif-names.woff2": ("source-serif-4-latin-ext-wght-normal.woff2", NAMES),
}
"""The file of ours, the published one, and the code points that it keeps."""


def make(source: Path, target: Path, code_points: list[int]) -> None:
    """Write the font of `source` with fewer letters and weights to `target`."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    narrowed = BytesIO()
    instantiateVariableFont(TTFont(source, recalcTimestamp=False), {"wght": (400, 700)}).save(narrowed)
    font = TTFont(narrowed, recalcTimestamp=False)
    options = Options(layout_features=FEATURES, flavor="woff2", hinting=False, name_IDs=["*"], notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=code_points)
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(target, reorderTables=True)


if __name__ == "__main__":
    for name, (published, letters) in FILES.items():
        make(Path(sys.argv[1]) / published, OUT / name, letters)
        print(name, (OUT / name).stat().st_size)
