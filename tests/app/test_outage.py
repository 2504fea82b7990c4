"""Units out of service, shared by the views."""

from hallwright.edits.arrange import remove
from hallwright_app.document import Document
from hallwright_app.outage import Outage


def test_trip_and_reset(document: Document) -> None:
    outage, heard = Outage(document), []
    outage.changed.connect(lambda: heard.append(outage.units))
    assert outage.state is None and outage.text == "All units in service"
    outage.toggle(["upsa"])
    assert outage.text == "1 tripped" and outage.counts()[0] == 0 and outage.counts()[1] > 0
    outage.toggle(["upsb"])
    assert outage.counts()[0] > 0 and outage.can_trip("upsb") and not outage.can_trip("s1")
    outage.toggle(["upsa", "upsb"])
    assert outage.units == () and outage.state is None
    outage.choose(["s1", "nobody"])
    assert outage.units == () and len(heard) == 3


def test_an_edit_is_solved_again_and_a_removed_unit_is_out_no_longer(document: Document) -> None:
    outage = Outage(document)
    outage.choose(["upsa", "upsb"])
    before = outage.state
    document.apply("Remove", remove, ["upsb"])
    assert outage.units == ("upsa",) and outage.state is not before
    document.history.undo()
    assert outage.counts()[0] == 0
