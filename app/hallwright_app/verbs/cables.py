"""The verbs cables and bom: point-to-point schedule and bill of materials as tables."""

import argparse
from pathlib import Path

from hallwright_app.verbs.base import AddVerb


def add(verb: AddVerb) -> None:
    """Add them."""
    cables = verb("cables", _cables, "Write the point-to-point schedule of every fabric cable.")
    bom = verb("bom", _bom, "Write the bill of materials: equipment, cables, transceivers, spares.")
    for one in (cables, bom):
        one.add_argument("file", metavar="FILE")
        one.add_argument("-o", "--out", required=True, metavar="OUT", help="a file ending in .csv or .xlsx")


def _cables(given: argparse.Namespace) -> int:
    from hallwright.export.schedule import schedule, summary
    from hallwright.export.sheets import checked_ending, write_sheet
    from hallwright.fileformat.io import load

    checked_ending(Path(given.out))
    sheet = schedule(load(given.file).project)
    write_sheet(sheet, Path(given.out))
    print(summary(sheet))
    return 0


def _bom(given: argparse.Namespace) -> int:
    from hallwright.export.bom import bill, summary
    from hallwright.export.sheets import checked_ending, write_sheet
    from hallwright.fileformat.io import load

    checked_ending(Path(given.out))
    sheet = bill(load(given.file).project)
    write_sheet(sheet, Path(given.out))
    print(summary(sheet))
    return 0
