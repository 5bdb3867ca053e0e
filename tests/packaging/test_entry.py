"""How the packaged program ends by an error that nobody took care of."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

import pytest

ENTRY = Path(__file__).resolve().parents[2] / "packaging" / "entry.py"


@pytest.fixture(autouse=True)
def fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> int:
        raise ValueError("something unexpected")

    monkeypatch.setattr("viewer.__main__.main", fail)
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)


def test_with_standard_error_it_writes_and_ends_and_no_window_waits_for_an_answer(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ending:
        runpy.run_path(str(ENTRY))
    assert ending.value.code == 1
    assert "ValueError: something unexpected" in capsys.readouterr().err


def test_without_it_the_boot_loader_is_left_to_say_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    with pytest.raises(ValueError, match="something unexpected"):
        runpy.run_path(str(ENTRY))
