"""About: version, licence, where data lies."""

import platform

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QWidget

from hallwright import __version__
from hallwright.fileformat.user_data import user_data_folder
from hallwright_app.dialogs.form import FormDialog
from hallwright_app.parts import PlainLabel
from hallwright_app.theme import Theme


class AboutDialog(FormDialog):
    """What this is."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(
            theme, "About Hallwright", "Close", "AI data halls that fit their power, cooling and fabric.", parent
        )
        for name, value in (
            ("Version", __version__),
            ("Licence", "Apache-2.0; the typeface Inter under the SIL Open Font License"),
            ("Runs on", f"Python {platform.python_version()}, Qt {qVersion()}"),
            ("Recovery and backups", str(user_data_folder())),
            ("Network", "None. Hallwright works offline and sends nothing."),
        ):
            label = PlainLabel(theme, value)
            label.setWordWrap(True)
            label.setMinimumWidth(340)  # short values stay on one line
            self.form.addRow(PlainLabel(theme, name, "body", "text2"), label)
        self.cancel.hide()
