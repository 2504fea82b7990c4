"""Units of the coolant loops out of service: what may be tripped, and what a loss of power takes along."""

from coolant_halls import coolant
from halls import good_hall
from hallwright.diagrams.tripped import Tripped
from hallwright.edits.arrange import remove
from hallwright.evaluate import evaluate
from hallwright_app.coolant_outage import CoolantOutage, is_coolant, pump_of
from hallwright_app.document import Document
from hallwright_app.outage import Outage


def test_cdus_plants_and_coolers_can_be_tripped(document: Document) -> None:
    report = document.report
    able = {i for i in document.project.equipment if is_coolant(report, i)}
    assert {"cdu1", "cdu2", "chl1", "chl2", "crah1"} <= able
    assert not {"r1", "s3", "room", "nobody"} & able
    assert is_coolant(report, "cdu1:pump") == (document.project.equipment["cdu1"].pump_counts()[0] > 1)
    assert not is_coolant(report, "chl1:pump") and pump_of("cdu1:pump") == "cdu1" and pump_of("cdu1") == ""


def test_the_loops_are_solved_without_what_is_tripped(document: Document) -> None:
    outage = Outage(document)
    assert outage.coolant is None and outage.coolant_out == frozenset()
    outage.choose(["cdu1"])
    after = outage.coolant
    assert after is not None and outage.coolant is after
    assert outage.coolant_out == {"cdu1"} and outage.mark("cdu1") == "tripped"
    alone = coolant(remove(good_hall(), ["cdu1"])).records["s3"]
    assert after.results.coolant is not None and after.results.coolant.records["s3"] == alone
    outage.reset()
    assert outage.coolant is None


def test_a_pump_is_named_and_goes_with_its_cdu(document: Document) -> None:
    outage = Outage(document)
    if not outage.can_trip("cdu1:pump"):
        outage.choose(["cdu1:pump"])
        assert outage.units == ()
        return
    outage.choose(["cdu1:pump"])
    assert outage.name_of("cdu1:pump") == "one pump of CDU1" and outage.coolant is not None
    outage.toggle(["cdu1"])
    assert outage.coolant_out == {"cdu1"}
    document.apply("Remove", remove, ["cdu1"])
    assert outage.units == ()


def test_what_loses_its_power_stands_still_in_the_loops(document: Document) -> None:
    outage = Outage(document)
    outage.choose(["uta", "utb"])
    state = outage.state
    assert isinstance(state, Tripped)
    lost = {i for i, how in state.states.items() if how and is_coolant(document.report, i)}
    assert outage.coolant_out <= lost
    dark = CoolantOutage.out(document.report, outage.units, state)
    assert dark == outage.coolant_out


def test_nothing_out_is_nothing_solved() -> None:
    assert CoolantOutage().after(evaluate(good_hall()), frozenset()) is None
