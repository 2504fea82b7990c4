"""The fabric section of the report: picture, counts, oversubscription, loads, jobs."""

from diagrams_of_fabrics import of_fabric_alone, report_of
from generated import bare_hall, with_fabric
from hallwright.edits.change import set_fields
from hallwright.evaluate import evaluate
from hallwright.export.fabric_tables import LINKS_SHOWN, fabric_report
from hallwright.export.layout import Bar, Picture, Table
from hallwright.project import Project
from hallwright.settings.fabric import Job
from hallwright.units import number_text


def tables(report: object) -> dict[str, Table]:
    return {b.title: b for b in fabric_report(report, "metric").blocks if isinstance(b, Table)}  # type: ignore[arg-type]


def test_picture_figures_and_loads_are_those_of_the_engines() -> None:
    report = report_of("one leaf a unit")
    section = fabric_report(report, "metric")
    assert section.blocks[0] == Picture("fabric") and "even traffic" in section.text
    found = tables(report)
    assert list(found)[:5] == [
        "Fabrics", "Fabrics by tier", "Link loads by tier", "Fullest links", "One switch out",
    ]  # fmt: skip
    fabric, traffic = report.results.fabric, report.results.traffic
    assert fabric is not None and traffic is not None
    totals = fabric.fabrics["compute"]
    (row,) = found["Fabrics"].rows
    assert row[:4] == ("compute", "64", "512", number_text(totals.bisection_gbps / 1000.0, 1))
    (tier,) = found["Link loads by tier"].rows
    load = traffic.tiers["compute", "leaf–spine"]
    assert tier[:5] == ("compute", "leaf–spine", number_text(load.cables, 0), number_text(load.mean_fraction * 100, 1),
                        number_text(load.worst_fraction * 100, 1))  # fmt: skip
    assert tier[-1] == Bar(load.worst_fraction, report.project.settings.link_load_max_fraction)
    first = found["Fullest links"].rows[0]
    assert first[3] == number_text(max(r.worst_fraction for r in traffic.records.values()) * 100, 1)


def test_of_many_links_the_fullest_are_listed_and_the_rest_is_counted() -> None:
    report = report_of("100000")
    table = tables(report)["Fullest links"]
    traffic = report.results.traffic
    assert traffic is not None and len(table.rows) == LINKS_SHOWN
    loaded = sum(1 for r in traffic.records.values() if r.worst_fraction > 0.0)
    assert f"{loaded - LINKS_SHOWN} more carry less" in table.note
    shares = [row[-1].value for row in table.rows]
    assert shares == sorted(shares, reverse=True)


def test_jobs_are_listed_with_what_the_fabric_costs_them() -> None:
    project = set_fields(with_fabric(bare_hall(32), leaves_a_unit=1), [f"s{n}" for n in range(32)], {"job": "one"})
    job = Job(name="one", tensor=8, gradient_gbytes=4.0, compute_s=1.0)
    project = project.model_copy(update={"settings": project.settings.model_copy(update={"jobs": (job,)})})
    report = of_fabric_alone(project)
    (row,) = tables(report)["Jobs on the fabric"].rows
    traffic = report.results.traffic
    assert traffic is not None
    assert row[:4] == ("one", "32", "256", number_text(traffic.jobs["one"].step_s, 3))
    assert "the job" in fabric_report(report, "metric").text


def test_without_a_fabric_nothing_is_drawn() -> None:
    section = fabric_report(evaluate(Project(name="Empty")), "metric")
    assert not any(isinstance(b, Picture) for b in section.blocks)
