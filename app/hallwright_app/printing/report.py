"""Write the design report, and pictures of single views."""

import datetime
import hashlib
import json
import re
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QGraphicsScene

from hallwright.engines.study.records import Study
from hallwright.errors import ExportError
from hallwright.evaluate import Report
from hallwright.export.html import to_html
from hallwright.export.report import content, to_plain
from hallwright.fileformat.files import write_atomically
from hallwright.fileformat.text import fingerprint
from hallwright.project import Project
from hallwright.units import System
from hallwright_app import diagrams
from hallwright_app.canvas.scene import PlanScene
from hallwright_app.diagrams import DRAWN
from hallwright_app.diagrams.scene import DiagramScene
from hallwright_app.document import Document
from hallwright_app.elevation.scene import ElevationScene
from hallwright_app.printing.pages import PX_PER_MM, Drawing, Flow, write_pages
from hallwright_app.selection import Selection
from hallwright_app.theme import Theme

VIEWS: tuple[str, ...] = ("plan", "elevation", *DRAWN)
PICTURES = (".png", ".svg", ".pdf")
SHEET_MARGIN_MM = 17.0
SCALES = (20, 25, 50, 75, 100, 125, 150, 200, 250, 300, 400, 500, 750, 1000, 1500, 2000)
"""Scales that a drawing may have, 1 : n."""


def write_report(
    report: Report,
    path: Path,
    *,
    dated: datetime.date | None = None,
    system: System = "metric",
    study: Study | None = None,
) -> None:
    """Write the report as PDF, HTML or JSON, by the ending of the path.

    The bytes depend on the project, the date, the units and the study, where one was run, alone.

    Raises
    ------
    ExportError
        The ending is none of these.
    SaveError
        The file cannot be written; what was there is untouched.
    """
    found = content(report, dated or datetime.date.today(), system, study)
    ending = path.suffix.lower()
    if ending == ".json":
        data = json.dumps(to_plain(found), ensure_ascii=False, indent=1, default=str).encode() + b"\n"
    elif ending == ".html":
        data = to_html(found, {view: svg_text(report, view) for view in drawn_in(report)}).encode()
    elif ending == ".pdf":
        theme = Theme(dark=False)
        pages = Flow(found, theme, {view: _drawing(report, theme, view) for view in drawn_in(report)}).build()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        write_pages(pages, found, theme, QPdfWriter(buffer))
        data = _steady(bytes(buffer.data().data()), found.hash, found.dated)
    else:
        raise ExportError("A report ends in .pdf, .html or .json.", place=path.name)
    write_atomically(path, data)


def drawn_in(report: Report) -> tuple[str, ...]:
    """Views that a report of this design holds: a slice of the air where that is solved."""
    air = report.results.air
    solved = not report.pending and air is not None and any(one.field is not None for one in air.solved.values())
    return (*VIEWS, "air") if solved else VIEWS


def _steady(pdf: bytes, seed: str, dated: datetime.date) -> bytes:
    """The same PDF for the same report: Qt writes the clock and a random identifier into it."""
    stamp = f"D:{dated:%Y%m%d}000000".encode()
    pdf = re.sub(rb"D:\d{14}", stamp, pdf)
    pdf = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", f"{dated:%Y-%m-%d}T00:00:00".encode(), pdf)
    digest = hashlib.sha256(seed.encode()).hexdigest().encode()
    pdf = re.sub(rb"uuid:[0-9a-f-]{36}", lambda m: b"uuid:" + digest[:36], pdf)
    return re.sub(rb"(/ID \[ ?<)[0-9A-Fa-f]+(> ?<)[0-9A-Fa-f]+(>)",
                  lambda m: _same_length(m, digest), pdf)  # fmt: skip


def _same_length(match: re.Match[bytes], digest: bytes) -> bytes:
    whole = match.group(0)
    return re.sub(rb"<[0-9A-Fa-f]+>", lambda m: b"<" + (digest * 2)[: len(m.group(0)) - 2] + b">", whole)


def make_scene(report: Report, theme: Theme, view: str) -> QGraphicsScene:
    """A scene of its own of a project, nothing selected."""
    if view == "air":
        from hallwright_app.air.pictures import HEIGHT_M, slice_scene

        return slice_scene(report, theme, HEIGHT_M)
    document, selection = Document(report.project), Selection()
    scene: QGraphicsScene
    if view in DRAWN:
        scene = drawn = diagrams.make_scene(view, document, selection, theme)
        drawn.ground = "room"
    else:
        scene = PlanScene(document, selection, theme) if view == "plan" else ElevationScene(document, selection, theme)
    document.setParent(scene)
    selection.setParent(scene)
    return scene


