"""The modules that package the program are found where they lie, as run.py's own are."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "packaging"))
