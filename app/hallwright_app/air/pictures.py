"""Pictures of the field for files and reports: the plan with a slice under it, and its colour bar."""

from pathlib import Path

from PySide6.QtCore import QObject, QRectF
from PySide6.QtGui import QPainter, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from hallwright.errors import ExportError
from hallwright.evaluate import Report
from hallwright_app.air.slices import HEIGHT_M, Lines, picture
from hallwright_app.canvas.furniture import paint_legend
from hallwright_app.canvas.ink import Ink
from hallwright_app.canvas.scene import PlanScene
from hallwright_app.theme import Theme

__all__ = ["HEIGHT_M", "draw_slice", "slice_scene"]


STRIP = 1.0 / 26.0  # height of the strip below the plan for colour bar and note, as a share of the width
WIDE_M = 12.0  # a wider plan gets the wider picture


class SliceScene(PlanScene):
    """A plan with a strip below it."""

    def drawing_rect(self) -> QRectF:
        """Extent of the plan with the strip."""
        rect = super().drawing_rect()
        return rect.adjusted(0.0, 0.0, 0.0, STRIP * rect.width())


class _Bar(QGraphicsItem):
    """The colour bar in the strip, with what the slice is."""

    def __init__(self, scene: PlanScene, note: str) -> None:
        super().__init__()
        self.plan, self.note = scene, note
        self.setZValue(1000.0)

    def boundingRect(self) -> QRectF:
        return self.plan.drawing_rect()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        rect, legend = self.plan.drawing_rect(), self.plan.legend()
        if legend is None:
            return
        s = self.plan.px_per_m
        painter.save()
        painter.setWorldTransform(
            QTransform.fromTranslate(rect.left(), rect.top()).scale(1.0 / s, 1.0 / s) * painter.worldTransform()
        )
        ink = Ink(painter, s, self.plan.theme, self.plan.report, (0.0, 0.0, 1.0, 1.0))
        width, height = round(rect.width() * s), round(rect.height() * s)
        paint_legend(ink, width, height, legend, self.plan.theme)
        wide = ink.width(self.note, "canvas_label") + 16
        ink.fill(QRectF(8, height - 36, wide, 18), "canvas")
        ink.text(16, height - 27, self.note, "canvas_label", "text2", "left")
        painter.restore()


def slice_scene(report: Report, theme: Theme, height_m: float, owner: QObject | None = None) -> PlanScene:
    """A plan of its own with a slice of the field under it.

    Raises
    ------
    ExportError
        No room of the report has a field.
    """
    from hallwright_app.document import Document
    from hallwright_app.selection import Selection

    air = report.results.air
    found = picture(air, height_m, theme) if air is not None else None
    if air is None or found is None:
        reasons = [one.refused for one in air.solved.values() if one.refused] if air is not None else []
        raise ExportError(f"There is no field of air to draw: {reasons[0] if reasons else 'nothing gives heat to it.'}")
    document, selection = Document(report.project), Selection()
    document.report = report
    scene = SliceScene(document, selection, theme)
    document.setParent(scene)
    selection.setParent(scene)
    scene.set_colour_by("air")
    scene.set_heat(*found, Lines.of(air, height_m).paint)
    errors = [one.field.error_k for one in air.solved.values() if one.field is not None]
    scene.addItem(
        _Bar(scene, f"Air at {height_m:g} m above the floor; racks by their hottest inlet band, ± {max(errors):.1f} K.")
    )
    return scene


def draw_slice(report: Report, path: Path, height_m: float = HEIGHT_M, *, dark: bool = False) -> None:
    """Write a picture of the plan with a slice of the field: PNG, SVG or PDF, by the ending of the path."""
    from hallwright_app.printing.report import render_scene

    theme = Theme(dark=dark)
    scene = slice_scene(report, theme, height_m)
    width_px = 1800 if scene.drawing_rect().width() > WIDE_M else 1200
    render_scene(scene, path, report.project, theme, width_px=width_px)
