"""Frames of the fabric view: pan, zoom and hover, beside one graphics item for each pair of switches that are joined.

Run: ``python benchmarks/diagram_frames.py [--gpus N …] [--frames N]``. Software raster, no window system needed. Every
eight frames the mouse rests and the lines are made smooth: each slice of that counts as a frame. The alternative draws
a line item for each pair of switches in the same process, turn by turn with ours; above 20,000 pairs it is left out.
Processor time of the thread stands beside the clock, for machines with other work.
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
    str(Path(__file__).parents[1] / "tests"),
]

from measure import median_ms, p95_ms, row, settle  # noqa: E402
from PySide6.QtCore import QPointF  # noqa: E402
from PySide6.QtGui import QColor, QPainter, QPen, QTransform  # noqa: E402
from PySide6.QtWidgets import QApplication, QGraphicsScene, QGraphicsView  # noqa: E402

from hallwright.diagrams.fabric import SWITCH  # noqa: E402
from hallwright.project import Project  # noqa: E402
from hallwright.templates.synthetic import build  # noqa: E402
from hallwright_app.diagrams.fabric import FabricView  # noqa: E402
from hallwright_app.diagrams.fabric_scene import FabricScene  # noqa: E402
from hallwright_app.document import Document  # noqa: E402
from hallwright_app.outage import Outage  # noqa: E402
from hallwright_app.selection import Selection  # noqa: E402
from hallwright_app.theme import Theme  # noqa: E402

SIZE = (1368, 756)
MOST_PLAIN = 20_000
Frame = tuple[float, float]  # seconds by the clock, and of this thread's processor time


def plain_view(project: Project) -> QGraphicsView | None:
    """The obvious way: an item for each switch and for each pair that cables join."""
    scene = QGraphicsScene()
    pen = QPen(QColor("#0B7561"), 0)
    rows = {"leaf": 300.0, "spine": 150.0, "core": 0.0}
    counts = dict.fromkeys(rows, 0)
    place: dict[str, tuple[float, float]] = {}
    for item in project.equipment.values():
        tier = getattr(item, "tier", "")
        if tier in rows:
            place[item.id] = 34.0 * counts[tier], rows[tier]
            counts[tier] += 1
            scene.addRect(*place[item.id], 28.0, 40.0, pen)
    pairs = [(a, b) for x in project.links.values() for a in x.a for b in x.b if a in place and b in place]
    if len(pairs) > MOST_PLAIN:
        return None
    for a, b in pairs:
        (x0, y0), (x1, y1) = place[a], place[b]
        scene.addLine(x0 + 14, y0, x1 + 14, y1 + 40, pen)
    view = QGraphicsView(scene)
    view.setRenderHint(QPainter.RenderHint.Antialiasing)
    view.resize(*SIZE)
    view.show()
    scene.setParent(view)
    return view


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


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gpus", type=int, nargs="+", default=[256, 4096, 100_000])
    parser.add_argument("--frames", type=int, default=60)
    options = parser.parse_args()
    app = QApplication([])
    row(
        "GPUs",
        "state",
        "boxes",
        "lines",
        "act",
        "median ms",
        "p95 ms",
        "median CPU ms",
        "p95 CPU ms",
        "plain median ms",
    )
    row(*["---"] * 10)
    for gpus in options.gpus:
        project = build(gpus)
        document = Document(project)
        scene = FabricScene(document, Selection(), Theme(), Outage(document))
        view = FabricView(scene, scene.outage or Outage(document))
        view.resize(*SIZE)
        view.show()
        plain = plain_view(project)
        app.processEvents()
        settle()
        for state in ("folded", "one unit open", "five columns open"):
            if state != "folded":
                closed = [b for b in scene.drawing.boxes if b.sign == "block" and b.opens]
                for box in closed[: 1 if state == "one unit open" else 4]:
                    scene.toggle_open(box.key)
            view.fit_all()
            frame(view, lambda: None)
            measure(gpus, state, view, plain, options.frames)
        view.close()


def measure(gpus: int, state: str, view: FabricView, plain: QGraphicsView | None, frames: int) -> None:
    """Pan, zoom and hover in one state."""
    scene = view.diagram
    fit = view.zoom
    boxes = [b for b in scene.drawing.boxes if b.sign == SWITCH or b.row == 1]

    def pan(n: int) -> None:
        bar = view.horizontalScrollBar()
        bar.setValue(bar.value() + (17 if n // 10 % 2 == 0 else -17))

    def zoom(n: int) -> None:
        view.set_zoom(view.zoom * (1.06 if n // 8 % 2 == 0 else 1 / 1.06))

    def hover(n: int) -> None:
        view._hover(QPointF(*boxes[n % len(boxes)].area.middle))

    for name, scale, act in (("pan", 1.0, pan), ("zoom", fit, zoom), ("zoom", 1.0, zoom), ("hover", fit, hover)):
        view.set_zoom(scale)
        view.centerOn(scene.drawing_rect().center())
        frame(view, lambda: None)
        ours = []
        for n in range(frames):
            ours.append(frame(view, lambda n=n, a=act: a(n)))
            if n % 8 == 7:  # the mouse rests: lines are made smooth
                while not view.lines.whole and not view.lines.few:
                    ours.append(timed(view.lines.paint_slice))
        theirs: list[Frame] = []
        if plain is not None and name != "hover":
            for n in range(max(5, frames // 6)):
                factor = scale * (1.0 + 0.01 * n)
                theirs.append(frame(plain, lambda f=factor, p=plain: p.setTransform(QTransform.fromScale(f, f))))
        clock, busy = [f[0] for f in ours], [f[1] for f in ours]
        row(
            f"{gpus:,}", state, len(scene.drawing.boxes), len(scene.drawing.wires), f"{name} at {scale:.0%}",
            median_ms(clock), p95_ms(clock), median_ms(busy), p95_ms(busy),
            median_ms([f[0] for f in theirs]) if theirs else "",
        )  # fmt: skip


if __name__ == "__main__":
    main()
