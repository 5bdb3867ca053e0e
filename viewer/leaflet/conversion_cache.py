"""Keeps converted leaflets, so that starting the program needs no parser.

There is one entry a leaflet file. It begins with the very bytes that it was made from and holds a
checksum, so that an entry is either right or not used; whatever else goes wrong with the folder,
the leaflet is converted again.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from viewer.leaflet.json_form import FORMAT, leaflet_from_json, leaflet_to_json
from viewer.leaflet.model import Leaflet

READER_VERSION = 5
"""Raised whenever a reader would make another leaflet of the same bytes."""
_SUFFIX = ".leaflet"


class ConversionCache:
    """Converted leaflets in a folder, which is made when it is first written to."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, path: Path, made_from: bytes) -> Leaflet | None:
        """The leaflet converted from these bytes of this file, None where no entry holds it."""
        begin = _beginning(made_from)
        try:
            entry = self._entry(path).read_bytes()
            checksum, body = entry[len(begin) : len(begin) + 8], entry[len(begin) + 8 :]
            if entry.startswith(begin) and checksum == _checksum(body):
                return leaflet_from_json(body.decode("ascii"))
        except (OSError, ValueError):
            pass
        return None

    def put(self, path: Path, made_from: bytes, leaflet: Leaflet) -> None:
        """Keeps a leaflet. Where that fails, nothing is kept, and nothing else happens."""
        import tempfile

        body = leaflet_to_json(leaflet).encode("ascii")
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            # Written aside and moved, so that another instance never sees half an entry.
            with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as aside:
                new = Path(aside.name)
            try:
                new.write_bytes(_beginning(made_from) + _checksum(body) + body)
                new.replace(self._entry(path))
            except OSError:
                new.unlink(missing_ok=True)

    def _entry(self, path: Path) -> Path:
        folder = _checksum(str(path.parent).encode("utf-8", "surrogateescape")).decode("ascii")
        return self._folder / f"{path.stem}.{folder}{_SUFFIX}"


def _beginning(made_from: bytes) -> bytes:
    return b"%d %d %d\n%b\n" % (FORMAT, READER_VERSION, len(made_from), made_from)


def _checksum(data: bytes) -> bytes:
    from zlib import crc32

    return b"%08x" % crc32(data)
