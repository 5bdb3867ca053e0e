"""Says where the reader is: in the tree, in the status bar and to a screen reader."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction

from viewer.highlight.sentences import sentence_around
from viewer.ui.actions import ActionId
from viewer.ui.announce import announce
from viewer.ui.highlighting import Highlighting
from viewer.ui.main_window import MainWindow
from viewer.ui.navigator import Navigator

_NOTICE_TIME = 4_000
"""Milliseconds that a notice stays in the status bar."""


class Whereabouts(QObject):
    """The section and the passage of the walk; behind them stands what is said in passing."""

    def __init__(
        self,
        window: MainWindow,
        navigator: Navigator,
        highlighting: Highlighting,
        actions: Mapping[ActionId, QAction],
    ) -> None:
        super().__init__(window)
        self._tree = window.tree
        self._bar = window.status_section
        self._navigator = navigator
        self._highlighting = highlighting
        self._actions = actions
        self._place: list[str] = []
        self._forget_notice = QTimer(self, singleShot=True)
        self._forget_notice.timeout.connect(self.show)

    def show(self) -> None:
        """Keeps tree, status bar and the back and forward actions in step with the reader."""
        here = self._navigator.section
        self._tree.set_current_section(here.key if here is not None else "")
        self._place = [here.title if here is not None else "Beginning of the leaflet"]
        if self._navigator.is_at_passage:
            number, count = self._navigator.walk.number + 1, self._highlighting.passage_count
            self._place.append(f"passage {number} of {count}")
        self._forget_notice.stop()
        self._bar.setText(" · ".join(self._place))
        self._actions[ActionId.BACK].setEnabled(self._navigator.can_go_back)
        self._actions[ActionId.FORWARD].setEnabled(self._navigator.can_go_forward)

    def tell_jump(self) -> None:
        """Says to a screen reader where the reader went, which may have made a way back."""
        self.show()
        announce(self._bar, ", ".join(self._place))

    def tell_passage(self) -> None:
        """Reads the passage of the walk to a screen reader."""
        opened, passage = self._navigator.present, self._navigator.walk.passage
        if opened is not None and passage is not None:
            words = sentence_around(opened.text.text, passage.start, passage.end)
            announce(self._bar, f"{', '.join(self._place)}: {words}")

    def notice(self, words: str) -> None:
        """Tells something in passing, behind the place, until the reader moves on."""
        self._bar.setText(f"{' · '.join(self._place)}  —  {words}")
        self._forget_notice.start(_NOTICE_TIME)
        announce(self._bar, words)
