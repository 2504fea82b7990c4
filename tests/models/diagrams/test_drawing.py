"""Geometry of diagrams: overlap, cover, crossings, neighbours."""

from hallwright.diagrams.drawing import Area, Box, Diagram, Wire, Words, covered, crossings, overlaps

NONE = Area(0.0, 0.0, 0.0, 0.0)


def box(key: str, x: float, y: float, **more: object) -> Box:
    return Box(key, (key,), "box", Area(x, y, 40.0, 20.0), NONE, key.upper(), **more)  # type: ignore[arg-type]


def wire(key: str, a: str, b: str, *points: tuple[float, float]) -> Wire:
    return Wire(key, (key,), a, b, points)


def test_boxes_and_words_that_lie_on_each_other_are_named() -> None:
    apart = Diagram((box("a", 0, 0), box("b", 41, 0)), (), (Words(Area(0, 30, 50, 14), "row"),))
    assert overlaps(apart) == []
    assert overlaps(apart, gap=2.0) == [("a", "b")]
    close = Diagram((box("a", 0, 0), box("b", 39, 19)), (), (Words(Area(60, 30, 50, 14), "row"),))
    assert overlaps(close) == [("a", "b"), ("b", "row")]


def test_a_wire_through_a_sign_is_seen_and_one_that_ends_there_is_not() -> None:
    boxes = (box("a", 0, 0), box("b", 0, 100), box("c", 0, 50))
    through = wire("w", "a", "b", (20, 20), (20, 100))
    assert covered(Diagram(boxes, (through,))) == [("w", "c")]
    around = wire("w", "a", "b", (20, 20), (20, 40), (60, 40), (60, 90), (20, 90), (20, 100))
    assert covered(Diagram(boxes, (around,))) == []


def test_crossings_count_wires_without_a_common_end() -> None:
    boxes = tuple(box(k, 0, 0) for k in "abcd")
    cross = (wire("1", "a", "b", (0, 10), (100, 10)), wire("2", "c", "d", (50, 0), (50, 20)))
    assert crossings(Diagram(boxes, cross)) == 1
    same_end = (cross[0], wire("2", "a", "d", (50, 0), (50, 20)))
    assert crossings(Diagram(boxes, same_end)) == 0
    touching = (cross[0], wire("2", "c", "d", (50, 10), (50, 20)))
    assert crossings(Diagram(boxes, touching)) == 0
    slanted = (wire("1", "a", "b", (0, 0), (10, 10)), wire("2", "c", "d", (0, 10), (10, 0)))
    assert crossings(Diagram(boxes, slanted)) == 1


def test_neighbours_come_from_the_wires_and_from_the_left() -> None:
    boxes = (box("a", 0, 0), box("c", 100, 50), box("b", 0, 50))
    drawing = Diagram(boxes, (wire("1", "a", "c", (0, 0)), wire("2", "a", "b", (0, 0))))
    assert drawing.beside["a"] == ((), ("b", "c")) and drawing.beside["b"] == (("a",), ())
    assert drawing.key_of["1"] == "1" and drawing.key_of["a"] == "a"
