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
from contextlib import suppress
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
_ANY_NAME = "surrogateescape"
"""How names of files are kept that are in no known encoding."""
_MOST_POINTS = 200
_MOST_PIXELS = 2_000


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
    path = folder / FILE_NAME
    try:
        if not path.is_file():  # reading a pipe would wait for ever
            return None
        head, _, html = path.read_bytes().decode(errors=_ANY_NAME).partition("\n\n")
        lines = [line.partition("\t") for line in head.split("\n")]
        stamps = [value.rpartition("\t") for name, _, value in lines if name == _STAMP]
        fields = {name: value for name, _, value in lines}
        current = fields["version"] == __version__ and int(fields["length"]) == len(html)
        if not current or not stamps or any(state != _state(file) for file, _, state in stamps):
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
    return frame if _can_be_shown(frame) else None


def _can_be_shown(frame: FirstFrame) -> bool:
    """Whether every value is one that a window can have."""
    return (
        (len(frame.measures), len(frame.colours), len(frame.room)) == (4, 4, 4)
        and 1 <= frame.measures[0] <= _MOST_POINTS
        and all(0 <= measure <= _MOST_PIXELS for measure in frame.measures)
        and all(0 <= pixels <= _MOST_PIXELS for pixels in frame.room)
        and all(_is_colour(colour) for colour in frame.colours)
    )


def _is_colour(text: str) -> bool:
    digits = set("0123456789abcdefABCDEF")
    return len(text) == 7 and text[0] == "#" and digits.issuperset(text[1:])


def save_first_frame(folder: Path, frame: FirstFrame, made_from: Iterable[Path]) -> None:
    """Keeps a first frame with the state of the files it was made from; failing is harmless."""
    values = frame._asdict()
    html = values.pop("html")
    lines = [f"version\t{__version__}", f"length\t{len(html)}"]
    lines += [f"{_STAMP}\t{file}\t{_state(os.fspath(file))}" for file in made_from]
    for name, value in values.items():
        words = value if isinstance(value, str) else " ".join(str(part) for part in value)
        lines.append(f"{name}\t{words}")
    if any("\n" in line for line in lines):
        return
    part = folder / f"{FILE_NAME}.{os.getpid()}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        text = "\n".join(lines) + "\n\n" + html
        part.write_bytes(text.encode(errors=_ANY_NAME))
        part.replace(folder / FILE_NAME)
    except (OSError, ValueError):
        with suppress(OSError):
            part.unlink()


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
