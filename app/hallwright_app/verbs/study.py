"""The verb study: load flow, voltage drop and short circuit of a design."""

import argparse

from hallwright_app.verbs.base import AddVerb, as_json, many, print_json


def add(verb: AddVerb) -> None:
    """Add the verb."""
    study = verb("study", _study, "Study load flow, voltage drop and short circuit (needs the extra study).")
    study.add_argument("file", metavar="FILE")
    as_json(study)


def _study(given: argparse.Namespace) -> int:
    from hallwright.engines.study.study import study
    from hallwright.engines.study.verdicts import verdicts
    from hallwright.export.study_json import exit_code, study_plain
    from hallwright.fileformat.io import load
    from hallwright.units import quantity_text

    project = load(given.file).project
    found = study(project)
    code = exit_code(found)
    if given.json:
        print_json(study_plain(found, given.file))
        return code
    words = {True: "ok", False: "over", None: "not eval"}
    counts = dict.fromkeys(words.values(), 0)
    for v in verdicts(found):
        counts[words[v.holds]] += 1
        value = "unknown" if v.value is None else quantity_text(v.value, v.unit)
        limit = f"limit {quantity_text(v.limit, v.unit)}" if v.limit is not None else v.missing
        print(f"{words[v.holds]:<8} {v.what:<19} {project.name_of(v.subject)}: {value}, {limit}")
    for line in found.not_studied:
        print(f"left out {line}")
    print("Assumed:")
    for line in found.assumptions:
        print(f"  {line}")
    print(
        f"Sources and converters give {quantity_text(found.source_kw, 'kW')}, "
        f"{quantity_text(found.cable_loss_kw, 'kW')} of it lost in cables; the live solver, without cables: "
        f"{quantity_text(found.live_kw, 'kW')}. {many(counts['over'], 'limit')} broken, "
        f"{counts['not eval']} not evaluated, {counts['ok']} hold."
    )
    return code