def _drawing(report: Report, theme: Theme, view: str) -> Drawing:
    """A view for paper: the plan at a stated scale, elevations and diagrams as wide as the sheet."""
    scene = make_scene(report, theme, view)
    source = _source(scene)

    def scale(width: float, height: float) -> int:
        wanted = max(source.width() / width, source.height() / height) * 1000.0 * PX_PER_MM
        return next((n for n in SCALES if n >= wanted), round(wanted))

    def fit(width: float, height: float) -> tuple[float, str]:
        if isinstance(scene, PlanScene):
            n = scale(width, height)
            taken = source.height() * 1000.0 * PX_PER_MM / n
            return taken, f"Plan, 1 : {n}. The mark at each object is that of its worst finding."
        taken = min(height, source.height() * min(width / source.width(), 1.6))
        if view in DRAWN:
            return taken, DRAWN[view].caption
        return taken, "Rack fronts, seen from the cold aisle. Like racks are folded."

    def paint(painter: QPainter, target: QRectF) -> None:
        if isinstance(scene, PlanScene):
            n = scale(target.width(), target.height() + 0.5)
            px_per_m = 1000.0 * PX_PER_MM / n
            scene.set_scale(px_per_m)
            wide = source.width() * px_per_m
            target = QRectF(target.center().x() - wide / 2, target.top(), wide, source.height() * px_per_m)
        scene.render(painter, target, source, Qt.AspectRatioMode.KeepAspectRatio)

    return Drawing(fit, paint)


def _source(scene: QGraphicsScene) -> QRectF:
    """What there is to draw, in scene units; something even where the hall is empty."""
    if isinstance(scene, PlanScene | DiagramScene):
        source = scene.drawing_rect()
    else:
        source = scene.itemsBoundingRect()
    return source if not source.isEmpty() else QRectF(0.0, 0.0, 10.0, 6.0)


def svg_text(report: Report, view: str, theme: Theme | None = None) -> str:
    """A view as SVG."""
    theme = theme or Theme(dark=False)
    return _svg(make_scene(report, theme, view), report.project.name)


def _svg(scene: QGraphicsScene, title: str) -> str:
    source, size, scale = _frame(scene, 1400.0)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(size)
    generator.setViewBox(QRectF(0.0, 0.0, size.width(), size.height()))
    generator.setTitle(title)
    generator.setResolution(96)
    if isinstance(scene, PlanScene):
        scene.set_scale(scale)
    painter = QPainter(generator)
    scene.render(painter, QRectF(0.0, 0.0, size.width(), size.height()), source)
    painter.end()
    return bytes(data.data()).decode()


def _frame(scene: QGraphicsScene, width_px: float) -> tuple[QRectF, QSize, float]:
    """What to draw, how large, and the scale [px/m]."""
    source = _source(scene)
    scale = width_px / source.width()
    height = min(source.height() * scale, 4000.0)
    return source, QSize(round(width_px), max(round(height), 1)), scale


def render_view(report: Report, path: Path, view: str = "plan", *, dark: bool = False, width_px: int = 2400) -> None:
    """Write a picture of a view: PNG, SVG, or a sheet of A3 as PDF, by the ending of the path.

    Raises
    ------
    ExportError
        The ending is none of these.
    """
    theme = Theme(dark=dark)
    render_scene(make_scene(report, theme, view), path, report.project, theme, width_px=width_px)


def render_scene(scene: QGraphicsScene, path: Path, project: Project, theme: Theme, *, width_px: int = 2400) -> None:
    """Write a picture of a scene as it is; see `render_view`."""
    ending = path.suffix.lower()
    if ending == ".svg":
        write_atomically(path, _svg(scene, project.name).encode())
        return
    if ending == ".pdf":
        write_atomically(path, _pdf(scene, project))
        return
    if ending != ".png":
        raise ExportError("A picture ends in .png, .svg or .pdf.", place=path.name)
    source, size, scale = _frame(scene, width_px)
    if isinstance(scene, PlanScene):
        scene.set_scale(scale)
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(theme.color("canvas"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    scene.render(painter, QRectF(0.0, 0.0, size.width(), size.height()), source)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):  # type: ignore[call-overload]
        raise ExportError("The picture could not be made.", place=path.name)
    write_atomically(path, bytes(data.data()))


def _pdf(scene: QGraphicsScene, project: Project) -> bytes:
    """A scene on one sheet of A3 across, as large as fits."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(project.name)
    writer.setResolution(96)
    margins = QMarginsF(SHEET_MARGIN_MM, SHEET_MARGIN_MM, SHEET_MARGIN_MM, SHEET_MARGIN_MM)
    writer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A3), QPageLayout.Orientation.Landscape, margins,
                                     QPageLayout.Unit.Millimeter))  # fmt: skip
    source = _source(scene)
    sheet = QRectF(0.0, 0.0, writer.width(), writer.height())
    if isinstance(scene, PlanScene):
        scene.set_scale(min(sheet.width() / source.width(), sheet.height() / source.height()))
    painter = QPainter(writer)
    scene.render(painter, sheet, source, Qt.AspectRatioMode.KeepAspectRatio)
    painter.end()
    return _steady(bytes(buffer.data().data()), fingerprint(project), datetime.date.today())
