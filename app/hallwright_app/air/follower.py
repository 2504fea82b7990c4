"""The field of the air follows the open design: a job that is asked anew after each edit, shown as soon as it streams.

An answer that comes to its end becomes part of the document's report, where rules read it. What streams before that,
and what belongs to a drag, is only shown. Until the first answer, and while one is solved, the balance stands alone.
"""

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from hallwright.engines.air.engine import Air, solve_rooms
from hallwright.engines.cooling.engine import Cooling
from hallwright.errors import HallwrightError
from hallwright.evaluate import Report
from hallwright.project import Project
from hallwright.units import quantity_text
from hallwright_app.air.slices import HEIGHT_M, RANGE_DEGC, Lines, picture, probe, span_of
from hallwright_app.jobs import CancelToken

if TYPE_CHECKING:
    from hallwright_app.main_window import MainWindow

JOB = "The air of the rooms"
SETTLE_MS = 150  # after an edit, before the field is asked anew: typing and nudging are one question
DRAG_MS = 400  # between questions of one drag
LIMIT_S = 900.0


class AirFollower(QObject):
    """Keeps the field up to date and on the plan.

    Attributes
    ----------
    air : Air or None
        What is shown: the last answer, or what streams on the way to the next.
    height_m : float
        Where the slice lies.
    with_arrows, automatic : bool
        Whether arrows are drawn, and whether the scale is that of the slice instead of the fixed one.
    """

    changed = Signal()  # there is another picture, or the state is another
    streamed = Signal(object)  # from the worker

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window, self._document, self._jobs = window, window.document, window.jobs
        self.air: Air | None = window.document.report.results.air
        self.height_m, self.with_arrows, self.automatic = HEIGHT_M, True, False
        self.shown = False
        self.solving = False
        self._answered_s: float | None = None
        self._token: CancelToken | None = None
        self._cursor_m: tuple[float, float] | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._ask)
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._tell)
        self.streamed.connect(self._on_streamed, Qt.ConnectionType.QueuedConnection)
        self._document.changed.connect(self._on_changed)
        self._document.preview_changed.connect(self._on_preview)
        window.plan.cursor_moved.connect(self._on_cursor)
        window.theme.changed.connect(self.paint)
        self._later.start(0)

    @property
    def fresh(self) -> bool:
        """Whether what is shown is the answer for the design as it is."""
        return self.air is not None and not self.air.preliminary and self.air.project is self._document.project

    # ---- asking ------------------------------------------------------------------------------------------------------

    def _on_changed(self, before: Report, after: Report) -> None:
        if after.project is before.project:
            return
        if not after.pending:
            self._stop()
            self.air = after.results.air
            self.paint()
            return
        self._stop()  # an answer for an earlier project is not wanted any more
        self._later.start(SETTLE_MS)
        self._tell()

    def _on_preview(self, report: Report | None) -> None:
        if report is None:
            self._stop()
            if self._document.report.pending:
                self._later.start(SETTLE_MS)
            elif self.air is not self._document.report.results.air:
                self.air = self._document.report.results.air
                self.paint()
        elif self.shown and not self._later.isActive():
            self._later.start(DRAG_MS)

    def _ask(self) -> None:
        report = self._document.shown
        cooling = report.results.cooling
        if cooling is None or not report.pending:
            return
        self._stop()
        self.solving = True
        self._token = self._jobs.run_job(
            JOB, self._work, report.project, cooling, self._document.report.results.air or self.air,
            on_ok=self._on_answer, on_error=self._on_error, limit_s=LIMIT_S,
        )  # fmt: skip
        self._clock.start()
        self._tell()

    def _stop(self) -> None:
        if self.solving:
            self._jobs.cancel(JOB)
            self.solving = False
            self._token = None

    def _work(self, token: CancelToken, project: Project, cooling: Cooling, last: Air | None) -> Air:
        def show(air: Air) -> None:
            self.streamed.emit((token, air))

        return solve_rooms(project, cooling, last, progress=show, cancelled=lambda: token.cancelled)

    # ---- answers -----------------------------------------------------------------------------------------------------

    def _on_streamed(self, sent: tuple[CancelToken, Air]) -> None:
        token, air = sent
        if token is self._token and not token.cancelled:
            self.air = air
            self.paint()

    def _on_answer(self, air: Air) -> None:
        self.solving, self._token = False, None
        self.air, self._answered_s = air, time.monotonic()
        self._document.answer(air)
        self.paint()

    def _on_error(self, error: HallwrightError) -> None:
        self.solving, self._token = False, None
        self._window.show_error(error)
        self._tell()

    # ---- showing -----------------------------------------------------------------------------------------------------

    def show_heat(self, shown: bool) -> None:
        """Lay the slice under the plan, or take it away."""
        self.shown = shown
        self.paint()

    def set_slice(
        self, height_m: float | None = None, *, arrows: bool | None = None, automatic: bool | None = None
    ) -> None:
        """Another height, arrows or none, the scale of the slice or the fixed one."""
        self.height_m = self.height_m if height_m is None else height_m
        self.with_arrows = self.with_arrows if arrows is None else arrows
        self.automatic = self.automatic if automatic is None else automatic
        self.paint()

    def paint(self) -> None:
        """Lay the picture of what is known under the plan."""
        scene = self._window.scene
        found = None
        if self.shown and self.air is not None:
            span = span_of(self.air, self.height_m) if self.automatic else RANGE_DEGC
            found = picture(self.air, self.height_m, self._window.theme, span)
            scene.heat_span = span
        if found is not None and self.air is not None:
            scene.set_heat(*found, Lines.of(self.air, self.height_m, with_arrows=self.with_arrows).paint)
        elif scene.heat is not None:
            scene.set_heat(None)
        self._tell()
        self.changed.emit()

    def _on_cursor(self, x_m: float, y_m: float) -> None:
        self._cursor_m = x_m, y_m
        if self.shown:
            self._tell()

    def state(self) -> str:
        """One line: what the field is, how old, how far it is to be trusted."""
        if self.solving:
            if self.air is None:
                return "Air: solving"
            if self.air.preliminary:
                return "Air: preliminary"
            return f"Air: updating, {self._age()} old"
        if self.air is None:
            return ""
        errors = [one.field.error_k for one in self.air.solved.values() if one.field is not None]
        refused = sum(one.field is None for one in self.air.solved.values())
        text = f"Air: ± {max(errors):.1f} K" if errors else "Air: not solved"
        return text + (f", {refused} not solved" if refused and errors else "")

    def _age(self) -> str:
        seconds = 0.0 if self._answered_s is None else time.monotonic() - self._answered_s
        return f"{seconds:.0f} s" if seconds < 100.0 else f"{seconds / 60.0:.0f} min"

    def _tell(self) -> None:
        text = self.state()
        if self.shown and self._cursor_m is not None and self.air is not None:
            found = probe(self.air, *self._cursor_m, self.height_m)
            if found is not None:
                units = self._window.preferences.units
                degc = quantity_text(found.temperature_degc, "degC", units)
                text = f"{degc}, {found.speed_m_s:.1f} m/s at {quantity_text(self.height_m, 'm', units)} · {text}"
        self._window.status.air.setText(text)
        if not self.solving:
            self._clock.stop()
