"""The list beside the one-line while units are out of service."""

from pytestqt.qtbot import QtBot

from hallwright_app.diagrams.outage_bar import OutageBar
from hallwright_app.document import Document
from hallwright_app.outage import Outage
from hallwright_app.selection import Selection
from hallwright_app.theme import Theme


def test_it_lists_what_is_lost_and_goes_there(
    qtbot: QtBot, document: Document, selection: Selection, theme: Theme
) -> None:
    outage = Outage(document)
    bar = OutageBar(document, selection, theme, outage)
    qtbot.addWidget(bar)
    assert bar.isHidden()
    outage.choose(["rppa", "rppb"])
    lost, _, _ = outage.counts()
    assert not bar.isHidden() and "RPPA, RPPB" in bar.head.text() and f"{lost} lost" in bar.counts.text()
    texts = [bar.list.item(n).text() for n in range(bar.list.count())]
    assert sum(t.endswith(": lost") for t in texts) == lost > 0
    bar.list.itemClicked.emit(bar.list.item(0))
    assert selection.ids
    bar.reset.click()
    assert bar.isHidden() and not outage.units
