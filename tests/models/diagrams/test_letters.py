"""Text widths without a screen; the app's tests compare them with the real font."""

from hallwright.diagrams.letters import ELLIPSIS, elided, width_px


def test_width_grows_with_size_and_text() -> None:
    assert width_px("", 10) == 0.0
    assert width_px("MM", 10) == 2 * width_px("M", 10) and width_px("M", 20) == 2 * width_px("M", 10)
    assert width_px("漢", 10) >= width_px("W", 10)


def test_elided_text_fits_its_room() -> None:
    assert elided("RPP A-A", 10, 200) == "RPP A-A"
    for room in (4, 20, 60, 100):
        short = elided("A very long name of a panel", 10, room)
        assert short == ELLIPSIS or (short.endswith(ELLIPSIS) and width_px(short, 10) <= room)
