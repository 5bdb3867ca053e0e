"""`run.py test-package`: builds where the last build is of other files, then tests what was built.

The tests lie in tests/end_to_end/packaged; they are no part of `run.py test`. What follows on the
command line goes to pytest.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import package
from building.freshness import is_fresh
from building.program_folder import ROOT, BuildError

VARIABLE = "LEAFLET_VIEWER_PACKAGED"
"""Names the folder with what was built, for the tests; without it they are not collected."""


def main(arguments: Sequence[str]) -> int:
    """Exit status: that of pytest, or 2 where nothing can be built."""
    if not is_fresh(package.OUT):
        try:
            package.package(package.OUT)
        except BuildError as error:
            print(f"run.py test-package: {error}", file=sys.stderr)
            return package.CANNOT_BUILD
    import pytest

    os.environ[VARIABLE] = str(package.OUT)
    os.chdir(ROOT)
    return int(pytest.main(["tests/end_to_end/packaged", "-ra", *arguments]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
