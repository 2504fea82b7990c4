"""Layers: an eye and an opacity for each, as the plan draws them."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QSlider, QToolButton, QVBoxLayout, QWidget

from hallwright_app.parts import PlainLabel, plain_tip
from hallwright_app.theme import Theme

LAYERS = (
    ("equipment", "Equipment", 100),
    ("links", "Links of the selection", 100),
    ("trays", "Trays and pipes", 75),
    ("floor", "Floor tiles", 100),
    ("clearance", "Clearance zones", 100),
    ("building", "Building", 100),
)


class Layers(QWidget):
    """One row a layer; hiding keeps its opacity.

    Parameters
    ----------
    set_layer : callable
        ``set_layer(name, visible, opacity)``.
    """

    def __init__(
        self, theme: Theme, set_layer: Callable[[str, bool, float], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._set_layer = theme, set_layer
        self.eyes: dict[str, QToolButton] = {}
        self.sliders: dict[str, QSlider] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 12, 8)
        column.setSpacing(0)
        for name, title, percent in LAYERS:
            row = QHBoxLayout()
            row.setSpacing(6)
            eye = QToolButton()
            eye.setAutoRaise(True)
            eye.setCheckable(True)
            eye.setChecked(True)
            eye.setIconSize(QSize(16, 16))
            eye.setAccessibleName(f"Show {title.lower()}")
            eye.setToolTip(plain_tip(f"Show or hide: {title.lower()}"))
            eye.setStyleSheet("QToolButton:checked { background: transparent; border-color: transparent; }")
            label = PlainLabel(theme, title)
            slider = QSlider(Qt.Orientation.Horizontal)
            slider.setRange(10, 100)
            slider.setValue(percent)
            slider.setFixedWidth(56)
            slider.setAccessibleName(f"Opacity of {title.lower()}")
            slider.setToolTip(plain_tip(f"Opacity {percent} %"))
            eye.toggled.connect(lambda _on, key=name: self._apply(key))
            slider.valueChanged.connect(lambda _value, key=name: self._apply(key))
            row.addWidget(eye)
            row.addWidget(label, 1)
            row.addWidget(slider)
            column.addLayout(row)
            self.eyes[name], self.sliders[name] = eye, slider
        column.addStretch(1)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        for name, eye in self.eyes.items():
            token = "text2" if eye.isChecked() else "line"
            eye.setIcon(QIcon(self._theme.icon_pixmap("eye", token, 16, self.devicePixelRatioF())))
            self.sliders[name].setEnabled(eye.isChecked())

    def _apply(self, name: str) -> None:
        visible, percent = self.eyes[name].isChecked(), self.sliders[name].value()
        self.sliders[name].setToolTip(plain_tip(f"Opacity {percent} %"))
        self._set_layer(name, visible, percent / 100.0)
        self._restyle()
