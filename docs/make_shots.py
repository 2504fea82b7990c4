"""Pictures of every view in the real window: `python3 dev.py shots [--only TEXT] [--theme light|dark] [--scale 1|2]`.

Each example of `projects/` and an empty hall, at 1600 x 1000, light and dark, at one and two pixels a point, written to
`out/shots/NAME.png`. `--image` writes the picture of the README, `docs/images/main-light.png`.

Qt takes its scale from the environment when it starts, so each theme and scale is drawn by a child process.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from hallwright_app.main_window import MainWindow

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "out" / "shots"
IMAGE = ROOT / "docs" / "images" / "main-light.png"
IMAGE_OF = "h100-scalable-unit"
DIALOGS_OF = "planted-faults"
IMAGE_ZOOM = 68.0  # px/m: names and loads of the racks can be read
THEMES, SCALES = ("light", "dark"), ("1", "2")
WIDTH_PX, HEIGHT_PX = 1600, 1000
LEVELS = (("site", 10.0), ("hall", 24.0), ("row", 60.0), ("rack", 150.0))  # px/m: one in each zoom level of the plan
SETTLE_S = 0.3  # longer than fades
CRISP_S = 1.2  # after a zoom the plan is stretched until it is painted anew, in slices
REPORT_PAGES = 8  # enough to see one page of each sort


def main(arguments: list[str]) -> int:
    """Draw what is asked for."""
    parser = argparse.ArgumentParser(prog="dev.py shots", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--only", default="", metavar="TEXT", help="only pictures whose name holds this")
    parser.add_argument("--theme", choices=THEMES, action="append", help="only this theme")
    parser.add_argument("--scale", choices=SCALES, action="append", help="only this many pixels a point")
    parser.add_argument("--image", action="store_true", help="only the picture of the README")
    parser.add_argument("--child", metavar="THEME,SCALE", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.child:
        theme, scale = given.child.split(",")
        Camera(theme, scale, given.only).run(image=given.image)
        return 0
    OUT.mkdir(parents=True, exist_ok=True)
    runs = [(t, s) for s in given.scale or SCALES for t in given.theme or THEMES]
    if given.image:
        runs = [("light", "1")]
    start = time.monotonic()
    for number, (theme, scale) in enumerate(runs, 1):
        print(f"== {theme}, {scale}x ({number} of {len(runs)})", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            surroundings = {
                **os.environ,
                "QT_QPA_PLATFORM": "offscreen",
                "QT_SCALE_FACTOR": scale,
                "HALLWRIGHT_DATA": folder,
            }
            extra = ["--image"] if given.image else []
            command = [sys.executable, __file__, "--child", f"{theme},{scale}", "--only", given.only, *extra]
            if code := subprocess.run(command, env=surroundings, cwd=ROOT).returncode:
                print(f"The pictures for {theme}, {scale}x failed.", file=sys.stderr)
                return code
    print(f"Drawn in {time.monotonic() - start:.0f} s.")
    return 0


class Camera:
    """The window, and what is done to it for one picture after another."""

    def __init__(self, theme: str, scale: str, only: str) -> None:
        from PySide6.QtCore import QSettings

        from hallwright_app.application import make_window

        self.only = only
        self.ending = f"-{theme}" + ("" if scale == "1" else f"@{scale}x")
        self.folder = Path(tempfile.mkdtemp(prefix="hallwright-shots-"))
        store = QSettings(str(self.folder / "settings.ini"), QSettings.Format.IniFormat)
        store.setValue("theme", theme)
        store.setValue("user_name", "A. Engineer")
        self.window: MainWindow = make_window(store)
        self.window.resize(WIDTH_PX, HEIGHT_PX)
        self.window.flow.ask_unsaved = lambda: "discard"  # type: ignore[method-assign]  # nobody is there to answer
        self.window.show()
        self.settle()

    def run(self, *, image: bool) -> None:
        """Every picture, or the one of the README."""
        try:
            if image:
                self.readme_image()
            else:
                self.everything()
        finally:
            self.window.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    # ---- taking pictures ---------------------------------------------------------------------------------------------

    def settle(self, seconds: float = SETTLE_S) -> None:
        """Let the window come to rest: events, fades, jobs."""
        from PySide6.QtWidgets import QApplication

        end = time.monotonic() + seconds
        while time.monotonic() < end or (self.window.jobs.busy and time.monotonic() < end + 20.0):
            QApplication.processEvents()
            time.sleep(0.005)

    def wanted(self, name: str) -> bool:
        """Whether this picture, or one whose name begins so, is asked for."""
        return self.only in f"{name}{self.ending}"

    def take(self, name: str, widget: "QWidget | None" = None) -> None:
        """Write one picture."""
        if not self.wanted(name):
            return
        self.settle()
        target = OUT / f"{name}{self.ending}.png"
        if not (widget or self.window).grab().save(str(target)):
            raise OSError(f"{target.name} could not be written")
        print(f"   {target.relative_to(ROOT)}", flush=True)

    def take_dialog(self, name: str, open_it: Callable[[], Any]) -> None:
        """Open a dialog that waits for an answer, take its picture, close it."""
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication, QDialog

        if not self.wanted(name):
            return

        def take() -> None:
            dialog = QApplication.activeModalWidget()
            if dialog is None:
                raise RuntimeError(f"no dialog came up for {name}")
            self.take(name, dialog)
            if isinstance(dialog, QDialog):
                dialog.reject()

        QTimer.singleShot(100, self.window, take)
        open_it()

    # ---- what is shown -----------------------------------------------------------------------------------------------

    def everything(self) -> None:
        """The first page, the empty hall, each example, and what belongs to none of them."""
        window = self.window
        window.welcome.draw_plans()
        self.take("welcome-new")
        window.guarded_new("empty")
        self.settle()
        self.views("empty")
        for file in self.examples():
            if not any(self.only in f"{name}{self.ending}" for name in self.names(file.stem)):
                continue
            window.flow.open(file)
            self.settle()
            self.views(file.stem)
            self.levels(file.stem)
            self.selected(file.stem)
            self.report(file)
            self.others(file.stem)
        window.file.start(window.document.project)
        window.flow.close_design()
        self.take("welcome")

    def examples(self) -> Iterator[Path]:
        """Copies, so that no lock file appears beside the examples."""
        for file in sorted((ROOT / "projects").glob("*.hall")):
            yield Path(shutil.copy(file, self.folder))

    def names(self, stem: str) -> list[str]:
        """Names of the pictures of one example."""
        return [f"{stem}-{part}" for part in PARTS] + (OTHERS if stem == DIALOGS_OF else [])

    def views(self, stem: str) -> None:
        """Each view as it opens."""
        window = self.window
        for view in ("Plan", "Elevation", "One-line", "Coolant", "Fabric", "Table", "Findings"):
            name = f"{stem}-{view.lower()}"
            if self.wanted(name):
                window.show_view(view)
                if view == "Elevation":
                    window.elevation.fit_all()
                self.take(name)
        window.show_view("Plan")

    def levels(self, stem: str) -> None:
        """The plan at each zoom level, about a rack."""
        window = self.window
        middle = self.rack()
        for level, px_per_m in LEVELS:
            name = f"{stem}-plan-{level}"
            if not self.wanted(name):
                continue
            window.plan.fit_all()
            if level in ("row", "rack"):
                window.selection.set([middle])
                window.plan.fit_selection()
                window.selection.set(())
            window.plan.zoom_at(px_per_m / window.plan.px_per_m, window.plan.viewport().rect().center())
            self.settle(CRISP_S)
            self.take(name)
        window.plan.fit_all()

    def selected(self, stem: str) -> None:
        """The plan with a rack selected, coloured by load and by inlet air, in US units, and during a drag."""
        window = self.window
        if self.wanted(f"{stem}-plan-selected"):
            window.selection.set([self.rack()])
            self.take(f"{stem}-plan-selected")
            window.selection.set(())
        for key in ("load", "inlet"):
            if self.wanted(f"{stem}-plan-by-{key}"):
                window.set_colour_by(key)
                self.take(f"{stem}-plan-by-{key}")
                window.set_colour_by("none")
        if self.wanted(f"{stem}-us-units"):
            window.toggle_units()
            window.selection.set([self.rack()])
            self.take(f"{stem}-us-units")
            window.selection.set(())
            window.toggle_units()
        if self.wanted(f"{stem}-plan-drag"):
            self.drag(stem)

    def drag(self, stem: str) -> None:
        """A rack held by the mouse, a little beside its place."""
        from PySide6.QtCore import QPoint, Qt
        from PySide6.QtTest import QTest

        from hallwright.equipment.base import Placed

        window = self.window
        port = window.plan.viewport()
        rack = window.document.project.equipment[self.rack()]
        assert isinstance(rack, Placed)
        window.selection.set([rack.id])
        start = window.plan.from_floor(rack.x_m, rack.y_m)
        QTest.mousePress(port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
        for step in range(1, 9):
            QTest.mouseMove(port, start + QPoint(4 * step, -9 * step))
            self.settle(0.05)
        self.take(f"{stem}-plan-drag")
        QTest.keyClick(window.plan, Qt.Key.Key_Escape)
        QTest.mouseRelease(port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
        window.selection.set(())

    def report(self, file: Path) -> None:
        """The first pages of the report, where pdftoppm is installed."""
        name = f"{file.stem}-report"
        if not self.wanted(name) or not self.ending.startswith("-light"):  # a report is always on white
            return
        if shutil.which("pdftoppm") is None:
            print("   no pictures of the report: pdftoppm is not installed", flush=True)
            return
        target = self.folder / f"{file.stem}.pdf"
        self.window.flow.write_report(target)
        ppi = "192" if "@2x" in self.ending else "96"
        command = ["pdftoppm", "-png", "-r", ppi, "-l", str(REPORT_PAGES), str(target), str(self.folder / name)]
        subprocess.run(command, check=True)
        for page in sorted(self.folder.glob(f"{name}-*.png")):
            number = page.stem.rpartition("-")[2]
            shutil.move(page, OUT / f"{name}-{int(number)}{self.ending}.png")
        print(f"   {(OUT / name).relative_to(ROOT)}-*{self.ending}.png", flush=True)

    def others(self, stem: str) -> None:
        """Dialogs, menus and the command palette, on one example."""
        if stem != DIALOGS_OF:
            return
        window, run = self.window, self.window.actions_.run_named
        window.selection.set([self.rack()])
        for name, open_it in (
            ("dialog-settings", window.show_settings),
            ("dialog-keys", window.show_keys),
            ("dialog-about", window.show_about),
            ("dialog-array", lambda: run("array")),
            ("dialog-new-product", window.new_product),
            ("dialog-export-report", window.flow.export_report),
            ("dialog-waive", lambda: window.waive(window.document.report.findings[0])),
        ):
            self.take_dialog(name, open_it)
        for name, menu in window.menus.items():
            if self.wanted(f"menu-{name.lower()}"):
                menu.popup(window.mapToGlobal(window.rect().topLeft()))
                self.take(f"menu-{name.lower()}", menu)
                menu.close()
        if self.wanted("command-palette"):
            run("find")
            self.settle()
            self.take("command-palette")
            self.window.commands.close()
        window.selection.set(())

    def rack(self) -> str:
        """The rack with findings nearest the middle of the list, else any rack."""
        project = self.window.document.project
        racks = [i for i, item in project.equipment.items() if item.kind == "rack"]
        worst = {s for f in self.window.document.report.findings for s in f.subjects}
        hit = [i for i in racks if i in worst] or racks
        return hit[len(hit) // 2]

    def readme_image(self) -> None:
        """A hall in which a rack was pulled forward and another lost its feed A."""
        from hallwright.edits.arrange import move
        from hallwright.edits.wire import disconnect

        window = self.window
        window.flow.open(next(file for file in self.examples() if file.stem == IMAGE_OF))
        project = window.document.project
        ids = {item.name: i for i, item in project.equipment.items()}
        feeds = [link.id for link in project.links.values() if link.b == (ids["B05 A"],)]
        window.document.apply("Move 1 rack", move, [ids["A06"]], 0.0, -0.3)
        window.document.apply("Disconnect 1 link", disconnect, feeds)
        window.file.save()
        self.settle(0.5)
        window.findings.step(1)
        window.selection.set([i for i, item in project.equipment.items() if item.kind == "rack"])
        window.plan.fit_selection()
        window.plan.zoom_at(IMAGE_ZOOM / window.plan.px_per_m, window.plan.viewport().rect().center())
        window.selection.set([ids["B05"]])
        self.settle(CRISP_S)
        IMAGE.parent.mkdir(exist_ok=True)
        if not window.grab().toImage().save(str(IMAGE)):
            raise OSError(f"{IMAGE} could not be written")
        print(f"   {IMAGE.relative_to(ROOT)}, {IMAGE.stat().st_size / 1000:.0f} kB", flush=True)


PARTS = (
    "plan", "elevation", "one-line", "coolant", "fabric", "table", "findings", "plan-selected", "plan-by-load",
    "plan-by-inlet", "plan-drag", "us-units", "report", *(f"plan-{level}" for level, _ in LEVELS),
)  # fmt: skip
OTHERS = [
    "command-palette",
    *(f"dialog-{name}" for name in ("settings", "keys", "about", "array", "new-product", "export-report", "waive")),
    *(f"menu-{name}" for name in ("file", "edit", "view", "insert", "arrange", "connect", "check", "help")),
]


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "models"), str(ROOT / "app")]
    sys.exit(main(sys.argv[1:]))
