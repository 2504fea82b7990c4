"""The inspector's rows of a fabric link: loads by job, a switch lost, limit, cable."""

import pytest

from diagrams_of_fabrics import of_fabric_alone, report_of
from generated import bare_hall, with_fabric
from hallwright.diagrams.fabric_loads import EVEN, demands
from hallwright.edits.change import set_fields
from hallwright.engines.traffic.ecmp import spread
from hallwright.engines.traffic.engine import Traffic
from hallwright.engines.traffic.network import Broken
from hallwright.evaluate import Report
from hallwright.settings.fabric import Job
from hallwright.units import number_text
from hallwright_app.inspector_rows import equipment_rows
from hallwright_app.link_rows import by_job, fullest, link_rows, with_one_out


def traffic_of(report: Report) -> Traffic:
    assert isinstance(report.results.traffic, Traffic)
    return report.results.traffic


def test_even_traffic_a_spine_lost_and_the_limit() -> None:
    report = report_of("one leaf a unit")
    traffic = traffic_of(report)
    id = next(iter(traffic.records))
    rows = {r.label: r for r in link_rows(report, id, "metric")}
    load = traffic.records[id]
    assert rows[EVEN].text == number_text(load.worst_fraction * load.gbps, 0) and rows[EVEN].unit == "Gb/s"
    network, demand = traffic.network, demands(traffic, EVEN)[0][0]
    spines = [n for n, s in enumerate(network.switches) if s.startswith("fab-s")]
    wanted = max(fullest(spread(network, demand, Broken(frozenset((n,)))), id) for n in spines)
    found = with_one_out(traffic, id)
    assert found == pytest.approx(wanted) and found is not None and found > load.worst_fraction
    assert rows["One switch lost"].bar == (found, report.project.settings.link_load_max_fraction)
    assert rows["Limit, 100 %"].text == "400" and rows["Route"].text
    assert with_one_out(traffic, id) == found


def test_each_job_has_a_row_and_all_of_them_one() -> None:
    project = with_fabric(bare_hall(64), leaves_a_unit=1)
    jobs = tuple(Job(name=n, tensor=8, gradient_gbytes=4.0, compute_s=1.0) for n in ("one", "two"))
    project = set_fields(project, [f"s{n}" for n in range(0, 64, 2)], {"job": "one"})
    project = set_fields(project, [f"s{n}" for n in range(1, 64, 2)], {"job": "two"})
    project = project.model_copy(update={"settings": project.settings.model_copy(update={"jobs": jobs})})
    report = of_fabric_alone(project)
    traffic = traffic_of(report)
    id = next(iter(traffic.records))
    loads = dict(by_job(traffic, id))
    assert set(loads) == {"one", "two"} and sum(loads.values()) == pytest.approx(traffic.records[id].worst_fraction)
    labels = [r.label for r in link_rows(report, id, "metric")]
    assert labels[:4] == ["Load", "one", "two", "All jobs"]


def test_links_of_systems_have_a_cable_but_no_load() -> None:
    report = report_of("one leaf a unit")
    id = next(i for i, link in report.project.links.items() if link.a[0].startswith("s"))
    labels = [r.label for r in link_rows(report, id, "metric")]
    assert "Load" not in labels and "Cable" in labels
    assert set(labels) <= {r.label for r in equipment_rows(report, [id], "metric")}


def test_power_links_have_none() -> None:
    report = report_of("h100-scalable-unit")
    id = next(i for i, link in report.project.links.items() if link.medium.value == "power")
    assert list(link_rows(report, id, "metric")) == []
