"""What is said above the leaflet, in a band with a button that tells more.

Files that cannot be used stop nothing: which and why is one key away.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from viewer.leaflet.errors import ResourceError
from viewer.ui.banner import Banner
from viewer.ui.message_page import Message


class ToldAbove:
    """Several things may be said at once; the button tells more of the first of them."""

    def __init__(self, band: Banner, show_message: Callable[[Message], None]) -> None:
        self._band = band
        self._show_message = show_message
        self._told: list[tuple[str, Message]] = []
        band.button_clicked.connect(self._tell_more)

    def say_unusable(self, faults: Sequence[str | ResourceError]) -> None:
        """Says that files could not be used, one for each of `faults`; nothing where all could."""
        if not faults:
            return
        count = len(faults)
        title = f"{count} file{'s' if count > 1 else ''} could not be used"
        self.say(
            f"{title}. Everything else works as usual.",
            Message(
                title,
                "The program works without; everything else is as usual.",
                tuple(map(str, faults)),
                "Mend the file or take it away; it is read again at the next start.",
            ),
        )

    def say(self, words: str, message: Message) -> None:
        """Says something beside what stands there already; the message tells more."""
        self._told.append((words, message))
        self._show()

    def _show(self) -> None:
        self._band.say(" ".join(words for words, _ in self._told))

    def _tell_more(self) -> None:
        _, message = self._told.pop(0)
        if self._told:
            self._show()
        else:
            self._band.hide()
        self._show_message(message)
