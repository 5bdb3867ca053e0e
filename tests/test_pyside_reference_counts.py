"""PySide6 6.12.0 on CPython 3.11 ends the process after some thousand calls into Qt.

Each call of a method that returns nothing loses a reference to None, each emitted signal one to
True. A release that does so must never be let in by the requirements.
"""

from __future__ import annotations

import subprocess
import sys

MANY_CALLS = """
from PySide6.QtCore import QObject, Signal

class Source(QObject):
    happened = Signal(int)

heard = []
source = Source()
source.happened.connect(heard.append)
for number in range(20_000):
    source.happened.emit(number)
for _ in range(20_000):
    source.blockSignals(False)
    source.setObjectName("source")
print(len(heard))
"""


def test_twenty_thousand_signals_and_calls_leave_the_process_alive() -> None:
    child = subprocess.run(
        [sys.executable, "-c", MANY_CALLS], check=False, capture_output=True, text=True
    )
    assert child.returncode == 0, child.stderr
    assert child.stdout.strip() == "20000"
