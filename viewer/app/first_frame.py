"""What the first frame shows, kept from the last run: the start leaflet, ready to be laid out.

Reading the leaflet, the settings and the theme anew takes longer than everything else up to the
first frame. So they are kept together with the size and time of each file they were made from;
where one of these is another now, nothing of it is used. What is shown is checked against the
leaflet itself as soon as that is read, and laid out again if it differs.

Nothing of what was read or searched is kept: the start leaflet is the same in every run. The
file has a line for each field and then the HTML; a JSON parser would cost more than all of it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPainter, QPalette, QTextDocument
from PySide6.QtWidgets import QApplication, QWidget

from viewer import __version__
from viewer.ui.rich_text import column_margin

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

FILE_NAME = "first-frame.html"
_STAMP = "made-from"


class FirstFrame(NamedTuple):
    """The start leaflet as HTML, and what the window around it looks like.

    `measures` are the four of `viewer.ui.rich_text`, `colours` window, page, text and link of
    the theme. `system` is the colour of the desktop's own windows where the theme follows the
    desktop, else empty. `geometry` is the window's as Qt saves it, in base64; `room` are the
    pixels above, left, right and below the leaflet.
    """

    leaflet: str
    title: str
    measures: tuple[float, ...]
    colours: tuple[str, ...]
    system: str
    geometry: str
    room: tuple[int, ...]
    html: str


class FirstPage(QWidget):
    """Paints a document as the leaflet's view will, and calls `painted` after the first frame.

    A text browser with its scroll bars would take twice as long to be there.
    """

    def __init__(self, document: QTextDocument, reserved: int, painted: Callable[[], None]) -> None:
        """`reserved` are the pixels at the right that marker strip and scroll bar will take."""
        super().__init__()
        self._document = document
        self._reserved = reserved
        self._painted: Callable[[], None] | None = painted
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        side = column_margin(self._document, self.width() - self._reserved)
        self._document.setTextWidth(self.width() - self._reserved - 2 * side)
        painter = QPainter(self)
        painter.translate(side, 0)
        self._document.drawContents(painter)
        if self._painted is not None:
            QTimer.singleShot(0, self._painted)
            self._painted = None


def load_first_frame(folder: Path) -> FirstFrame | None:
    """The first frame kept in a folder; None where there is none, or something has changed."""
    try:
        kept = (folder / FILE_NAME).read_bytes().decode()
        head, _, html = kept.partition("\n\n")
        fields: dict[str, str] = {}
        for line in head.split("\n"):
            name, _, value = line.partition("\t")
            if name == _STAMP:
                file, _, state = value.rpartition("\t")
                if state != _state(file):
                    return None
            fields[name] = value
        if fields["version"] != __version__:
            return None
        frame = FirstFrame(
            fields["leaflet"],
            fields["title"],
            tuple(float(number) for number in fields["measures"].split()),
            tuple(fields["colours"].split()),
            fields["system"],
            fields["geometry"],
            tuple(int(number) for number in fields["room"].split()),
            html,
        )
    except (OSError, ValueError, KeyError):
        return None
    whole = (len(frame.measures), len(frame.colours), len(frame.room)) == (4, 4, 4)
    return frame if whole else None


def save_first_frame(folder: Path, frame: FirstFrame, made_from: Iterable[Path]) -> None:
    """Keeps a first frame with the state of the files it was made from; failing is harmless."""
    values = frame._asdict()
    html = values.pop("html")
    lines = [f"version\t{__version__}"]
    lines += [f"{_STAMP}\t{file}\t{_state(os.fspath(file))}" for file in made_from]
    for name, value in values.items():
        words = value if isinstance(value, str) else " ".join(str(part) for part in value)
        lines.append(f"{name}\t{words}")
    if any("\n" in line for line in lines):
        return
    part = folder / f"{FILE_NAME}.{os.getpid()}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part.write_text("\n".join(lines) + "\n\n" + html, encoding="utf-8", newline="")
        part.replace(folder / FILE_NAME)
    except OSError:
        part.unlink(missing_ok=True)


def system_colour(app: QApplication) -> str:
    """The colour of the desktop's own windows: another one tells of another scheme.

    Asked for before a theme is applied. (The desktop's scheme itself is only to be had with
    QtCore.Qt, whose enumerations take 14 ms to import.)
    """
    return app.style().standardPalette().color(QPalette.ColorRole.Window).name()


def _state(file: str) -> str:
    """Time and size of a file; nothing where it is not there."""
    try:
        status = Path(file).stat()
    except OSError:
        return ""
    return f"{status.st_mtime_ns} {status.st_size}"
