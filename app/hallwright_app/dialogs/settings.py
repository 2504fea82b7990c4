"""Settings of the program (those of the design stand in the inspector)."""

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from hallwright_app.dialogs.form import FormDialog
from hallwright_app.parts import button
from hallwright_app.settings import Preferences
from hallwright_app.theme import Theme


class SettingsDialog(FormDialog):
    """Theme, units, and the name put into waivers."""

    def __init__(self, theme: Theme, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(
            theme, "Settings", "Keep settings",
            "Limits and assumptions belong to the design: the inspector shows them when nothing is selected.", parent,
        )  # fmt: skip
        self._preferences = preferences
        self.look = QComboBox()
        for value, text in (("auto", "as the desktop"), ("light", "light"), ("dark", "dark")):
            self.look.addItem(text, value)
        self.look.setCurrentIndex(self.look.findData(preferences.theme))
        self.units = QComboBox()
        for value, text in (("metric", "metric: mm, kg, °C, L/min"), ("us", "US: ft, lb, °F, gpm, CFM")):
            self.units.addItem(text, value)
        self.units.setCurrentIndex(self.units.findData(preferences.units))
        self.person = QLineEdit(preferences.user_name)
        self.person.setMaxLength(100)
        self.field("Theme", self.look)
        self.field("Units on screen", self.units)
        self.field("Your name, for waivers", self.person)
        self.layout_button = button("Put panels back where they were", self._forget)
        self.field("Panels", self.layout_button)

    def _forget(self) -> None:
        self._preferences.forget_layout()
        self.layout_button.setText("Put back at the next start")
        self.layout_button.setEnabled(False)

    def accept(self) -> None:
        """Keep what was chosen."""
        if self.look.currentData() != self._preferences.theme:
            self._preferences.theme = self.look.currentData()
        if self.units.currentData() != self._preferences.units:
            self._preferences.units = self.units.currentData()
        self._preferences.user_name = self.person.text().strip()
        super().accept()
