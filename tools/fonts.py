"""Makes the fonts that pages load from those that their makers publish: `python -m tools.fonts FOLDER`.

FOLDER holds the woff2 files of npm's packages as vendor.json names them. Then, or alone with `python -m tools.fonts`,
it makes those of documents in PDF from those of pages: typst reads neither woff2 nor fonts whose weight varies. Needs
fonttools and brotli, which are no part of the project (`pip install fonttools==4.68.0 brotli==1.2.1` in an environment
of its own): the results are committed.

What is kept: the letters of Dutch, French, German and English, and of the names that people in Belgium bear (Turkish,
Polish, Czech, Slovak, Hungarian, Romanian, Croatian, Baltic, Spanish, Portuguese, Scandinavian, Maltese); weights from
400 to 700; kerning, ligatures and figures. Any other letter comes from the reader's own fonts.
"""

import sys
import tempfile
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
PDF = Path(__file__).parent.parent / "govapp" / "pdf" / "fonts"
WEIGHTS = {"regular": 400, "semibold": 600}


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


def make_for_pdf(family: str, weight: int, target: Path) -> None:
    """Write one weight of a family of pages, with all its letters in one file, as TrueType to `target`."""
    from fontTools.merge import Merger
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    with tempfile.TemporaryDirectory() as folder:
        parts = [Path(folder) / f"{part}.ttf" for part in ("latin", "names")]
        for part in parts:
            font = TTFont(OUT / f"{family}-{part.stem}.woff2", recalcTimestamp=False)
            font = instantiateVariableFont(font, {"wght": weight})
            font.flavor = None
            font.save(part)
        merged = Merger().merge([str(part) for part in parts])
    # The moments of the font it comes from, not of today: the same sources give the same file.
    merged.recalcTimestamp = False
    for moment in ("created", "modified"):
        setattr(merged["head"], moment, getattr(font["head"], moment))
    merged["OS/2"].usWeightClass = weight
    merged.save(target)


if __name__ == "__main__":
    for name, (published, letters) in FILES.items() if sys.argv[1:] else ():
        make(Path(sys.argv[1]) / published, OUT / name, letters)
        print(name, (OUT / name).stat().st_size)
    for family in ("source-sans", "source-serif"):
        for name, weight in WEIGHTS.items():
            make_for_pdf(family, weight, PDF / f"{family}-{name}.ttf")
            print(family, name, (PDF / f"{family}-{name}.ttf").stat().st_size)
