"""The pictures of one FHIR document: resources of its bundle, or data in the address itself."""

from __future__ import annotations

from viewer.leaflet.epi_fhir import References, text_at
from viewer.leaflet.images import PictureError, Pictures, decoded


class EpiPictures:
    """Finds pictures by the addresses in the text, and keeps those that are used.

    It knows nothing of the document that it serves: so the document, and the whole file with it,
    is given back as soon as it is read.
    """

    def __init__(self, references: References) -> None:
        self._references = references
        self._pictures = Pictures()

    @property
    def images(self) -> dict[str, bytes]:
        """The bytes of the pictures by their keys."""
        return self._pictures.images

    def key(self, address: str) -> str:
        """The key of the picture at an address. Raises PictureError."""
        binary = self._references.find(address, "Binary")
        if binary is None and address.startswith("#"):
            raise PictureError("the file refers to it, but does not hold it")
        if binary is None:
            return self._pictures.add_from_address(address)
        if not (data := text_at(binary, "data")):
            raise PictureError("its data are not in the file")
        return self._pictures.add(decoded(data))
