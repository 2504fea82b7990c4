"""Training jobs: what each sends over the fabric, and which systems work on it. One step, however much was changed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from hallwright.edits.jobs import set_jobs, systems_in
from hallwright.equipment.base import field_unit
from hallwright.equipment.system import System
from hallwright.errors import EditRefused
from hallwright.project import Project, made
from hallwright.settings.fabric import Job
from hallwright.units import UNITS, QuantityError, parse_quantity
from hallwright_app.dialogs.form import FormDialog
from hallwright_app.parts import PlainLabel, button, plain_tip
from hallwright_app.theme import Theme
from hallwright_app.wording import tr

if TYPE_CHECKING:
    from hallwright_app.main_window import MainWindow

NOTE = (
    "The traffic of the fabric is that of these jobs; without any, each port sends evenly to all others. "
    "A job stands on the systems that work on it."
)
NAMES_SHOWN = 6  # of systems
WIDTH_PX, HEIGHT_PX = 720, 730
LABELS = {  # what a field means stands in its tip
    "name": "Name",
    "tensor": "Tensor parallel over",
    "pipeline": "Pipeline stages",
    "expert": "Experts spread over",
    "sharded": "Sharded weights",
    "gradient_gbytes": "Gradients, per accelerator",
    "expert_gbytes": "To experts, per step",
    "activation_gbytes": "To the next stage, per step",
    "checkpoint_gbytes": "Checkpoint, per accelerator",
    "read_gbytes": "Read from storage, per step",
    "checkpoint_steps": "Steps between checkpoints",
    "compute_s": "Compute time of a step",
    "hidden_fraction": "Network time hidden",
    "scale_up_gbytes_s": "Scale-up rate, one way",
}


class JobsDialog(FormDialog):
    """The list of jobs at the left, the chosen one at the right; `jobs` and `work` hold the answer.

    Parameters
    ----------
    selected : sequence of str
        Systems of the selection, which may be given to a job.
    """

    def __init__(self, theme: Theme, project: Project, selected: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(theme, tr("Jobs"), "Set jobs", NOTE, parent)
        self._project, self._selected = project, tuple(selected)
        self._names = [job.name for job in project.settings.jobs]  # as they were, by place; "" for new ones
        self._drafts: list[dict[str, Any]] = [self._texts(job) for job in project.settings.jobs]
        self._keys = list(range(len(self._drafts)))  # what a system works on, however the job is called meanwhile
        by_name = {name: key for key, name in zip(self._keys, self._names, strict=True)}
        self._work: dict[str, int | None] = {s.id: by_name.get(s.job) for s in project.all(System)}
        self._next_key, self._at = len(self._drafts), -1
        self.jobs: tuple[Job, ...] = ()
        self.work: dict[str, str] = {}
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Jobs"))
        self.list.setFixedWidth(170)
        self.add = button("Add", self.add_job)
        self.drop = button("Remove", self.remove_job)
        buttons = QHBoxLayout()
        for one in (self.add, self.drop):
            buttons.addWidget(one)
        buttons.addStretch(1)
        left = QVBoxLayout()
        left.addWidget(self.list, 1)
        left.addLayout(buttons)
        self.fields: dict[str, QLineEdit | QCheckBox] = {}
        self.sheet = QWidget()
        sheet = QVBoxLayout(self.sheet)
        sheet.setContentsMargins(0, 0, 0, 0)
        self.column.removeItem(self.form)
        self.form.setParent(None)
        sheet.addLayout(self.form)
        both = QHBoxLayout()
        both.setSpacing(24)
        both.addLayout(left)
        both.addWidget(self.sheet, 1)
        self.column.insertLayout(2, both)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for key, info in Job.model_fields.items():
            widget = QCheckBox() if info.annotation is bool else QLineEdit()
            if isinstance(widget, QLineEdit):
                widget.setMinimumWidth(130)
                widget.setMaxLength(100)
            self.fields[key] = widget
            self.field(LABELS[key], widget)
            widget.setToolTip(plain_tip(tr(info.description or "")))
        self.members = PlainLabel(theme, "", "body", "text2")
        self.members.setWordWrap(True)
        self.take = button("Give it the selected systems", self.take_selected)
        self.free = button("Take its systems away", self.free_all)
        self.take.setEnabled(bool(self._selected))
        if not self._selected:
            self.take.setToolTip(tr("Select systems or racks on the plan first"))
        acts = QHBoxLayout()
        acts.addWidget(self.take)
        acts.addWidget(self.free)
        acts.addStretch(1)
        sheet.addWidget(self.members)
        sheet.addLayout(acts)
        for draft in self._drafts:
            self.list.addItem(draft["name"])
        self.list.currentRowChanged.connect(self._show)
        name = self.fields["name"]
        assert isinstance(name, QLineEdit)
        name.textEdited.connect(self._rename)
        self.setMinimumSize(WIDTH_PX, HEIGHT_PX)  # room for an error under its field
        self._show(-1)
        if self._drafts:
            self.list.setCurrentRow(0)

    @staticmethod
    def _texts(job: Job) -> dict[str, Any]:
        """A job as its fields show it: every digit, with unit."""
        texts: dict[str, Any] = {}
        for key, value in job:
            unit = field_unit(Job, key)
            if isinstance(value, bool) or not unit:
                texts[key] = value
            else:
                shown, sign, _ = UNITS[unit].shown_value(float(value))
                texts[key] = f"{shown:.12g} {sign}".strip()
        return texts

    # ---- the list --------------------------------------------------------------------------------------------------

    def add_job(self) -> None:
        """A new job with usual values."""
        taken = {draft["name"] for draft in self._drafts}
        name = next(f"job {n}" for n in range(1, len(taken) + 2) if f"job {n}" not in taken)
        self._drafts.append(self._texts(Job(name=name)))
        self._keys.append(self._next_key)
        self._next_key += 1
        self.list.addItem(name)
        self.list.setCurrentRow(self.list.count() - 1)
        self.fields["name"].setFocus()

    def remove_job(self) -> None:
        """Remove the chosen job; its systems work on none."""
        at = self.list.currentRow()
        if at < 0:
            return
        key = self._keys.pop(at)
        del self._drafts[at]
        self._work = {id: None if of == key else of for id, of in self._work.items()}
        self._at = -1  # nothing of it is kept
        self.list.takeItem(at)
        self._show(self.list.currentRow())

    def _rename(self, text: str) -> None:
        item = self.list.currentItem()
        if item is not None:
            item.setText(text)

    def _keep(self) -> None:
        """Take over what stands in the fields."""
        if 0 <= self._at < len(self._drafts):
            self._drafts[self._at] = {
                key: w.isChecked() if isinstance(w, QCheckBox) else w.text() for key, w in self.fields.items()
            }

    def _show(self, at: int) -> None:
        self._keep()
        self._at = at
        self.clear_errors()
        there = 0 <= at < len(self._drafts)
        self.sheet.setEnabled(there)
        self.drop.setEnabled(there)
        for key, widget in self.fields.items():
            if isinstance(widget, QCheckBox):
                widget.setChecked(there and bool(self._drafts[at][key]))
            else:
                widget.setText(str(self._drafts[at][key]) if there else "")
        self._say_members()

    # ---- systems ---------------------------------------------------------------------------------------------------

    def _mine(self) -> list[str]:
        key = self._keys[self._at] if 0 <= self._at < len(self._keys) else -1
        return [id for id, of in self._work.items() if of == key]

    def _say_members(self) -> None:
        mine = self._mine()
        names = [self._project.name_of(id) for id in mine[:NAMES_SHOWN]]
        more = tr(" and {count} more").format(count=len(mine) - NAMES_SHOWN) if len(mine) > NAMES_SHOWN else ""
        if not 0 <= self._at < len(self._drafts):
            self.members.setText(tr("No jobs. Add one."))
        elif mine:
            self.members.setText(
                tr("Systems that work on it, {count}: {names}{more}").format(
                    count=len(mine), names=", ".join(names), more=more
                )
            )
        else:
            self.members.setText(tr("No system works on it yet."))
        self.free.setEnabled(bool(mine))

    def take_selected(self) -> None:
        """The selected systems work on the chosen job."""
        if 0 <= self._at < len(self._keys):
            self._work |= dict.fromkeys(self._selected, self._keys[self._at])
            self._say_members()

    def free_all(self) -> None:
        """Nothing works on the chosen job."""
        self._work |= dict.fromkeys(self._mine())
        self._say_members()

    # ---- the answer ------------------------------------------------------------------------------------------------

    def accept(self) -> None:
        """Take all jobs, or go to the first field that is wrong and say why."""
        self._keep()
        jobs: list[Job] = []
        for at, draft in enumerate(self._drafts):
            job = self._read(at, draft)
            if job is None:
                return
            if job.name in {other.name for other in jobs}:
                self._go(at, "name", tr("Another job has this name."))
                return
            jobs.append(job)
        self.jobs = tuple(jobs)
        names = {key: job.name for key, job in zip(self._keys, jobs, strict=True)}
        self.work = {id: "" if key is None else names[key] for id, key in self._work.items()}
        super().accept()

    def _read(self, at: int, draft: dict[str, Any]) -> Job | None:
        values: dict[str, Any] = {}
        for key, text in draft.items():
            unit = field_unit(Job, key)
            try:
                value = parse_quantity(text, unit) if unit else text.strip() if isinstance(text, str) else text
                if unit and Job.model_fields[key].annotation is int and float(value).is_integer():
                    value = int(value)
                made(Job, {"name": "x", key: value})
            except (QuantityError, EditRefused) as error:
                self._go(at, key, _reason(error))
                return None
            values[key] = value
        return made(Job, values)

    def _go(self, at: int, key: str, reason: str) -> None:
        self.list.setCurrentRow(at)
        self.refuse(self.fields[key], reason)


def _reason(error: QuantityError | EditRefused) -> str:
    """Why a value is refused, without the name of the field it stands under."""
    return str(error) if isinstance(error, QuantityError) else error.text.partition(": ")[2] or error.text


def edit_jobs(window: "MainWindow") -> None:
    """Ask for the jobs of a window's design, and set them as one step."""
    project = window.document.project
    dialog = JobsDialog(window.theme, project, systems_in(project, window.selection.ids), window)
    if dialog.exec():
        window.document.apply(tr("Set jobs"), set_jobs, dialog.jobs, dialog.work)
