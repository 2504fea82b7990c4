"""Reports and pictures as files."""

import datetime
import io
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from halls import good_hall
from hallwright.edits.change import set_fields
from hallwright.errors import ExportError, SaveError
from hallwright.evaluate import Report, evaluate
from hallwright.export.report import content
from hallwright.project import Project
from hallwright_app.printing.report import VIEWS, render_view, write_report

DATED = datetime.date(2026, 11, 21)
pytestmark = pytest.mark.usefixtures("qapp")


@cache
def report() -> Report:
    return evaluate(set_fields(good_hall(), ["r1"], {"static_load_kg": 50.0}))


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory, qapp: object) -> bytes:
    path = tmp_path_factory.mktemp("report") / "r.pdf"
    write_report(report(), path, dated=DATED)
    return path.read_bytes()


def words(text: str) -> str:
    return " ".join(text.replace("\u2009", " ").split())


def test_the_pdf_says_what_the_model_says(pdf: bytes) -> None:
    text = words(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))
    found = content(report(), DATED)
    for wanted in (found.title, found.verdict, found.hash[:4], "R1", report().open_findings[0].code):
        assert words(wanted) in text
    for figure in found.key_figures:
        assert words(figure.value) in text
    for section in found.sections:
        assert section.title in text


def test_pages_are_a4_upright_and_drawings_a3_across(pdf: bytes) -> None:
    sizes = {tuple(round(float(v) / 72 * 25.4) for v in page.mediabox[2:]) for page in PdfReader(io.BytesIO(pdf)).pages}
    assert sizes == {(210, 297), (420, 297)}


def test_the_same_report_has_the_same_bytes(pdf: bytes, tmp_path: Path) -> None:
    write_report(report(), tmp_path / "again.pdf", dated=DATED)
    assert (tmp_path / "again.pdf").read_bytes() == pdf


def test_html_holds_the_pictures_and_no_address_to_load(tmp_path: Path) -> None:
    write_report(report(), tmp_path / "r.html", dated=DATED)
    text = (tmp_path / "r.html").read_text()
    assert text.count("<svg") == len(VIEWS)
    assert "<script" not in text
    assert "src=" not in text.replace("data:", "")


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("dark", [False, True])
def test_pictures_show_something(view: str, dark: bool, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / f"{view}.png"
    render_view(report(), path, view, dark=dark, width_px=800)
    image = QImage(str(path))
    assert image.width() == 800
    colours = {image.pixel(x, y) for x in range(0, 800, 7) for y in range(0, image.height(), 7)}
    assert len(colours) > 5


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_on_a_sheet_and_as_drawing(view: str, tmp_path: Path) -> None:
    render_view(report(), tmp_path / "v.pdf", view)
    (page,) = PdfReader(tmp_path / "v.pdf").pages
    assert float(page.mediabox.width) > float(page.mediabox.height) > 800  # A3 across, in points
    render_view(report(), tmp_path / "v.svg", view)
    assert "<svg" in (tmp_path / "v.svg").read_text()


def test_the_one_line_of_a_report_can_be_searched(tmp_path: Path) -> None:
    render_view(report(), tmp_path / "v.pdf", "one-line")
    text = PdfReader(tmp_path / "v.pdf").pages[0].extract_text()
    assert "UPSA" in text.replace(" ", "") and "kW" in text


def test_an_empty_hall_has_a_report_too(tmp_path: Path) -> None:
    write_report(evaluate(Project(name="Nothing yet")), tmp_path / "r.pdf", dated=DATED)
    assert len(PdfReader(tmp_path / "r.pdf").pages) > 3
    render_view(evaluate(Project()), tmp_path / "r.png")


def test_a_wrong_ending_is_refused_and_a_full_folder_said(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"\.pdf, \.html or \.json"):
        write_report(report(), tmp_path / "r.docx")
    with pytest.raises(SaveError):
        write_report(report(), tmp_path / "no" / "folder" / "r.json")
