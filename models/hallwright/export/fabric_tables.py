"""The fabric section of the report: picture, key figures, tiers, link loads, jobs, single switches out, cables."""

from typing import Any

from hallwright.engines.traffic.engine import Traffic
from hallwright.evaluate import Report
from hallwright.export.fabric_figures import figures
from hallwright.export.layout import Bar, Picture, Section, Table, column
from hallwright.export.load_tables import bar_column, fabric_section, natural, shown
from hallwright.units import System, number_text

LINKS_SHOWN = 30  # rows of the table of the fullest links


def fabric_report(report: Report, system: System) -> Section:
    """Everything that the report says of fabrics."""
    ports = fabric_section(report, system)
    fabric, traffic = report.results.fabric, report.results.traffic
    if fabric is None or not fabric.fabrics:
        return ports
    blocks: tuple[Any, ...] = (Picture("fabric"), _figures(report), *ports.blocks[:1])
    text = f"{ports.text} "
    if isinstance(traffic, Traffic):
        text += f"Loads of links are those of {_whose(traffic)}, split exactly over all shortest paths."
        blocks += (_tiers(report, traffic), _fullest(report, traffic))
        if traffic.jobs:
            blocks += (_jobs(traffic),)
    else:
        text += "Loads of links were not evaluated."
    return Section(ports.title, text, (*blocks, *ports.blocks[1:]))


def _whose(traffic: Traffic) -> str:
    if not traffic.inputs.jobs:
        return "even traffic: each port sends at line rate to all like ports of its fabric"
    count = len(traffic.inputs.jobs)
    return f"{'the job' if count == 1 else f'{count} jobs, added up'}: the heaviest phase of each at line rate"


def _figures(report: Report) -> Table:
    """A row for each fabric with the figures of its diagram."""
    fabric = report.results.fabric
    assert fabric is not None
    names = sorted(fabric.fabrics, key=lambda n: (-fabric.fabrics[n].gpus, n))
    found = {name: figures(report, name) for name in names}
    titles = found[names[0]]
    head = (
        column("Fabric", share=16, strong=True),
        column("Systems", "right", share=10),
        column("GPUs", "right", share=10),
        *(column(title, "right", unit=unit, share=13) for title, _, unit in titles),
    )
    rows = tuple(
        (
            name,
            number_text(fabric.fabrics[name].systems, 0),
            number_text(fabric.fabrics[name].gpus, 0),
            *(value for _, value, _ in found[name]),
        )
        for name in names
    )
    return Table("Fabrics", head, rows, "Oversubscription is that of the tier with most; a link has two ends.")


def _tiers(report: Report, traffic: Traffic) -> Table:
    limit = report.project.settings.link_load_max_fraction
    head = (
        column("Fabric", share=18, strong=True),
        column("Between", share=18),
        column("Cables", "right", share=12),
        column("Mean", "right", unit="%", share=12),
        column("Fullest", "right", unit="%", share=12),
        column("Limit", "right", unit="%", share=10),
        bar_column(),
    )
    rows = tuple(
        (
            name,
            tiers,
            number_text(load.cables, 0),
            shown(load.mean_fraction * 100.0, "", decimals=1),
            shown(load.worst_fraction * 100.0, "", decimals=1),
            shown(limit * 100.0, "", decimals=0),
            Bar(load.worst_fraction, limit),
        )
        for (name, tiers), load in sorted(traffic.tiers.items())
    )
    lost = traffic.unrouted_gbps
    note = f"{number_text(lost, 0)} Gb/s have no path." if lost > 0.5 else ""
    return Table("Link loads by tier", head, rows, note, "No link joins two switches.")


def _fullest(report: Report, traffic: Traffic) -> Table:
    """The links whose fullest cable carries most."""
    project, limit = report.project, report.project.settings.link_load_max_fraction
    head = (
        column("Link", share=34, strong=True),
        column("Fabric", share=14),
        column("Rate", "right", unit="Gb/s", share=10),
        column("Fullest", "right", unit="%", share=10),
        column("Mean", "right", unit="%", share=10),
        column("Most by", share=12),
        bar_column(),
    )
    loaded = [(k, r) for k, r in traffic.records.items() if r.worst_fraction > 0.0]
    loaded.sort(key=lambda pair: (-round(pair[1].worst_fraction, 9), natural(project.name_of(pair[0])), pair[0]))
    rows = tuple(
        (
            project.name_of(key),
            load.fabric,
            number_text(load.gbps, 0),
            shown(load.worst_fraction * 100.0, "", decimals=1),
            shown(load.mean_fraction * 100.0, "", decimals=1),
            "even traffic" if not traffic.inputs.jobs else load.worst_job,
            Bar(load.worst_fraction, limit),
        )
        for key, load in loaded[:LINKS_SHOWN]
    )
    more = len(loaded) - LINKS_SHOWN
    note = "A link stands for all its cables; the fullest of them counts."
    return Table(
        "Fullest links", head, rows, f"{note} {more} more carry less." if more > 0 else note,
        "No link between switches carries anything: what is sent stays on one switch.",
    )  # fmt: skip


def _jobs(traffic: Traffic) -> Table:
    head = (
        column("Job", share=20, strong=True),
        column("Systems", "right", share=11),
        column("GPUs", "right", share=11),
        column("Step", "right", unit="s", share=13),
        column("Waiting", "right", unit="%", share=12),
        column("Best step", "right", unit="s", share=13),
        column("Slowdown", "right", unit="%", share=12),
    )
    rows = tuple(
        (
            name,
            number_text(job.systems, 0),
            number_text(job.gpus, 0),
            number_text(job.step_s, 3),
            shown(job.exposed_fraction * 100.0, "", decimals=1),
            number_text(job.ideal_step_s, 3),
            shown((job.slowdown - 1.0) * 100.0, "", decimals=1),
        )
        for name, job in traffic.jobs.items()
    )
    note = (
        "Waiting: share of the step that communication adds. Best: on a fabric that never is the bottleneck. Models of "
        "collectives and their errors are named in the manual."
    )
    return Table("Jobs on the fabric", head, rows, note)
