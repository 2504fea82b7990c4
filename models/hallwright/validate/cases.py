"""Read case files, run each case through its adapter, compare with the tolerance that the case states."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml

from hallwright.errors import HallwrightError, ImportRefused
from hallwright.fileformat.io import read_bytes
from hallwright.validate import collectives, cooling, fabric, power, room_air

MOST_BYTES = 4 * 1024 * 1024
MOST_DEPTH = 20
CASES_SCHEMA = "validation-cases/1"
ROOM_SCHEMA = "thermal-case/1"  # one room a file, for a solver of the air in three dimensions
SCHEMA = "hallwright-validate/1"

Adapter = Callable[[Mapping[str, Any]], Mapping[str, float] | None]
ADAPTERS: Mapping[str, Adapter] = {**collectives.ADAPTERS, **cooling.ADAPTERS, **fabric.ADAPTERS, **power.ADAPTERS}

State = Literal["passed", "failed", "unsupported"]


@dataclass(frozen=True)
class Output:
    """One expected value and what the engine gave; `got` is None where it gives none."""

    expected: float
    got: float | None
    tolerance: float

    @property
    def within(self) -> bool:
        """Whether it was given and lies within the tolerance."""
        slack = 1e-12 * max(abs(self.expected), 1.0)  # the sum of the last bits of a decimal tolerance
        return self.got is not None and abs(self.got - self.expected) <= self.tolerance + slack


@dataclass(frozen=True)
class Outcome:
    """What came of one case."""

    id: str
    kind: str
    outputs: Mapping[str, Output] = field(default_factory=dict)
    reason: str = ""
    figures: Mapping[str, float] = field(default_factory=dict)  # of the whole case, beside its outputs

    @property
    def state(self) -> State:
        """Failed where one value is off; passed where all are there and right; else unsupported."""
        if any(o.got is not None and not o.within for o in self.outputs.values()):
            return "failed"
        return "passed" if self.outputs and all(o.within for o in self.outputs.values()) else "unsupported"


@dataclass(frozen=True)
class Answer:
    """What came of all cases."""

    outcomes: tuple[Outcome, ...]

    def count(self, state: State) -> int:
        """Number of cases in that state."""
        return sum(o.state == state for o in self.outcomes)

    @property
    def exit_code(self) -> int:
        """0 all passed, 1 one failed, 2 only unsupported ones left."""
        if self.count("failed"):
            return 1
        return 2 if self.count("unsupported") or not self.outcomes else 0

    def plain(self) -> dict[str, Any]:
        """Plain values for other programs."""
        return {
            "schema": SCHEMA,
            "cases": len(self.outcomes),
            "passed": self.count("passed"),
            "failed": self.count("failed"),
            "unsupported": self.count("unsupported"),
            "results": [
                {
                    "id": o.id,
                    "kind": o.kind,
                    "outcome": o.state,
                    "outputs": {
                        name: {"expected": v.expected, "got": v.got, "tolerance": v.tolerance, "within": v.within}
                        for name, v in o.outputs.items()
                    },
                    **o.figures,
                }
                for o in self.outcomes
            ],
        }

    def lines(self) -> Iterable[str]:
        """Lines for a person."""
        for o in self.outcomes:
            if o.state == "unsupported":
                yield f"unsupported  {o.id}" + (f"  ({o.reason})" if o.reason else "")
                continue
            yield f"{o.state:<12} {o.id}"
            if o.figures:
                yield "             " + ", ".join(f"{name} {value:.4g}" for name, value in o.figures.items())
            for name, v in o.outputs.items():
                if o.figures and v.within:
                    continue  # a room has hundreds
                sign = "within" if v.within else "NOT within"
                got = "nothing" if v.got is None else f"{v.got:g}"
                yield f"             {name}: expected {v.expected:g}, got {got}, {sign} ± {v.tolerance:g}"
        yield (
            f"{len(self.outcomes)} cases: {self.count('passed')} passed, {self.count('failed')} failed, "
            f"{self.count('unsupported')} unsupported."
        )


def run_files(paths: Iterable[Path]) -> Answer:
    """Run every case of the files.

    Raises
    ------
    ProjectFileError, ImportRefused
        A file cannot be read, or is not a file of cases.
    """
    return Answer(tuple(outcome for path in paths for outcome in _run_file(path)))


def _run_file(path: Path) -> list[Outcome]:
    plain = read_yaml(path)
    schema = plain.get("schema")
    if schema == ROOM_SCHEMA:
        compared, figures = room_air.compare(plain, path.name)
        outputs = {name: Output(*values) for name, values in compared.items()}
        return [Outcome(str(plain.get("id", path.stem))[:200], "room_air", outputs, figures=figures)]
    if schema != CASES_SCHEMA:
        raise ImportRefused(f"the schema {str(schema)[:60]!r} is none that Hallwright knows.", place=path.name)
    cases = plain.get("cases")
    if not isinstance(cases, list):
        raise ImportRefused("there is no list of cases.", place=path.name)
    return [_run_case(case, f"{path.name}, case {n}") for n, case in enumerate(cases, 1)]


def _run_case(case: Any, place: str) -> Outcome:
    if not isinstance(case, dict) or not isinstance(case.get("id"), str) or not isinstance(case.get("kind"), str):
        raise ImportRefused("a case needs id and kind.", place=place)
    inputs, expected = case.get("inputs"), case.get("expected")
    if not isinstance(inputs, dict) or not isinstance(expected, dict):
        raise ImportRefused("a case needs inputs and expected values.", place=f"{place} ({case['id'][:80]})")
    wanted = {str(name): _wanted(value, f"{place} ({case['id'][:80]}), {name}") for name, value in expected.items()}
    got: Mapping[str, float] | None = None
    reason = "no engine takes this kind"
    if case["kind"] in ADAPTERS:
        reason = "no engine takes these inputs"
        try:
            got = ADAPTERS[case["kind"]](inputs)
        except (HallwrightError, KeyError, TypeError, ValueError, ArithmeticError) as error:
            reason = f"{reason}: {error}"[:200]
    outputs = {}
    for name, (value, tolerance) in wanted.items():
        if value is None:
            return Outcome(case["id"], case["kind"], reason=f"{name} is not a number")
        outputs[name] = Output(value, None if got is None else got.get(name), tolerance)
    missing = [name for name, o in outputs.items() if o.got is None]
    return Outcome(case["id"], case["kind"], outputs, reason if got is None else f"not given: {', '.join(missing)}")


def _wanted(value: Any, place: str) -> tuple[float | None, float]:
    """The expected value, None where it is no number, and how far off it may be."""
    if not isinstance(value, dict) or "value" not in value:
        raise ImportRefused("an expected value needs value and a tolerance.", place=place)
    number = value["value"]
    relative, absolute = value.get("tol_rel", 0.0), value.get("tol_abs", 0.0)
    if not all(isinstance(t, int | float) and 0.0 <= t < float("inf") for t in (relative, absolute)):
        raise ImportRefused("a tolerance must be a number, 0 or more.", place=place)
    if not isinstance(number, int | float) or number != number or abs(number) == float("inf"):
        return None, 0.0
    return float(number), max(float(absolute), float(relative) * abs(number))


def read_yaml(path: Path) -> dict[str, Any]:
    """Plain values of a YAML file without aliases, tags of objects or deep nesting; else ImportRefused."""
    try:
        text = read_bytes(path, MOST_BYTES).decode("utf-8")
    except UnicodeDecodeError:
        raise ImportRefused("the text is not valid UTF-8.", place=path.name) from None
    loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    depth = 0
    try:
        for event in yaml.parse(text, Loader=loader):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise ImportRefused("aliases and anchors are not allowed.", place=path.name)
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MOST_DEPTH:
                raise ImportRefused("it is nested too deeply.", place=path.name)
        plain = yaml.load(text, Loader=loader)  # either is a safe loader
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path.name}, line {mark.line + 1}" if mark is not None else path.name
        raise ImportRefused("the text is not valid YAML.", place=where) from None
    if not isinstance(plain, dict):
        raise ImportRefused("this is not a file of cases.", place=path.name)
    return plain
