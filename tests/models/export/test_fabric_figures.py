"""Key figures of a fabric."""

from diagrams_of_fabrics import report_of
from hallwright.evaluate import evaluate
from hallwright.export.fabric_figures import cables_of, figures
from hallwright.project import Project


def test_figures_of_one_unit() -> None:
    report = report_of("1 SU")
    assert cables_of(report, "compute") == 32 * 8 * 2
    assert figures(report, "compute") == (
        ("Bisection", "51.2", "Tb/s"),
        ("Oversubscription", "1 : 1", ""),
        ("Switches", "12", ""),
        ("Links", "512", ""),
        ("Link ends", "1\N{THIN SPACE}024", ""),
    )


def test_without_a_fabric_there_are_no_figures() -> None:
    assert figures(evaluate(Project(name="Empty")), "compute") == ()
