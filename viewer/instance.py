"""One window for one user: a second start hands over to the first what it was asked to show.

They meet at a socket in a folder that nobody but the user may enter, and each asks the system who
the other is before a word is said. The socket's name follows from the configuration folder and the
display: other folders, or another screen, are another window. Nothing here needs Qt, so the second
start is over before Qt would have been imported; and the first listens before it imports Qt, so
that an impatient second double-click finds it.

Windows has no such sockets for Python; there a pipe of Qt's stands for it, see `viewer.app.pipe`.
"""

from __future__ import annotations

import os
import stat
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from viewer import paths
from viewer.open_request import OpenRequest

if TYPE_CHECKING:
    from _socket import socket as Socket  # noqa: N812

PATIENCE = 1.0
"""Seconds that a running window has to answer; then it is taken for hung."""
START_PATIENCE = 10.0
"""Seconds that a window has to answer in its first seconds, when it may still be starting."""
MOST_BYTES = 64 * 1024
"""The most that a request may have."""
_LOCK = "leaflet-viewer.lock"
_MOST_PATH = 79
"""Bytes of a folder's path: with the socket's name those 104 that macOS allows, and Linux 108."""
TAKEN = b"taken\n"
"""What a window answers that shows what was asked for."""


TOKEN = "XDG_ACTIVATION_TOKEN"
STARTUP_ID = "DESKTOP_STARTUP_ID"


class Launch(NamedTuple):
    """What a desktop gives the program it starts so that a window may come to the front.

    `token` is that of Wayland, `startup_id` that of X11; both are empty in a terminal.
    """

    token: str = ""
    startup_id: str = ""


class Meeting(NamedTuple):
    """Where windows and second starts of one user, configuration and display meet."""

    socket: Path
    key: str
    """What both have to agree on; the socket's name is only a digest of it."""


class Listener(NamedTuple):
    """A socket that second starts connect to."""

    socket: Socket
    meeting: Meeting
    inode: int

    def close(self) -> None:
        """Ends the listening and takes the socket away, unless it is another window's by now."""
        if self.socket.fileno() < 0:
            return
        with suppress(OSError):
            if self.meeting.socket.lstat().st_ino == self.inode:
                self.meeting.socket.unlink()
        self.socket.close()


def meeting() -> Meeting | None:
    """Where to meet; None where no folder is safe."""
    from zlib import crc32

    screen = ("WAYLAND_DISPLAY", "DISPLAY", "QT_QPA_PLATFORM")
    places = (str(paths.config_folder()), *(os.environ.get(name, "") for name in screen))
    key = "\n".join((*places, *_windows_session()))
    name = f"leaflet-viewer-{crc32(os.fsencode(key)):08x}"
    if sys.platform == "win32":
        return Meeting(Path(rf"\\.\pipe\{name}"), key)
    folder = _own_folder()
    return Meeting(folder / name, key) if folder is not None else None


def hand_over(meeting: Meeting, request: OpenRequest) -> bool:
    """Hands a request to the window that is open; False where none takes it. Raises nothing."""
    if sys.platform == "win32":
        return False  # `run_window` does it, with Qt
    from _socket import AF_UNIX, SOCK_STREAM, socket

    connection = socket(AF_UNIX, SOCK_STREAM)
    try:
        connection.settimeout(_patience(meeting.socket))
        connection.connect(os.fspath(meeting.socket))
        if not is_own(connection):
            return False
        connection.sendall(message_to(meeting, request))
        return connection.recv(len(TAKEN)) == TAKEN
    except (OSError, ValueError):  # nobody there, or a window that hangs
        return False
    finally:
        connection.close()


def listen(meeting: Meeting) -> Listener | None:
    """Listens for second starts; None where somebody does already. Raises nothing.

    A socket that a dead process left is replaced. Two that come at once are kept apart by a lock.
    """
    if sys.platform == "win32":
        return None
    import fcntl
    from _socket import AF_UNIX, SOCK_STREAM, socket

    listening = socket(AF_UNIX, SOCK_STREAM)
    lock = -1
    try:
        lock = os.open(meeting.socket.with_name(_LOCK), os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX)  # nobody holds it longer than the next lines take
        if _is_alive(meeting.socket):
            listening.close()
            return None
        meeting.socket.unlink(missing_ok=True)
        listening.bind(os.fspath(meeting.socket))
        listening.listen(8)
        listening.setblocking(False)
        return Listener(listening, meeting, meeting.socket.lstat().st_ino)
    except OSError:
        listening.close()
        return None
    finally:
        if lock >= 0:
            os.close(lock)


