"""Runs in the packaged program before anything else.

The boot loader puts the program's own folder into LD_LIBRARY_PATH. This process has been given its
libraries by then; a browser or a mail program that it opens is to find those of the system.
"""

import os

_before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
if _before:
    os.environ["LD_LIBRARY_PATH"] = _before
else:
    os.environ.pop("LD_LIBRARY_PATH", None)
