"""Measures in the program's own window: keys and actions in, frames out.

The program is started as ever; where it would wait for its user, it waits to be asked for rounds.
A frame is measured from the action to the end of the painting that it causes, over the whole
window and up to the screen: first all that the action does at once, then the repaint of whatever
it touched. What the program leaves for later, it does between the measures.

usage: python -m benchmarks.window_child LEAFLET...
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from itertools import cycle, pairwise
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QMainWindow,
    QTextBrowser,
    QWidget,
)

from benchmarks.children import Round, serve
from viewer.app import run_window
from viewer.open_request import OpenRequest

T = TypeVar("T")
REST = 30
"""Milliseconds in which the program does what it has left for later."""
LONGEST_WAIT = 60.0
LENS = "lens_alcohol"
DENSE = "lens_vowels"
OWN_TERM = "a*"
STEP = 120
"""Pixels of a scroll step: three lines, as of a mouse wheel."""


class Stage:
    """The window on a leaflet, and what is measured in it."""

    def __init__(self, files: list[str]) -> None:
        windows = QApplication.topLevelWidgets()
        window = next(w for w in windows if w.objectName() == "main_window")
        assert isinstance(window, QMainWindow)
        self.window = window
        self.view = self._part(QTextBrowser, "leaflet_view")
        self._files = cycle(files)
        self._wait_until(lambda: self.view.document().characterCount() > 1_000)
        self._rest()
        self._bare: QTextBrowser | None = None

    # -- rounds -------------------------------------------------------------------------------

    def lens(self) -> Round:
        """A lens of the program switched on and off."""
        return self._switched(LENS)

    def dense(self) -> Round:
        """A lens that marks every third word."""
        return self._switched(DENSE)

    def _switched(self, name: str) -> Round:
        switch = self._part(QAction, name)
        plain, on, off = self._plain(), self._frame(switch.trigger), self._frame(switch.trigger)
        return {"plain": plain, "on": on, "off": off}

    def plain(self) -> Round:
        """The leaflet painted again as it is, against Qt's own browser with the same text."""
        bare = self._bare_browser()
        return {"plain": self._plain(), "qt": self._frame(bare.viewport().update)}

    def own_term(self) -> Round:
        """A word of the reader's own that stands for many, entered and taken away."""
        field = self._part(QLineEdit, "term_field")
        field.setText(OWN_TERM)
        self._rest()
        plain = self._plain()
        on = self._frame(lambda: self._press(field, Qt.Key.Key_Return, "\r"))
        lit = self._plain()
        off = self._frame(field.clear)
        return {"plain": plain, "on": on, "lit": lit, "off": off}

    def find(self) -> Round:
        """The keystrokes of a word, at first common and then rare, and each key's frame."""
        field = self._open_find()
        figures = {"plain": self._plain(), "counted": self._counted(field)}
        letters = [self._frame(self._typing(field, letter)) for letter in "alcohol"]
        figures["dense"], figures["typed"] = letters[0], max(letters[1:])
        figures["erased"] = self._frame(lambda: self._press(field, Qt.Key.Key_Backspace, "\b"))
        self._close_find(field)
        return figures

    def _counted(self, field: QLineEdit) -> float:
        """Milliseconds from the first letter until it is said how many there are."""
        count = self._part(QLabel, "find_count")
        began = time.perf_counter()
        self._typing(field, "a")()
        self._wait_until(lambda: bool(count.text()))
        ended = time.perf_counter()
        field.clear()
        self._rest()
        return (ended - began) * 1000

    def scroll(self) -> Round:
        """A step down, plain and with a lens on; the leaflet wraps round at its end."""
        bar = self.view.verticalScrollBar()
        if bar.value() > bar.maximum() - 20 * STEP:
            bar.setValue(0)
        step = lambda: bar.setValue(bar.value() + STEP)  # noqa: E731
        plain, figures = self._plain(), {}
        figures["plain"], figures["step"] = plain, self._frame(step)
        switch = self._part(QAction, LENS)
        switch.trigger()
        self._rest()
        figures["step_lit"] = self._frame(step)
        switch.trigger()
        self._rest()
        return figures

    def gaps(self) -> Round:
        """The longest time that the window does not answer: lens, own term, typing."""
        switch = self._part(QAction, LENS)
        figures = {"rest": self._longest_gap(lambda: None)}
        figures["lens"] = self._longest_gap(switch.trigger)
        switch.trigger()
        term = self._part(QLineEdit, "term_field")
        term.setText(OWN_TERM)
        self._rest()
        figures["own_term"] = self._longest_gap(lambda: self._press(term, Qt.Key.Key_Return, "\r"))
        term.clear()
        field = self._open_find()
        figures["find"] = max(self._longest_gap(self._typing(field, each)) for each in "alco")
        self._close_find(field)
        return figures

    def open(self) -> Round:
        """Another leaflet opened from its file, against Qt's own browser with the same file."""
        file = next(self._files)
        before = self.view.document()
        began = time.perf_counter()
        shown = lambda: self.view.document() is not before  # noqa: E731
        blocked = self._longest_gap(lambda: self.window.file_dropped.emit(file), shown)  # type: ignore[attr-defined]
        return {"blocked": blocked, "shown": (self._shown_at - began) * 1000, "qt": _plain_qt(file)}

    def _bare_browser(self) -> QTextBrowser:
        """Qt's browser with a copy of the document, as large as the leaflet's view."""
        if self._bare is None:
            self._bare = QTextBrowser()
            self._bare.setDocument(self.view.document().clone(self._bare))
            self._bare.resize(self.view.viewport().size())
            self._bare.show()
            self._rest()
        return self._bare

    # -- frames -------------------------------------------------------------------------------

    def _plain(self) -> float:
        """The floor: the leaflet painted again as it is."""
        return self._frame(self.view.viewport().update)

    def _frame(self, act: Callable[[], object]) -> float:
        began = time.perf_counter()
        act()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest.value)
        ended = time.perf_counter()
        self._rest()
        return (ended - began) * 1000

    def _longest_gap(
        self, act: Callable[[], object], until: Callable[[], bool] = lambda: True
    ) -> float:
        """The longest time between two ticks of a timer while `act` and what follows is done."""
        ticks = [time.perf_counter()]
        timer = QTimer()
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
        timer.start(1)
        QTimer.singleShot(5, act)
        self._wait_for(20)
        self._wait_until(until)
        self._shown_at = time.perf_counter()
        self._wait_for(60)
        timer.stop()
        return max(later - earlier for earlier, later in pairwise(ticks)) * 1000

    def _rest(self) -> None:
        self._wait_for(REST)

    def _wait_for(self, milliseconds: int) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def _wait_until(self, happened: Callable[[], bool]) -> None:
        end = time.monotonic() + LONGEST_WAIT
        while not happened():
            if time.monotonic() > end:
                raise TimeoutError("the window does not come to show what it should")
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)

    # -- parts and keys -----------------------------------------------------------------------

    def _part(self, kind: type[T], name: str) -> T:
        part = self.window.findChild(kind, name)  # type: ignore[type-var]
        assert isinstance(part, kind), name
        return part

    def _open_find(self) -> QLineEdit:
        self._part(QAction, "action_find").trigger()
        self._rest()
        field = self._part(QLineEdit, "find_field")
        field.clear()
        self._rest()
        return field

    def _close_find(self, field: QLineEdit) -> None:
        self._press(field, Qt.Key.Key_Escape, "")
        self.view.verticalScrollBar().setValue(0)
        self._rest()

    def _typing(self, field: QLineEdit, letter: str) -> Callable[[], None]:
        return lambda: self._press(field, Qt.Key(ord(letter.upper())), letter)

    def _press(self, widget: QWidget, key: Qt.Key, text: str) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
            QApplication.sendEvent(widget, event)


def _plain_qt(file: str) -> float:
    """Milliseconds until Qt's own text browser has read and painted a Markdown file."""
    text = Path(file).read_text(encoding="utf-8")
    browser = QTextBrowser()
    browser.resize(800, 700)
    browser.show()
    QApplication.processEvents()
    began = time.perf_counter()
    browser.setMarkdown(text)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest.value)
    return (time.perf_counter() - began) * 1000


def _wait_to_be_asked(files: list[str]) -> int:
    stage = Stage(files)
    names = ("plain", "lens", "dense", "own_term", "find", "scroll", "gaps", "open")
    serve({name: getattr(stage, name) for name in names})
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    opened = sys.argv[1:]
    QApplication.exec = lambda *_: _wait_to_be_asked(opened)  # type: ignore[method-assign]
    run_window(OpenRequest(opened[0]))
