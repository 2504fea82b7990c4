"""The verb fabric: kind, counts, oversubscription, bisection, loads, jobs, failures and findings of the fabrics."""

import argparse
from typing import Any

from hallwright_app.verbs.base import AddVerb, as_json, many, print_json


def add(verb: AddVerb) -> None:
    """Add the verb."""
    fabric = verb("fabric", _fabric, "Say what the fabrics are, what loads their links, and what failures leave.")
    fabric.add_argument("file", metavar="FILE")
    as_json(fabric)
    fabric.add_argument(
        "--failures", action="store_true", help="route even traffic with each cable, pair, switch and plane out"
    )


def _fabric(given: argparse.Namespace) -> int:
    from hallwright.evaluate import evaluate
    from hallwright.export.fabric_json import exit_code, fabric_plain
    from hallwright.fileformat.io import load

    report = evaluate(load(given.file).project)
    answer = fabric_plain(report, given.file, failures=given.failures)
    if given.json:
        print_json(answer)
        return exit_code(answer)
    name_of = report.project.name_of
    for fabric in answer["fabrics"]:
        _print_fabric(fabric, name_of, answer["traffic"])
    for job in answer["jobs"]:
        print(
            f"job {job['name']}: {many(job['systems'], 'system')}, {many(job['gpus'], 'GPU')}; a step takes "
            f"{job['step_s']:.4g} s, {job['exposed_fraction']:.1%} of it waiting for the network; "
            f"{job['ideal_step_s']:.4g} s on a fabric that never is the bottleneck"
        )
        for phase in job["phases"]:
            print(
                f"    {phase['name']}: {phase['time_s']:.4g} s ({phase['least_s']:.4g} to {phase['most_s']:.4g}), "
                f"fullest link {phase['worst_fraction']:.1%}, {phase['fabric_share']:.1%} of line rate"
            )
    if answer["unrouted_gbps"] > 0.0:
        print(f"{answer['unrouted_gbps']:,.0f} of {answer['offered_gbps']:,.0f} Gb/s have no path")
    if "failures" in answer:
        _print_failures(answer["failures"], name_of)
    for found in answer["findings"]:
        word = "waived" if found["waived"] else found["severity"]
        print(f"{word:<8} {found['code']}  {found['message']}")
    for gap in answer["not_evaluated"]:
        print(f"{'not eval':<8} {gap['code']}  {gap['reason']}")
    if not answer["fabrics"]:
        print("There is no fabric: no switch stands in this design.")
    return exit_code(answer)


def _print_fabric(fabric: dict[str, Any], name_of: Any, traffic: str) -> None:
    switches = ", ".join(f"{n:,} {tier}" for tier, n in fabric["switches"].items())
    print(
        f"{fabric['name']}: {fabric['shape']}, {many(fabric['parts'], 'part')}; {switches}; "
        f"{many(fabric['systems'], 'system')}, {many(fabric['gpus'], 'GPU')}, {many(fabric['cables'], 'cable')}"
    )
    print(f"    injection {fabric['injection_gbps']:,.0f} Gb/s, bisection {fabric['bisection_gbps']:,.0f} Gb/s", end="")
    flow = fabric["flow_between_halves_gbps"]
    print("" if flow is None else f", largest flow between halves of the leaves {flow:,.0f} Gb/s")
    for tier, ratio in fabric["oversubscription"].items():
        print(f"    {tier}: " + ("no uplinks" if ratio is None else f"oversubscribed {ratio:.3g} : 1"))
    for load in fabric["loads"]:
        print(
            f"    {load['tiers']}: {many(load['cables'], 'cable')}, fullest {load['worst_fraction']:.1%}, "
            f"mean {load['mean_fraction']:.1%} under {'jobs' if traffic == 'jobs' else 'even traffic'}"
        )
    for point in fabric["single_points"][:10]:
        print(f"    without {name_of(point['id'])}, {many(point['systems'], 'system')} are cut off")
    print(f"    at least {fabric['share_left_min_fraction']:.0%} of bandwidth is left with any one switch out")


def _print_failures(failures: dict[str, Any], name_of: Any) -> None:
    print(f"even traffic, nothing out: fullest link {failures['healthy']['worst_fraction']:.1%}")
    for kind in ("cables", "pairs", "switches", "planes"):
        found = failures[kind]
        if not found["count"]:
            continue
        worst = found["worst"]
        line = f"    any of {found['count']:,} {kind}: at worst {worst['worst_fraction']:.1%} ({name_of(worst['id'])})"
        if found["splitting"]:
            line += f"; {len(found['splitting'])} leave working switches without a path"
        print(line)
