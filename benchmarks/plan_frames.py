"""Frames of the plan: pan, zoom and drag of a hall of 2,000 racks, beside one graphics item for each cable.

Run: ``python benchmarks/plan_frames.py [--racks N] [--frames N]``. Software raster, no window system needed.
The alternative draws the same racks and cables as plain QGraphicsItems in a plain QGraphicsView, in the same process,
turn by turn with ours. Zooming shows a stretched picture between steps and paints a crisp one in slices after; the
frame of each slice is counted. Processor time of the thread stands beside the clock, for machines with other work.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path[:0] = [
    str(Path(__file__).parent),
    str(Path(__file__).parents[1] / "models"),
    str(Path(__file__).parents[1] / "app"),
]

from measure import median_ms, p95_ms, row, settle  # noqa: E402
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt  # noqa: E402
from PySide6.QtGui import QColor, QMouseEvent, QPen, QTransform  # noqa: E402
from PySide6.QtWidgets import QApplication, QGraphicsScene, QGraphicsView  # noqa: E402

from hallwright.equipment import kinds  # noqa: E402
from hallwright.equipment.base import Equipment, Medium  # noqa: E402
from hallwright.project import Link, Project  # noqa: E402
from hallwright_app.canvas.scene import PlanScene  # noqa: E402
from hallwright_app.canvas.view import PlanView  # noqa: E402
from hallwright_app.document import Document  # noqa: E402
from hallwright_app.selection import Selection  # noqa: E402
from hallwright_app.theme import Theme  # noqa: E402

PER_ROW, CABLES_PER_RACK = 50, 16
SIZE = (1068, 656)


def hall(racks: int) -> Project:
    """Rows of 50 racks with two systems each, a leaf rack in the middle of each row, trays and tiles."""
    models = kinds()
    equipment: dict[str, Equipment] = {}
    links: dict[str, Link] = {}

    def add(kind: str, id: str, **fields: object) -> None:
        equipment[id] = models[kind].model_validate({"id": id, "name": id.upper(), **fields})

    rows = -(-racks // PER_ROW)
    wide, deep = PER_ROW * 0.6 + 6.0, rows * 2.4 + 6.0
    add("room", "room", points_m=((0.0, 0.0), (wide, 0.0), (wide, deep), (0.0, deep)), floor="raised", floor_void_m=0.6)
    for r in range(rows):
        y, back = 3.6 + 2.4 * r, r % 2 == 1
        add("tile", f"t{r}", x_m=wide / 2, y_m=y - 0.9, width_m=30.0, depth_m=0.6, columns=50, open_fraction=0.25)
        if not back:
            add("tray", f"tr{r}", points_m=((2.4, y + 1.2), (wide - 2.4, y + 1.2)), width_m=0.3)
        leaf = f"n{r}"
        for i in range(min(PER_ROW, racks - r * PER_ROW)):
            id = f"r{r:02}{i:02}"
            add("rack", id, x_m=3.3 + 0.6 * i, y_m=y, rotation_deg=180.0 if back else 0.0, practice_air_kw=24.0)
            if i == PER_ROW // 2:
                add("switch", leaf, rack_id=id, u=1, u_height=1, switch_ports=({"count": 2048, "gbps": 400.0},))
                continue
            for q in (0, 1):
                nics = ({"role": "compute", "count": 8, "gbps": 400.0},)
                add(
                    "system", f"s{id}{q}", role="gpu", rack_id=id, u=1 + 8 * q, u_height=8, nameplate_kw=10.2, nics=nics
                )
        systems = tuple(s for s in equipment if s.startswith(f"sr{r:02}"))
        if systems and leaf in equipment:
            links[f"l{r}"] = Link(
                id=f"l{r}", medium=Medium.FABRIC, a=systems, a_port="compute", b=(leaf,), b_port="front", per_pair=8
            )
    return Project(name="Benchmark hall", equipment=equipment, links=links)


def plain_view(project: Project) -> QGraphicsView:
    """The obvious way: an item for each rack and for each cable."""
    scene = QGraphicsScene()
    pen, cable = QPen(QColor("#59626E"), 0), QPen(QColor("#0B7561"), 0)
    place: dict[str, tuple[float, float]] = {}
    for item in project.equipment.values():
        outline = item.outline()
        if item.kind == "rack":
            xs, ys = [p[0] for p in outline], [p[1] for p in outline]
            scene.addRect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys), pen)
            place[item.id] = sum(xs) / 4, sum(ys) / 4
    for link in project.links.values():
        for n, (a, _, b, _) in enumerate(link.cables()):
            (x0, y0), (x1, y1) = (place[project.equipment[i].carrier_id() or ""] for i in (a, b))
            scene.addLine(x0 + n % 8 * 0.03, y0, x1, y1, cable)
    view = QGraphicsView(scene)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scene.setParent(view)
    return view


Frame = tuple[float, float]  # seconds by the clock, and of this thread's processor time


def timed(act: Callable[[], object]) -> Frame:
    """What something takes."""
    clock, busy = time.perf_counter(), time.thread_time()
    act()
    return time.perf_counter() - clock, time.thread_time() - busy


def frame(view: QGraphicsView, act: Callable[[], object]) -> Frame:
    """From a wish to the painted frame."""

    def painted() -> None:
        act()
        view.viewport().repaint()

    return timed(painted)


def mouse(view: QGraphicsView, kind: QEvent.Type, at: QPoint, held: bool = True) -> None:
    buttons = Qt.MouseButton.LeftButton if held else Qt.MouseButton.NoButton
    button = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    where = QPointF(at)
    QApplication.sendEvent(
        view.viewport(),
        QMouseEvent(kind, where, where, button, buttons, Qt.KeyboardModifier.NoModifier),
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--racks", type=int, default=2000)
    parser.add_argument("--frames", type=int, default=60)
    options = parser.parse_args()
    app = QApplication([])
    project = hall(options.racks)
    begun = time.perf_counter()
    document, selection = Document(project), Selection()
    checked = time.perf_counter() - begun
    begun = time.perf_counter()
    view = PlanView(PlanScene(document, selection, Theme()))
    view.resize(*SIZE)
    view.show()
    made = time.perf_counter() - begun
    plain = plain_view(project)
    plain.resize(*SIZE)
    plain.show()
    app.processEvents()
    settle()
    cables = sum(link.count for link in project.links.values())
    print(f"{options.racks:,} racks, {len(project.equipment):,} records, {cables:,} cables, {SIZE[0]} x {SIZE[1]} px")
    print(f"first check {checked * 1000:,.0f} ms, scene and view {made * 1000:,.0f} ms")
    row("frame", "px/m", "median ms", "p95 ms", "median CPU ms", "p95 CPU ms", "plain median ms", "plain p95 ms")
    row("---", "---", "---", "---", "---", "---", "---", "---")

    def table(name: str, scale: float, ours: list[Frame], theirs: list[Frame]) -> None:
        clock, busy = [f[0] for f in ours], [f[1] for f in ours]
        plain = [f[0] for f in theirs]
        row(
            name,
            f"{scale:.0f}",
            median_ms(clock),
            p95_ms(clock),
            median_ms(busy),
            p95_ms(busy),
            *((median_ms(plain), p95_ms(plain)) if plain else ("", "")),
        )

    few = max(5, options.frames // 6)
    middle = QPoint(SIZE[0] // 2, SIZE[1] // 2)
    for scale in (8.0, 24.0, 42.0, 120.0):
        view.zoom_at(scale / view.px_per_m, middle)
        plain.setTransform(QTransform.fromScale(scale, scale))
        view.centerOn(18.0, 20.0)
        plain.centerOn(18.0, 20.0)
        view.sharpen()
        frame(view, lambda: None)
        ours, theirs = [], []
        for n in range(options.frames):
            step = 17 if n // 10 % 2 == 0 else -17
            ours.append(frame(view, lambda s=step: view.pan_px(s, s // 2)))
            if n < few:
                bar = plain.horizontalScrollBar()
                theirs.append(frame(plain, lambda s=step, b=bar: b.setValue(b.value() + s)))
        table("pan", scale, ours, theirs)
        ours, theirs = [], []
        for n in range(options.frames):
            factor = 1.06 if n // 8 % 2 == 0 else 1 / 1.06
            ours.append(frame(view, lambda f=factor: view.zoom_at(f, middle)))
            if n % 8 == 7:  # the wheel rests: the picture is made crisp
                view._crisp.stop()
                while not view._backdrop.whole:
                    ours.append(frame(view, view.paint_slice))
            if n < few:
                theirs.append(frame(plain, lambda f=factor: plain.scale(f, f)))
        table("zoom", scale, ours, theirs)
        view.zoom_at(scale / view.px_per_m, middle)
        view.sharpen()
        view.centerOn(18.0, 20.0)
        frame(view, lambda: None)
        rack = next((i for i in ("r0510", "r0025", "r0010") if i in project.equipment), "r0000")
        item = project.equipment[rack]
        start = view.from_floor(*(sum(p[k] for p in item.outline()) / 4 for k in (0, 1)))
        selection.set((rack,))
        mouse(view, QEvent.Type.MouseButtonPress, start)
        ours, checks = [], []
        for n in range(options.frames):
            spot = start + QPoint(6 + n * 3, n * 2)
            ours.append(frame(view, lambda s=spot: mouse(view, QEvent.Type.MouseMove, s)))
            if n % 5 == 4:  # the pointer comes to another place of the grid
                checks.append(timed(view.settle_preview))
        view.tool.cancel()
        mouse(view, QEvent.Type.MouseButtonRelease, start, held=False)
        table("drag, drawing", scale, ours, [])
        table("drag, checks", scale, checks, [])
        selection.set(())


if __name__ == "__main__":
    main()
