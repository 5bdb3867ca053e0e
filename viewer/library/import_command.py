"""What the program is asked with to be the process that reads and packs for an import.

It stands alone: the command line looks at it at every start, and what answers is large.
"""

from __future__ import annotations

CHILD_COMMAND = "import-child"
"""The one argument of that process."""