def is_own(connection: Socket) -> bool:
    """Whether the process at the other end is the same user's, where the system can tell."""
    if not sys.platform.startswith("linux"):
        return True  # the folder lets nobody else in
    from _socket import SO_PEERCRED, SOL_SOCKET

    credentials = connection.getsockopt(SOL_SOCKET, SO_PEERCRED, 12)
    return int.from_bytes(credentials[4:8], sys.byteorder, signed=True) == os.geteuid()


def request_from(message: bytes, meeting: Meeting) -> tuple[OpenRequest, Launch] | None:
    """What a second start asks for, and by what it was launched; None where it is not for us.

    Of another version's message what is not known here is left out of account.
    """
    import json

    try:
        data = json.loads(message)
        if data["key"] != meeting.key:
            return None
        asked = data["request"]
        words = {name: str(asked[name]) for name in ("leaflet", "section", "term", "find")}
        lenses = tuple(str(lens) for lens in asked["lenses"])
        request = OpenRequest(**words, lenses=lenses, choose=asked["choose"] is True)
        return request, Launch(str(data["token"]), str(data["startup_id"]))
    except (ValueError, KeyError, TypeError):
        return None


def message_to(meeting: Meeting, request: OpenRequest) -> bytes:
    """A request as a line of bytes, for `request_from` at the other end."""
    import json

    data = {
        "key": meeting.key,
        "request": request._asdict(),
        "token": os.environ.get(TOKEN, ""),
        "startup_id": os.environ.get(STARTUP_ID, ""),
    }
    return json.dumps(data).encode() + b"\n"


def forget_launch() -> None:
    """Takes what the desktop gave this very start out of the environment, once Qt has used it.

    Qt does not take it out of `os.environ`, from which child processes get theirs.
    """
    for name in (TOKEN, STARTUP_ID):
        os.environ.pop(name, None)


def _patience(socket: Path) -> float:
    """How long an answer may take: a window that listens but lately may still be starting."""
    age = time.time() - socket.stat().st_mtime
    return max(PATIENCE, START_PATIENCE - age) if age >= 0 else PATIENCE


def _is_alive(path: Path) -> bool:
    """Whether a process listens there; one that hangs with a full queue counts as well."""
    from _socket import AF_UNIX, SOCK_STREAM, socket

    connection = socket(AF_UNIX, SOCK_STREAM)
    connection.setblocking(False)
    try:
        connection.connect(os.fspath(path))
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        connection.close()
    return True


def _windows_session() -> tuple[str, ...]:
    """On Windows the number of the session: one user may have several on a terminal server."""
    if sys.platform == "win32":
        from ctypes import byref, c_ulong, windll

        number = c_ulong()
        windll.kernel32.ProcessIdToSessionId(os.getpid(), byref(number))
        return (str(number.value),)
    return ()


def _own_folder() -> Path | None:
    """A folder that only this user may enter: the session's, or else one for temporary files."""
    session = os.environ.get("XDG_RUNTIME_DIR")
    if session and _is_short(session) and _is_private(Path(session)):
        return Path(session)
    name = f"/leaflet-viewer-{os.geteuid()}"
    temporary = os.environ.get("TMPDIR") or "/tmp"
    folder = Path((temporary if _is_short(temporary + name) else "/tmp") + name)
    with suppress(OSError):
        folder.mkdir(mode=0o700)
    return folder if _is_private(folder) else None


def _is_short(folder: str) -> bool:
    return len(os.fsencode(folder)) <= _MOST_PATH


def _is_private(folder: Path) -> bool:
    try:
        status = folder.lstat()  # a link could lead to anybody's
    except OSError:
        return False
    mode = status.st_mode
    return stat.S_ISDIR(mode) and status.st_uid == os.geteuid() and not mode & 0o077
