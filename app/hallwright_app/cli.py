"""The command line. It imports Qt only inside the verbs that draw.

Exit codes: 0 = no unwaived error and nothing unevaluated; 1 = an unwaived error; 2 = no error, but something not
evaluated; 3 = refused, with one sentence on the error stream.
"""

import argparse
import json
import logging
import os
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from hallwright import __version__
from hallwright.errors import MAX_MESSAGE, ExportError, HallwrightError
from hallwright_app.diagrams import DRAWN
from hallwright_app.verbs import MORE_VERBS
from hallwright_app.verbs.base import BadArguments, as_json, many, print_json, start_qt, whole

REFUSED = 3
INFO_SCHEMA = "hallwright-info/1"


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise BadArguments(f"{message}.", hint=f"See {self.prog} --help.")


def main(arguments: Sequence[str]) -> int:
    """Run one verb and return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a file name may hold anything
    debug = bool(os.environ.get("HALLWRIGHT_DEBUG"))
    logging.basicConfig(level=logging.DEBUG if debug else logging.CRITICAL + 1)
    try:
        given = _parser().parse_args(arguments)
        run: Callable[[argparse.Namespace], int] = given.run
        code = run(given)
        sys.stdout.flush()
        return code
    except HallwrightError as error:
        return _refuse(error.text)
    except BrokenPipeError:  # the reader of our output has what it wanted
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return _refuse("Stopped.")
    except MemoryError:
        return _refuse("There is not enough memory for this.")
    except Exception as error:  # the crash handler of the command line: our own mistake, never the user's
        if debug:
            traceback.print_exc()
        return _refuse(f"Hallwright itself failed ({type(error).__name__}). Set HALLWRIGHT_DEBUG=1 to see where.")


def _refuse(reason: str) -> int:
    line = " ".join(reason.split())[:MAX_MESSAGE]
    sys.stderr.write(f"hallwright: {''.join(c if c.isprintable() else '�' for c in line)}\n")
    return REFUSED


def _parser() -> _Parser:
    parser = _Parser(prog="hallwright", description="Design AI data halls that fit their power, cooling and fabric.")
    parser.add_argument("--version", action="version", version=f"hallwright {__version__}")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)

    def verb(name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        found = verbs.add_parser(name, help=text, description=text, allow_abbrev=False)
        found.set_defaults(run=run)
        return found

    check = verb("check", _check, "Check designs against every rule.")
    check.add_argument("file", nargs="+", metavar="FILE")
    as_json(check)
    check.add_argument("--quick", action="store_true", help="leave out the field of the air, which takes seconds")

    info = verb("info", _info, "Open a design and count what is in it.")
    info.add_argument("file", metavar="FILE")
    as_json(info)

    report = verb("report", _report, "Write the design report.")
    report.add_argument("file", metavar="FILE")
    report.add_argument("-o", "--out", required=True, metavar="OUT", help="a file ending in .pdf, .html or .json")
    report.add_argument("--study", action="store_true", help="with the electrical study (needs the extra study)")

    render = verb("render", _render, "Draw a view as a picture.")
    render.add_argument("file", metavar="FILE")
    render.add_argument("-o", "--out", required=True, metavar="OUT", help="a file ending in .png, .svg or .pdf")
    render.add_argument("--view", choices=("plan", "elevation", *DRAWN), default="plan")
    render.add_argument("--theme", choices=("light", "dark"), default="light")

    get = verb("get", _get, "Print one value of a design.")
    get.add_argument("file", metavar="FILE")
    get.add_argument("path", metavar="PATH", help="project.FIELD, settings.FIELD, equipment.ID.FIELD or links.ID.FIELD")

    put = verb("set", _set, "Change values of a design and save it.")
    put.add_argument("file", metavar="FILE")
    put.add_argument("values", nargs="+", metavar="PATH=VALUE", help="the value as JSON, or a plain text")
    put.add_argument("--trace", action="store_true", help="print READY before the write and SAVED VALUE after it")

    new = verb("new", _new, "Write a new design.")
    new.add_argument("--template", metavar="NAME", help="start from a template; synthetic makes a full hall")
    new.add_argument("--gpus", type=whole(1, 200_000), metavar="N", help="size of a synthetic hall")
    new.add_argument("--seed", type=whole(0, 2**31), metavar="S", help="seed of a synthetic hall")
    new.add_argument("-o", "--out", required=True, metavar="FILE")
    new.add_argument("--force", action="store_true", help="replace a file that is there")

    rules = verb("rules", _rules, "List every rule.")
    as_json(rules)

    catalogue = verb("catalogue", _catalogue, "List products, or show one with its sources.")
    catalogue.add_argument("what", choices=("list", "show"))
    catalogue.add_argument("id", nargs="?", metavar="ID")
    as_json(catalogue)

    verb("schema", _schema, "Print the JSON Schema of the project file.")

    validate = verb("validate", _validate, "Run published reference cases through the engines.")
    validate.add_argument("cases", nargs="+", metavar="CASES.yaml")
    as_json(validate)
    for module in MORE_VERBS:
        import_module(f"hallwright_app.verbs.{module}").add(verb)
    return parser


VERBS = (
    *("check", "info", "report", "render", "get", "set", "new", "rules", "catalogue", "schema", "validate"),
    *(name for names in MORE_VERBS.values() for name in names),
)


# ---- verbs ---------------------------------------------------------------------------------------------------------


def _check(given: argparse.Namespace) -> int:
    """Slow engines run to their end, unless the check is to be quick: then what they would say is not evaluated."""
    from hallwright.evaluate import completed, evaluate
    from hallwright.export.check_json import SCHEMA, check_plain
    from hallwright.fileformat.io import load

    answers: list[dict[str, Any]] = []
    codes = []
    several = len(given.file) > 1
    for file in given.file:
        try:
            report = evaluate(load(file).project)
            if not given.quick:
                report = completed(report)
        except HallwrightError as error:
            codes.append(_refuse(error.text))
            answers.append({"schema": SCHEMA, "file": file, "refused": error.text})
            continue
        codes.append(report.exit_code)
        answers.append(check_plain(report, file))
        if not given.json:
            _print_check(answers[-1], several)
    if given.json and (several or codes != [REFUSED]):
        print_json(answers if several else answers[0])
    return next((code for code in (REFUSED, 1, 2) if code in codes), 0)


def _print_check(answer: dict[str, Any], several: bool) -> None:
    if several:
        print(f"== {answer['file']}")
    for found in answer["findings"]:
        word = "waived" if found["waived"] else found["severity"]
        print(f"{word:<8} {found['code']}  {found['message']}")
    for gap in answer["not_evaluated"]:
        print(f"{'not eval':<8} {gap['code']}  {gap['reason']}")
    counts = answer["counts"]
    print(
        f"{many(counts['error'], 'error')}, {many(counts['warning'], 'warning')}, {many(counts['hint'], 'hint')}; "
        f"{counts['waived']} waived, {counts['not_evaluated']} not evaluated. Design {answer['hash'][:12]}."
    )


def _info(given: argparse.Namespace) -> int:
    from hallwright.fileformat.io import load
    from hallwright.fileformat.text import fingerprint

    opened = load(given.file)
    project = opened.project
    links = project.links.values()
    answer = {
        "schema": INFO_SCHEMA,
        "file": given.file,
        "hash": fingerprint(project),
        "version": opened.version,
        "name": project.name,
        "author": project.author,
        "revision": project.revision,
        "equipment": len(project.equipment),
        "links": len(project.links),
        "cables": sum(link.count for link in links),
        "products": len(project.products),
        "waivers": len(project.waivers),
        "kinds": dict(sorted(Counter(item.kind for item in project.equipment.values()).items())),
        "media": dict(sorted(Counter(link.medium.value for link in links).items())),
        "notes": list(opened.notes),
    }
    if given.json:
        print_json(answer)
        return 0
    print(f"{project.name} (version {opened.version} of the file, design {str(answer['hash'])[:12]})")
    for kind, count in answer["kinds"].items():
        print(f"{count:>8}  {kind}")
    print(f"{len(project.links):>8}  links with {answer['cables']} cables or pipes")
    print(f"{len(project.products):>8}  products")
    print(f"{len(project.waivers):>8}  waivers")
    for note in opened.notes:
        print(note)
    return 0


def _report(given: argparse.Namespace) -> int:
    out = Path(given.out)
    if out.suffix.lower() not in (".pdf", ".html", ".json"):
        raise ExportError("A report ends in .pdf, .html or .json.", place=out.name)
    from hallwright.evaluate import completed, evaluate
    from hallwright.fileformat.io import load

    report = completed(evaluate(load(given.file).project))
    study = None
    if given.study:
        from hallwright.engines.study.study import study as run_study

        study = run_study(report.project, report.results.power)
    start_qt()
    from hallwright_app.printing.report import write_report

    write_report(report, out, study=study)
    return 0


def _render(given: argparse.Namespace) -> int:
    out = Path(given.out)
    if out.suffix.lower() not in (".png", ".svg", ".pdf"):
        raise ExportError("A picture ends in .png, .svg or .pdf.", place=out.name)
    from hallwright.evaluate import evaluate
    from hallwright.fileformat.io import load

    report = evaluate(load(given.file).project)
    start_qt()
    from hallwright_app.printing.report import render_view

    render_view(report, out, given.view, dark=given.theme == "dark")
    return 0


def _get(given: argparse.Namespace) -> int:
    from hallwright.fileformat.io import load
    from hallwright.fileformat.paths import value_at, value_text

    print(value_text(value_at(load(given.file).project, given.path)))
    return 0


def _set(given: argparse.Namespace) -> int:
    from hallwright.fileformat.io import load, save
    from hallwright.fileformat.paths import FORMS, value_at, value_text, with_value

    opened = load(given.file)
    project = opened.project
    paths = []
    for word in given.values:
        path, sign, text = word.partition("=")
        if not sign:
            raise BadArguments(f"{word[:80]!r} is not PATH=VALUE, with PATH being {FORMS}.")
        project = with_value(project, path, text)
        paths.append(path)

    def ready() -> None:
        if given.trace:
            print("READY", flush=True)

    save(project, given.file, opened.sha256, before_write=ready)
    if given.trace:
        for path in paths:
            print("SAVED", value_text(value_at(project, path)), flush=True)
    return 0


def _new(given: argparse.Namespace) -> int:
    from hallwright.fileformat.io import ABSENT, save
    from hallwright.project import Project

    out = Path(given.out)
    if not given.force and out.exists() and (not out.is_file() or out.stat().st_size):
        raise BadArguments(f"There is something at {out.name[:80]} already.", hint="Add --force to replace it.")
    if given.template != "synthetic" and (given.gpus is not None or given.seed is not None):
        raise BadArguments("--gpus and --seed belong to --template synthetic.")
    if given.template is None:
        project = Project()
    else:
        from hallwright.templates import TEMPLATES

        if given.template not in TEMPLATES:
            raise BadArguments(
                f"There is no template {given.template[:60]!r}; there are {', '.join(sorted(TEMPLATES))}."
            )
        if given.template == "synthetic":
            if given.gpus is None:
                raise BadArguments("A synthetic hall needs its size: --gpus N.")
            project = TEMPLATES["synthetic"](gpus=given.gpus, seed=given.seed or 0)
        else:
            project = TEMPLATES[given.template]()
    save(project, out, None if given.force or out.exists() else ABSENT)
    return 0


def _rules(given: argparse.Namespace) -> int:
    from hallwright.evaluate import severity_name
    from hallwright.rules import rules
    from hallwright.rules.base import DOMAINS

    found = [
        {
            "code": rule.code,
            "title": rule.title,
            "severity": severity_name(rule.severity),
            "domain": DOMAINS[rule.code[:3]],
            "source": rule.source,
            "help": " ".join((rule.__doc__ or "").split()),
        }
        for rule in sorted(rules(), key=lambda rule: rule.code)
    ]
    if given.json:
        print_json(found)
    else:
        for row in found:
            print(f"{row['code']}  {row['severity']:<8} {row['title']}")
    return 0


def _catalogue(given: argparse.Namespace) -> int:
    from hallwright.catalogue import catalogue, product

    if given.what == "list":
        if given.id is not None:
            raise BadArguments("catalogue list takes no identifier; catalogue show ID shows one product.")
        products = sorted(catalogue().values(), key=lambda p: (p.kind, p.id))
        if given.json:
            print_json([{"id": p.id, "kind": p.kind, "name": p.name, "vendor": p.vendor} for p in products])
        else:
            for p in products:
                print(f"{p.id:<44} {p.kind:<16} {p.name}")
        return 0
    if given.id is None:
        raise BadArguments("catalogue show needs the identifier of a product; catalogue list prints them.")
    shown = product(given.id).model_dump(mode="json", exclude_none=True)
    if given.json:
        print_json(shown)
        return 0
    print(f"{shown['name']} ({shown['id']}), {shown['kind']}, {shown['vendor']}")
    for key, value in sorted({**shown["fields"], **shown.get("cable", {})}.items()):
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        certain = shown["confidence"].get(key, "")
        print(f"  {key:<32} {text}" + (f"  [{certain}]" if certain else ""))
    for source in shown["sources"]:
        print(f"  source: {source}")
    return 0


def _schema(given: argparse.Namespace) -> int:
    from hallwright.fileformat.schema import json_schema

    print_json(json_schema())
    return 0


def _validate(given: argparse.Namespace) -> int:
    from hallwright.validate.cases import run_files

    answer = run_files([Path(name) for name in given.cases])
    if given.json:
        print_json(answer.plain())
    else:
        for line in answer.lines():
            print(line)
    return answer.exit_code
