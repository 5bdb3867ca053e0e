"""How second starts meet the open window on Windows: a named pipe that its user alone may open.

`viewer.instance` does the same with a socket where there are such. Qt knows pipes, Python does not;
so here Qt is imported before a second start knows that it is one. Qt keeps other users from opening
the pipe; that they do not pose as the window is found out by asking whose process is at its end.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QDeadlineTimer, QObject, QTimer
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from viewer.instance import PATIENCE, TAKEN, Launch, Meeting, message_to, request_from
from viewer.open_request import OpenRequest

_QUERY_INFORMATION = 0x0400
"""PROCESS_QUERY_INFORMATION: a right to processes of one's own."""


def hand_over(meeting: Meeting, request: OpenRequest) -> bool:
    """Hands a request to the window that is open; False where none takes it. Raises nothing."""
    socket = QLocalSocket()
    socket.connectToServer(str(meeting.socket))
    deadline = QDeadlineTimer(int(PATIENCE * 1000))
    if not socket.waitForConnected(deadline.remainingTime()) or not _is_own(socket):
        return False
    socket.write(message_to(meeting, request))
    while socket.bytesAvailable() < len(TAKEN):
        if not socket.waitForReadyRead(deadline.remainingTime()):
            return False
    return bytes(socket.readAll().data()) == TAKEN


class Pipe(QObject):
    """Listens for second starts; `asked` is called with the request and its launch."""

    def __init__(
        self,
        meeting: Meeting,
        asked: Callable[[OpenRequest, Launch], None],
        parent: QObject,
        give_way: Callable[[], None] | None = None,
    ) -> None:
        """`give_way` as `viewer.app.callers` has it."""
        super().__init__(parent)
        self._meeting = meeting
        self._asked = asked
        self._give_way = give_way
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._accept)
        self._server.listen(str(meeting.socket))

    def close(self) -> None:
        """Ends the listening."""
        self._server.close()

    def _accept(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(lambda socket=socket: self._read(socket))
            socket.disconnected.connect(socket.deleteLater)
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            return
        found = request_from(bytes(socket.readLine().data()), self._meeting)
        if found is not None and self._give_way is not None:
            self.close()
            QTimer.singleShot(0, self._give_way)
        elif found is not None:
            socket.write(TAKEN)
            socket.flush()
            self._asked(*found)
        socket.disconnectFromServer()


def _is_own(socket: QLocalSocket) -> bool:
    """Whether this user may ask about the process that holds the pipe; lets it come to the front.

    See GetNamedPipeServerProcessId and AllowSetForegroundWindow in the documentation of Windows.
    """
    if sys.platform != "win32":
        return True
    import ctypes

    kernel, process = ctypes.windll.kernel32, ctypes.c_ulong()
    pipe = ctypes.c_void_p(socket.socketDescriptor())
    if not kernel.GetNamedPipeServerProcessId(pipe, ctypes.byref(process)):
        return False
    handle = kernel.OpenProcess(_QUERY_INFORMATION, False, process)
    if not handle:
        return False
    kernel.CloseHandle(ctypes.c_void_p(handle))
    ctypes.windll.user32.AllowSetForegroundWindow(process)
    return True
