"""Array along a row: how many copies, how far apart."""

from PySide6.QtWidgets import QLineEdit, QSpinBox, QWidget

from hallwright.units import UNITS, QuantityError, System, number_text, parse_quantity
from hallwright_app.dialogs.form import FormDialog
from hallwright_app.theme import Theme


class ArrayDialog(FormDialog):
    """Asks for copies and steps; `copies`, `dx_m`, `dy_m` hold the answer."""

    def __init__(self, theme: Theme, what: str, step_m: float, system: System, parent: QWidget | None = None) -> None:
        super().__init__(theme, f"Array {what}", "Array", "Copies with all they carry, each one step further.", parent)
        self._system = system
        self.count = QSpinBox()
        self.count.setRange(1, 500)
        self.count.setValue(5)
        self.count.selectAll()
        shown, sign, decimals = UNITS["m"].shown_value(step_m, system)
        self.right = QLineEdit(f"{number_text(shown, decimals)} {sign}")
        self.down = QLineEdit(f"0 {sign}")
        self.field("Copies", self.count)
        self.field("Step to the right", self.right)
        self.field("Step down", self.down)
        self.copies, self.dx_m, self.dy_m = 0, 0.0, 0.0

    def accept(self) -> None:
        """Take the numbers, or say what is wrong with one."""
        steps = []
        for line in (self.right, self.down):
            try:
                steps.append(round(parse_quantity(line.text(), "m", self._system), 6))
            except QuantityError as error:
                self.refuse(line, str(error))
                return
        if not any(steps):
            self.refuse(self.right, "With both steps at zero every copy would stand in the same place.")
            return
        self.copies, (self.dx_m, self.dy_m) = self.count.value(), steps
        super().accept()
