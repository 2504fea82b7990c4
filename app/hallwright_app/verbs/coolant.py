"""The verb coolant: the loops of a design, with units out where some are named."""

import argparse

from hallwright_app.verbs.base import AddVerb, as_json, many, print_json


def add(verb: AddVerb) -> None:
    """Add the verb."""
    coolant = verb("coolant", _coolant, "Solve the coolant loops: pressures, flows, temperatures, and every unit out.")
    coolant.add_argument("file", metavar="FILE")
    coolant.add_argument(
        "--fail",
        nargs="+",
        default=[],
        metavar="UNIT",
        help="take these out first: a CDU, a plant; UNIT:pump = a pump of it, UNIT:loop = the whole loop it drives",
    )
    as_json(coolant)


def _coolant(given: argparse.Namespace) -> int:
    from hallwright.evaluate import evaluate
    from hallwright.export.coolant_json import coolant_plain, exit_code, without
    from hallwright.fileformat.io import load

    project = without(load(given.file).project, given.fail)
    report = evaluate(project)
    answer = coolant_plain(report, given.file, given.fail)
    if given.json:
        print_json(answer)
    else:
        _print(answer)
    return exit_code(answer)


def _print(answer: dict[str, object]) -> None:
    from hallwright.export.coolant_json import lines

    for line in lines(answer):
        print(line)
    loops = answer["loops"]
    assert isinstance(loops, list)
    print(f"{many(len(loops), 'loop')}. Design {str(answer['hash'])[:12]}.")
