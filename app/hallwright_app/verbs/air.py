"""The verb air: the field of the room's air, with units out where some are named, and its picture."""

import argparse
from pathlib import Path

from hallwright.errors import ExportError
from hallwright_app.verbs.base import AddVerb, as_json, print_json, start_qt


def add(verb: AddVerb) -> None:
    """Add the verb."""
    air = verb("air", _air, "Solve the air of every room in three dimensions: inlets, units, indices, findings.")
    air.add_argument("file", metavar="FILE")
    air.add_argument(
        "--fail", nargs="+", default=[], metavar="UNIT", help="take these out first, by name or identifier"
    )
    air.add_argument("-o", "--out", metavar="OUT", help="draw a slice: a file ending in .png, .svg or .pdf")
    air.add_argument("--height", type=float, default=None, metavar="M", help="height of the slice (1.5 m)")
    as_json(air)


def _air(given: argparse.Namespace) -> int:
    from hallwright.export.air_json import air_plain, exit_code, lines, solved
    from hallwright.fileformat.io import load

    if given.out is not None and Path(given.out).suffix.lower() not in (".png", ".svg", ".pdf"):
        raise ExportError("A picture ends in .png, .svg or .pdf.", place=Path(given.out).name)
    report = solved(load(given.file).project, given.fail)
    answer = air_plain(report, given.file, given.fail)
    if given.out is not None:
        start_qt()
        from hallwright_app.air.pictures import HEIGHT_M, draw_slice

        draw_slice(report, Path(given.out), HEIGHT_M if given.height is None else given.height)
    if given.json:
        print_json(answer)
    else:
        for line in lines(answer):
            print(line)
    return exit_code(answer)
