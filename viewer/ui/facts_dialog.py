"""A small dialog of facts, one a row, that can be read, selected and copied."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

_WIDTH = 560


class FactsDialog(QDialog):
    """Shows (label, value) rows under a title, and words below them."""

    def __init__(
        self, title: str, rows: Sequence[tuple[str, str]], words: str, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("facts_dialog")
        self.setWindowTitle(title)
        self.setMinimumWidth(_WIDTH)
        self._copied = "\n".join(
            [*(f"{label}: {value}" for label, value in rows), words]
            if words
            else [f"{label}: {value}" for label, value in rows]
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(16)
        form = QFormLayout()
        form.setHorizontalSpacing(24)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for label, value in rows:
            name = QLabel(label)
            name.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            form.addRow(name, self._value(label, value))
        column.addLayout(form)
        if words:
            column.addWidget(self._value("", words))
        column.addWidget(self._buttons())

    def _value(self, label: str, value: str) -> QLabel:
        field = QLabel(_breakable(value))
        field.setAccessibleName(f"{label}: {value}" if label else value)
        field.setTextFormat(Qt.TextFormat.PlainText)
        field.setWordWrap(True)
        field.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return field

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = QPushButton("&Copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._copied))
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        buttons.button(QDialogButtonBox.StandardButton.Close).setDefault(True)
        return buttons


def _breakable(value: str) -> str:
    """The value with places to break long paths and digests at (ZERO WIDTH SPACE)."""
    if " " in value or len(value) < 40:
        return value
    if "/" in value or "\\" in value:
        return value.replace("/", "/\u200b").replace("\\", "\\\u200b")
    return "\u200b".join(value[n : n + 8] for n in range(0, len(value), 8))
