"""What every dialog shares: a title that says the act, one column of fields, errors under their field."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from hallwright_app.parts import PlainLabel, button
from hallwright_app.theme import Theme
from hallwright_app.wording import tr


class FormDialog(QDialog):
    """A dialog with labelled fields.

    Parameters
    ----------
    title : str
        The act, such as "Waive PWR104 at RPP C-B".
    verb : str
        Name of the default button.
    """

    def __init__(self, theme: Theme, title: str, verb: str, note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._theme = theme
        self._errors: dict[QWidget, PlainLabel] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 24, 24, 24)
        self.column.setSpacing(16)
        head = PlainLabel(theme, title, "title")
        head.setWordWrap(True)
        self.column.addWidget(head)
        if note:
            label = PlainLabel(theme, tr(note), "body", "text2")
            label.setWordWrap(True)
            self.column.addWidget(label)
        self.form = QFormLayout()
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.form.setHorizontalSpacing(16)
        self.form.setVerticalSpacing(8)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.column.addLayout(self.form)
        self.column.addStretch(1)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.addStretch(1)
        self.cancel = button("Cancel", self.reject)
        self.verb: QPushButton = button(verb, self.accept, default=True)
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.verb)
        self.column.addLayout(self.buttons)
        self.setMinimumWidth(440)

    def field(self, label: str, widget: QWidget) -> None:
        """A field with its label at the left and room for its error below."""
        name = PlainLabel(self._theme, tr(label), "body", "text2")
        name.setBuddy(widget)
        widget.setAccessibleName(tr(label))
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(widget)
        error = PlainLabel(self._theme, "", "caption", "error")
        error.setWordWrap(True)
        error.setVisible(False)
        column.addWidget(error)
        if not self._errors:
            widget.setFocus()  # one may type at once
        self._errors[widget] = error
        self.form.addRow(name, holder)
        self.setTabOrder(widget, self.cancel)  # the buttons come last
        self.setTabOrder(self.cancel, self.verb)

    def refuse(self, widget: QWidget, reason: str) -> None:
        """Show what is wrong with a field, in words, and go there."""
        self.clear_errors()
        error = self._errors[widget]
        error.setText(reason)
        error.setVisible(True)
        error.setAccessibleName(reason)
        widget.setProperty("invalid", True)
        widget.style().polish(widget)
        widget.setFocus()

    def clear_errors(self) -> None:
        """Nothing is wrong (any more)."""
        for widget, error in self._errors.items():
            error.setVisible(False)
            if widget.property("invalid"):
                widget.setProperty("invalid", False)
                widget.style().polish(widget)
