"""What the system asks the program to open before there is a window to open it in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ASKED = """
import sys
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from viewer.app import make_application

sys.platform = "darwin"  # the one system that tells files so; Qt has the event everywhere
application = make_application()
send = application.sendEvent
assert send(application, QFileOpenEvent("/a b.leaflet"))
assert send(application, QFileOpenEvent(QUrl.fromLocalFile("/c.xml")))
assert not send(application, QFileOpenEvent(QUrl("https://localhost/d.xml")))
opened = []
application.open_files_with(opened.append)
assert send(application, QFileOpenEvent("/e.leaflet"))
print(opened)
"""


def test_files_asked_for_before_the_window_is_there_are_opened_once_it_is() -> None:
    """In a process of its own, since a process has one application."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", ASKED],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("['/a b.leaflet', '/c.xml', '/e.leaflet']\n", "")
