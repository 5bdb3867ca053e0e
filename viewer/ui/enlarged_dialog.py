"""The window that a table or an image is enlarged in, over the leaflet; Esc leads back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from viewer.ui.actions import ActionId, action_spec
from viewer.ui.announce import announce
from viewer.ui.enlarged_picture import EnlargedPicture
from viewer.ui.enlarged_table import EnlargedTable
from viewer.ui.painting import key_text

_LEAST = QSize(480, 360)
_SHARE_OF_SCREEN = 0.9
_SIDE = 16


class EnlargedDialog(QDialog):
    """Shows one figure, with what can be done to it below."""

    def __init__(self, title: str, shown: EnlargedTable | EnlargedPicture, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("enlarged_dialog")
        self.setWindowTitle(title)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.link = ""
        """The link in the table that was chosen; the dialog closes then."""
        self.shown = shown
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(shown, 1)
        column.addLayout(self._tools())
        self._add_keys()
        shown.zoom_changed.connect(self._show_zoom)
        if isinstance(shown, EnlargedTable):
            shown.link_chosen.connect(self._leave_by)
        self._show_zoom(shown.zoom)
        self.resize(self._fitting(parent.window().size()))
        shown.setFocus()

    def step_zoom(self, step: int) -> None:
        """Goes one step larger (+1) or smaller (-1)."""
        self.shown.step_zoom(step)
        announce(self._zoom, self._zoom.text())

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(_SIDE, 12, _SIDE, 12)
        row.setSpacing(8)
        for sign, id, step in (("−", ActionId.ZOOM_OUT, -1), ("+", ActionId.ZOOM_IN, +1)):
            button = self._button(sign, action_spec(id).name, action_spec(id).keys[0])
            button.setObjectName("enlarged_in" if step > 0 else "enlarged_out")
            button.clicked.connect(partial(self._step_by_button, step))
            row.addWidget(button)
            if step < 0:
                row.addWidget(self._zoom_label())
        row.addStretch(1)
        copy = self._button("&Copy", "Copy", "")
        copy.setToolTip("Copy what is selected, or all of it")
        copy.clicked.connect(self.shown.copy_shown)
        close = self._button("Close", "Close", "Esc")
        close.setDefault(True)
        close.setProperty("primary", True)
        close.clicked.connect(self.reject)
        row.addWidget(copy)
        row.addWidget(close)
        return row

    def _zoom_label(self) -> QLabel:
        self._zoom = QLabel()
        self._zoom.setTextFormat(Qt.TextFormat.PlainText)
        self._zoom.setObjectName("enlarged_zoom")
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._zoom.setMinimumWidth(self._zoom.fontMetrics().horizontalAdvance("1000 %"))
        return self._zoom

    def _button(self, text: str, name: str, key: str) -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(name)
        button.setToolTip(f"{name} ({key_text(key)})" if key else name)
        button.setAutoDefault(False)
        return button

    def _add_keys(self) -> None:
        calls = (
            (ActionId.ZOOM_IN, partial(self.step_zoom, +1)),
            (ActionId.ZOOM_OUT, partial(self.step_zoom, -1)),
            (ActionId.ZOOM_RESET, self.shown.reset_zoom),
        )
        for id, call in calls:
            for key in action_spec(id).keys:
                QShortcut(QKeySequence(key), self).activated.connect(call)

    def _step_by_button(self, step: int, _checked: bool = False) -> None:
        self.step_zoom(step)

    def _show_zoom(self, percent: int) -> None:
        self._zoom.setText(f"{percent} %")

    def _leave_by(self, link: str) -> None:
        self.link = link
        self.accept()

    def _fitting(self, window: QSize) -> QSize:
        """As large as the figure wants: no smaller than the window, no larger than the screen."""
        most = self.screen().availableSize() * _SHARE_OF_SCREEN
        tools = self.sizeHint().height() - self.shown.sizeHint().height()
        width, height = self.shown.natural_size()
        wanted = QSize(width, height + tools).boundedTo(most)
        return wanted.expandedTo(window.boundedTo(most)).expandedTo(_LEAST)
