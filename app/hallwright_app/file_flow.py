"""Opening, saving and leaving, with the questions they ask. What they do is in `files`."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMessageBox

from hallwright.errors import ChangedOnDisk, HallwrightError, Locked
from hallwright.fileformat import recovery
from hallwright.fileformat.io import SUFFIX
from hallwright.project import Project
from hallwright_app.parts import message
from hallwright_app.settings import RecentFile

if TYPE_CHECKING:
    from hallwright_app.main_window import MainWindow

FILTER = f"Hallwright designs (*{SUFFIX});;All files (*)"
Answer = Literal["save", "discard", "cancel"]
LockAnswer = Literal["read_only", "copy", "break", "cancel"]
Role = QMessageBox.ButtonRole


class FileFlow(QObject):
    """What the File menu does."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._file = window.file

    # ---- questions ---------------------------------------------------------------------------------------------------

    def ask_unsaved(self) -> Answer:
        """Whether to keep edits that no file holds."""
        box = message(
            self._window, "Unsaved changes", f"{self._file.title} has changes that are not saved.",
            hint="Save them before going on?",
        )  # fmt: skip
        save = box.addButton("Save", Role.AcceptRole)
        discard = box.addButton("Discard changes", Role.DestructiveRole)
        box.addButton("Cancel", Role.RejectRole)
        box.setDefaultButton(save)
        box.exec()
        clicked = box.clickedButton()
        return "save" if clicked is save else "discard" if clicked is discard else "cancel"

    def ask_locked(self, path: Path, error: Locked) -> LockAnswer:
        """What to do with a file that somebody else has open."""
        box = message(self._window, f"{path.name} is open elsewhere", error.message, hint=error.hint)
        look = box.addButton("Open read-only", Role.AcceptRole)
        copy = box.addButton("Open a copy", Role.AcceptRole)
        brk = box.addButton("Break the lock", Role.DestructiveRole)
        box.addButton("Cancel", Role.RejectRole)
        box.setDefaultButton(look)
        box.exec()
        clicked = box.clickedButton()
        answers: dict[object, LockAnswer] = {look: "read_only", copy: "copy", brk: "break"}
        return next((answer for key, answer in answers.items() if key is clicked), "cancel")

    def ask_open_path(self) -> Path | None:
        """Which file to open."""
        name, _ = QFileDialog.getOpenFileName(
            self._window, "Open a design", self._window.preferences.last_folder, FILTER
        )
        return Path(name) if name else None

    def ask_save_path(self) -> Path | None:
        """Where to save."""
        folder = self._file.path.parent if self._file.path else Path(self._window.preferences.last_folder)
        suggested = folder / (
            self._file.path.name if self._file.path else f"{file_stem(self._window.document.project.name)}{SUFFIX}"
        )
        name, _ = QFileDialog.getSaveFileName(self._window, "Save the design", str(suggested), FILTER)
        if not name:
            return None
        return Path(name) if Path(name).suffix else Path(name + SUFFIX)

    def ask_recover(self, found: recovery.Recovered) -> Answer:
        """Whether to take up edits that were never saved."""
        when = _local_time(found.written)
        where = f" of {found.project_path.name}" if found.project_path else ""
        box = message(
            self._window, "Recovered edits", f"“{found.name}” was not closed cleanly.",
            hint=f"Edits{where} kept at {when} can be opened as a copy. The file itself stays as it is.",
        )  # fmt: skip
        take = box.addButton("Open the copy", Role.AcceptRole)
        drop = box.addButton("Discard them", Role.DestructiveRole)
        box.addButton("Ask again later", Role.RejectRole)
        box.setDefaultButton(take)
        box.exec()
        clicked = box.clickedButton()
        return "save" if clicked is take else "discard" if clicked is drop else "cancel"

    # ---- acts --------------------------------------------------------------------------------------------------------

    def leave(self) -> bool:
        """Whether the design may be left: it is saved, was saved now, or its changes are not wanted."""
        if not self._window.designing or not self._file.dirty:
            return True
        answer = self.ask_unsaved()
        if answer == "save":
            return self.save()
        return answer == "discard"

    def new(self, template: str = "empty") -> None:
        """Start from a template."""
        from hallwright.templates import TEMPLATES

        if self.leave():
            self._file.start(TEMPLATES[template]())
            self._window.enter_design()

    def new_copy_of(self, path: Path) -> None:
        """Start from an example: a design without a file."""
        from hallwright.fileformat.io import load

        if self.leave():
            project = load(path).project
            self._file.start(project)
            self._window.enter_design()

    def open(self, path: Path | None = None) -> bool:
        """Open a file; asks for one where none is given."""
        wanted = path or self.ask_open_path()
        if wanted is None or not self.leave():
            return False
        try:
            opened = self._open(wanted)
        except HallwrightError as error:
            self._window.show_error(error, box=True)
            self._window.preferences.forget(wanted) if not wanted.exists() else None
            return False
        if not opened:
            return False
        self._window.preferences.last_folder = str(wanted.parent)
        self._window.enter_design()
        self.remember()
        return True

    def _open(self, path: Path) -> bool:
        try:
            notes = self._file.open(path).notes
        except Locked as error:
            answer = self.ask_locked(path, error)
            if answer == "cancel":
                return False
            if answer == "copy":
                opened = self._load_copy(path)
                self._file.start(opened, unsaved=True)
                return True
            notes = self._file.open(path, read_only=answer == "read_only", break_its_lock=answer == "break").notes
        if notes:
            message(
                self._window, "Upgraded", f"{path.name} was written by an older version.", hint="\n".join(notes)
            ).exec()
        return True

    def _load_copy(self, path: Path) -> Project:
        from hallwright.fileformat.io import load

        project = load(path).project
        return project.changed(name=f"{project.name[:93]} (copy)")

    def save(self) -> bool:
        """Save; asks for a name where there is none."""
        if self._file.path is None or self._file.read_only:
            return self.save_as()
        try:
            self._file.save()
        except ChangedOnDisk as error:
            return self._on_conflict(error)
        except HallwrightError as error:
            self._window.show_error(error, box=True)
            return False
        self.remember()
        self._window.say(f"Saved {self._file.title}.")
        return True

    def _on_conflict(self, error: ChangedOnDisk) -> bool:
        box = message(self._window, "Changed by somebody else", error.message, hint="Nothing was overwritten.")
        other = box.addButton("Save as…", Role.AcceptRole)
        box.addButton("Cancel", Role.RejectRole)
        box.setDefaultButton(other)
        box.exec()
        return box.clickedButton() is other and self.save_as()

    def save_as(self, path: Path | None = None) -> bool:
        """Save under another name."""
        wanted = path or self.ask_save_path()
        if wanted is None:
            return False
        try:
            self._file.save_as(wanted)
        except HallwrightError as error:
            self._window.show_error(error, box=True)
            return False
        self._window.preferences.last_folder = str(wanted.parent)
        self.remember()
        self._window.say(f"Saved {self._file.title}.")
        return True

    def close_design(self) -> None:
        """Back to the first page."""
        if self.leave():
            self._file.release()
            self._window.show_welcome()

    def remember(self) -> None:
        """Put the file on the list of recent ones, with what it holds."""
        if self._file.path is None:
            return
        report = self._window.document.report
        counts, totals = report.counts, report.totals
        self._window.preferences.remember(
            RecentFile(
                path=str(self._file.path.resolve()),
                title=report.project.name,
                gpus=totals.gpus,
                it_kw=totals.it_kw,
                errors=counts["error"],
                warnings=counts["warning"],
                hints=counts["hint"],
                not_evaluated=counts["not_evaluated"],
                opened=datetime.now().isoformat(timespec="minutes"),
            )
        )

    def recover(self) -> bool:
        """Offer what a crash left behind, newest first; whether a copy was opened."""
        for found in recovery.found():
            answer = self.ask_recover(found)
            if answer == "discard":
                recovery.discard(found.file)
            elif answer == "save":
                try:
                    project = found.project()
                except HallwrightError as error:
                    self._window.show_error(error, box=True)
                    continue
                self._file.start(project.changed(name=f"{project.name[:88]} (recovered)"), unsaved=True)
                self._file.keep_recovery_now()
                recovery.discard(found.file)
                self._window.enter_design()
                return True
        return False

    def export_report(self) -> None:
        """Ask for format and place, then write the report."""
        from hallwright_app.dialogs.export_report import ExportReportDialog

        report = self._window.document.report
        folder = self._file.path.parent if self._file.path else Path(self._window.preferences.last_folder)
        dialog = ExportReportDialog(self._window.theme, report, folder, file_stem(report.project.name), self._window)
        if dialog.exec() and dialog.path is not None:
            self.write_report(dialog.path)

    def write_report(self, path: Path) -> bool:
        """Write the report of the design as it is."""
        from hallwright_app.printing.report import write_report
        from hallwright_app.studies import studies_of

        with self._window.busy("Writing the report"):
            try:
                study = studies_of(self._window).fresh
                write_report(self._window.document.report, path, system=self._window.preferences.units, study=study)
            except HallwrightError as error:
                self._window.show_error(error, box=True)
                return False
        self._window.say(f"Wrote {path.name}.")
        return True

    def _stem(self) -> str:
        return file_stem(self._window.document.project.name)

    def export_picture(self) -> None:
        """Write the view that is shown as a picture: a diagram as it is, else the plan."""
        scene = getattr(self._window.viewed, "diagram", None)
        what = scene.title if scene is not None else "Plan"
        name, _ = QFileDialog.getSaveFileName(
            self._window, f"Write a picture: {what}",
            str(Path(self._window.preferences.last_folder) / f"{self._stem()}-{what.lower()}.png"),
            "Pictures (*.png *.svg *.pdf)",
        )  # fmt: skip
        if name:
            from hallwright_app.printing.report import render_scene, render_view

            document, theme = self._window.document, self._window.theme
            with self._window.busy(f"Drawing: {what}"):
                if scene is not None:
                    render_scene(scene, Path(name), document.project, theme)
                else:
                    render_view(document.report, Path(name), "plan", dark=theme.dark)
            self._window.say(f"Wrote {Path(name).name}.")


def file_stem(name: str) -> str:
    """A file name made from a title: letters, digits, spaces, ``_.-``, at most 80 signs."""
    text = "".join(sign if sign.isascii() and (sign.isalnum() or sign in " _.-") else "-" for sign in name)
    text = " ".join(text.split()).strip(" .-")[:80]
    reserved = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
    return f"{text}-hall" if text.casefold() in reserved else text or "hall"


def _local_time(written: str) -> str:
    try:
        return datetime.fromisoformat(written).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return written
