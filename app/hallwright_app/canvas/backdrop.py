"""The stored picture of what rests on the plan: squares of one scale, painted in slices that fit in a frame.

A square is at the same place of the plan whatever the view shows, so a pan draws squares that are there and paints
those that come into view; an edit repaints the parts that differ. After a zoom the squares of the last scale are
stretched until those of the new one are ready.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import ceil, floor
from time import perf_counter

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QPainter, QPixmap

from hallwright_app.canvas.ink import Box

SIDE = 192  # px
REACH = QRect(-60, -30, 90, 60)  # words, badges and arrows lie so far beyond the box of their thing [px]
KEPT = 3  # squares kept, as a multiple of those in and round the view

Place = tuple[int, int]


@dataclass(slots=True)
class Square:
    """A painted piece of the plan, and the part of it [px of the plan] that no longer holds."""

    picture: QPixmap
    stale: QRect | None = None


class Backdrop:
    """Squares of the plan in pixels of its scale, with the plan's origin at (0, 0).

    Attributes
    ----------
    whole : bool
        All that the view showed last was up to date.
    """

    def __init__(self, paint: Callable[[QPainter, QRect], None]) -> None:
        self._paint = paint
        self._squares: dict[Place, Square] = {}
        self._scale, self._ratio = 0.0, 1.0
        self._old: dict[Place, Square] = {}  # of the scale before, shown stretched
        self._old_scale = 0.0
        self.whole = False

    def clear(self) -> None:
        """Forget everything."""
        self._squares.clear()
        self._old.clear()
        self.whole = False

    def at_scale(self, px_per_m: float, ratio: float, *, stretch: bool) -> None:
        """Take another scale or pixel ratio; `stretch`: show the present squares until new ones are ready."""
        if (px_per_m, ratio) == (self._scale, self._ratio):
            return
        if not stretch or ratio != self._ratio:
            self._old.clear()
        elif self.whole or not self._old:
            self._old, self._old_scale = self._squares, self._scale
        self._squares = {}
        self._scale, self._ratio = px_per_m, ratio
        self.whole = False

    def touch(self, boxes: Iterable[Box]) -> None:
        """These parts of the plan [m] look different."""
        s = self._scale
        for left, top, right, bottom in boxes:
            area = QRect(QPoint(floor(left * s), floor(top * s)), QPoint(ceil(right * s), ceil(bottom * s)))
            area.adjust(REACH.left(), REACH.top(), REACH.left() + REACH.width(), REACH.top() + REACH.height())
            for place in _places(area):
                square = self._squares.get(place)
                if square is not None:
                    part = area.intersected(_rect(place))
                    square.stale = part if square.stale is None else square.stale.united(part)
                    self.whole = False

    @property
    def stretched(self) -> bool:
        """Whether it shows the squares of another scale."""
        return bool(self._old)

    def empty(self, view: QRect) -> bool:
        """Whether there is nothing to show of a view [px], not even stretched."""
        return not self._old and not any(place in self._squares for place in _places(view))

    def bring(self, view: QRect, seconds: float) -> bool:
        """Paint what a view [px] lacks, for so long and a square more; whether it now has all."""
        begun, painted = perf_counter(), False
        for place in _places(view):
            square = self._squares.get(place)
            if square is not None and square.stale is None:
                continue
            if painted and perf_counter() - begun >= seconds:
                return False
            self._make(place)
            painted = True
        self.whole = True
        self._old.clear()
        return True

    def ahead(self, view: QRect, way: QPoint | None = None) -> bool:
        """Paint one square beside the view, before it is needed; False where none is wanted.

        `way` is where the view is moving: only squares on that side are wanted, else all round.
        """
        round_it = view.adjusted(-SIDE, -SIDE, SIDE, SIDE)
        if way is not None:
            dx, dy = SIDE * ((way.x() > 0) - (way.x() < 0)), SIDE * ((way.y() > 0) - (way.y() < 0))
            round_it = view.adjusted(min(dx, 0), min(dy, 0), max(dx, 0), max(dy, 0))
        for place in _places(round_it):
            square = self._squares.get(place)
            if square is None or square.stale is not None:
                self._make(place)
                self._forget_far(view)
                return True
        return False

    def _forget_far(self, view: QRect) -> None:
        """Drop what lies farthest from the view when there is much."""
        near = list(_places(view.adjusted(-SIDE, -SIDE, SIDE, SIDE)))
        if len(self._squares) > KEPT * len(near):
            keep = set(near)
            self._squares = {p: s for p, s in self._squares.items() if p in keep}

    def _make(self, place: Place) -> None:
        square = self._squares.get(place)
        rect = _rect(place)
        if square is None:
            picture = QPixmap(round(SIDE * self._ratio), round(SIDE * self._ratio))
            picture.setDevicePixelRatio(self._ratio)
            square = self._squares[place] = Square(picture, rect)
        area = square.stale or rect
        square.stale = None
        painter = QPainter(square.picture)
        painter.translate(-rect.topLeft())
        painter.setClipRect(area)
        self._paint(painter, area)
        painter.end()

    def draw(self, painter: QPainter, view: QRect, ground: QColor) -> None:
        """Draw what there is of a view; the painter stands at the plan's origin."""
        places = list(_places(view))
        if self._old or any(place not in self._squares for place in places):
            painter.fillRect(view, ground)
        if self._old:
            k = self._scale / self._old_scale
            for i, j in self._old:
                x0, y0 = floor(i * SIDE * k), floor(j * SIDE * k)
                target = QRect(x0, y0, floor((i + 1) * SIDE * k) - x0, floor((j + 1) * SIDE * k) - y0)
                if target.intersects(view):
                    picture = self._old[i, j].picture
                    painter.drawPixmap(target, picture, picture.rect())
            return
        for place in places:
            square = self._squares.get(place)
            if square is not None:
                painter.drawPixmap(place[0] * SIDE, place[1] * SIDE, square.picture)


def _rect(place: Place) -> QRect:
    return QRect(place[0] * SIDE, place[1] * SIDE, SIDE, SIDE)


def _places(area: QRect) -> Iterable[Place]:
    """Squares that an area meets, row by row."""
    return (
        (i, j)
        for j in range(area.top() // SIDE, area.bottom() // SIDE + 1)
        for i in range(area.left() // SIDE, area.right() // SIDE + 1)
    )
