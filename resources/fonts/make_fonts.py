"""Make Hallwright Sans from Inter: the same letters, with tabular figures as the plain digits.

Qt writes glyphs that only an OpenType feature reaches into a PDF without saying which character they stand for, so a
report set with the feature *tnum* could not be searched or copied. Here the digits themselves are tabular, and
no sign changes its shape by context.

    python make_fonts.py FOLDER      FOLDER holds Inter-Regular.otf, Inter-Medium.otf, Inter-SemiBold.otf (3.19)

Needs fonttools. Inter is under the SIL Open Font License 1.1, and so is the result (OFL.txt).
"""

import sys
from pathlib import Path

from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
FAMILY = "Hallwright Sans"
WEIGHTS = {"Regular": "Regular", "Medium": "Medium", "SemiBold": "SemiBold"}


def tabular(font: TTFont) -> dict[str, str]:
    """Glyphs that the feature tnum puts in the place of others."""
    table = font["GSUB"].table
    found: dict[str, str] = {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for index in record.Feature.LookupListIndex:
                for subtable in table.LookupList.Lookup[index].SubTable:
                    found.update(getattr(subtable, "ExtSubTable", subtable).mapping)
    return found


def main() -> None:
    """Write the three weights."""
    source = Path(sys.argv[1])
    for weight in WEIGHTS:
        font = TTFont(source / f"Inter-{weight}.otf")
        instead = tabular(font)
        for table in font["cmap"].tables:
            for code in range(ord("0"), ord("9") + 1):
                if code in table.cmap:
                    table.cmap[code] = instead.get(table.cmap[code], table.cmap[code])
        for record in font["GSUB"].table.FeatureList.FeatureRecord:
            if (
                record.FeatureTag == "calt"
            ):  # signs that change shape between capitals or digits are lost in the same way
                record.Feature.LookupListIndex, record.Feature.LookupCount = [], 0
        for record in font["name"].names:
            if record.nameID in (1, 3, 4, 6, 16, 18):
                text = record.toUnicode()
                new = FAMILY.replace(" ", "") if record.nameID == 6 else FAMILY
                record.string = text.replace("Inter", new, 1)
        font["CFF "].cff.fontNames[0] = f"{FAMILY.replace(' ', '')}-{weight}"
        font.save(HERE / f"HallwrightSans-{weight}.otf")


if __name__ == "__main__":
    main()
