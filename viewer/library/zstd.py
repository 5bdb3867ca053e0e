"""Zstandard (RFC 8878): of the standard library from Python 3.14 on, before that its backport.

Imported only where something is packed or unpacked: it costs some milliseconds.
"""

from __future__ import annotations

import sys

if sys.version_info >= (3, 14):
    from compression.zstd import ZstdError, compress, decompress
else:
    from backports.zstd import ZstdError, compress, decompress

__all__ = ["LEVEL", "ZstdError", "compress", "decompress"]

LEVEL = 3
"""Level 6 takes thrice the time for 1.5 % of the text."""
