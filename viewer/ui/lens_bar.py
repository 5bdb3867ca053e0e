"""The bar of lenses: a chip for each, "More" for what has no room, a field for own terms.

Places depend on the bar's width and on the lenses' names alone, never on what is on or counted:
nothing moves when a lens is switched. The keyboard enters the chips once (Tab) and goes from
chip to chip with the arrow keys.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from viewer.highlight.lens import OWN_LENS, Lens
from viewer.render.theme import Theme
from viewer.ui.announce import announce
from viewer.ui.lens_chip import LensChip, LensCount, chip_height
from viewer.ui.more_lenses import MoreLenses
from viewer.ui.own_term_field import OwnTermField
from viewer.ui.painting import HALO

__all__ = ["LensBar", "LensCount"]

_EDGE = 12 - HALO
_ABOVE = 8 - HALO
_SPACE = 8 - 2 * HALO
_NUMBERED = 9
"""As many lenses have a key, Ctrl+1 to Ctrl+9."""


class LensBar(QWidget):
    """The lenses of the program, what each finds in the open leaflet, and which are on."""

    lens_toggled = Signal(str, bool)
    """The reader switches this lens (its id) on or off."""
    own_terms_entered = Signal(str)
    """The reader's own terms as typed; empty where there are none any more."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chips: list[LensChip] = []
        self._described: tuple[tuple[str, str, str], ...] = ()
        self._active: frozenset[str] = frozenset()
        self._rover: QAbstractButton | None = None
        self.setObjectName("lens_bar")
        self.setAccessibleName("Lenses")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._more = MoreLenses(theme, self)
        self._more.lens_toggled.connect(self.lens_toggled)
        self._more.installEventFilter(self)
        self.term_field = OwnTermField(theme, self)
        self.term_field.own_terms_entered.connect(self.own_terms_entered)

    # What is shown

    def set_theme(self, theme: Theme) -> None:
        """Paints with the colours of `theme`."""
        self._theme = theme
        for chip in self._chips:
            chip.set_theme(theme)
        self._more.set_theme(theme)
        self.term_field.set_theme(theme)
        self.update()

    def set_lenses(self, lenses: Sequence[Lens], language: str) -> None:
        """Shows these lenses in this order, named in `language`; their counts are unknown."""
        described = tuple((lens.id, lens.name(language), lens.colour) for lens in lenses)
        if described != self._described:
            self._described = described
            self._make_chips()
        self.show_results({})

    def set_active(self, ids: Collection[str]) -> None:
        """Shows which lenses are on, `OWN_LENS` among them; emits nothing."""
        changed, self._active = self._active ^ frozenset(ids), frozenset(ids)
        # A chip that was pressed shows already what it is now, and a screen reader says so.
        switched = [chip for chip in self._chips if chip.isChecked() != (chip.lens in self._active)]
        for chip in switched:
            chip.toggle()
        if switched:
            announce(self, "; ".join(chip.switched_words for chip in switched))
        # What looks as it did is not painted again: a switch has to be on the screen in a frame.
        if OWN_LENS in changed:
            self.term_field.set_active(OWN_LENS in self._active)
        if any(chip.isHidden() and chip.lens in changed for chip in self._chips):
            self._more.refresh()

    def show_results(self, results: Mapping[str, LensCount]) -> None:
        """Shows what each lens, by its id, finds in the open leaflet."""
        for chip in self._chips:
            chip.show_count(results.get(chip.lens))
        self.term_field.show_count(results.get(OWN_LENS))

    @property
    def own_terms(self) -> str:
        """The terms of the reader's own that are highlighted."""
        return self.term_field.terms

    def set_own_terms(self, terms: str) -> None:
        """Shows terms that come from elsewhere (a command line), without a signal."""
        self.term_field.set_terms(terms)

    def _make_chips(self) -> None:
        for chip in self._chips:
            chip.removeEventFilter(self)
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for number, (lens, name, colour) in enumerate(self._described, 1):
            keys = f"Ctrl+{number}" if number <= _NUMBERED else ""
            chip = LensChip(lens, name, colour, keys, self._theme, self)
            chip.setChecked(lens in self._active)
            chip.clicked.connect(lambda on, lens=lens: self._toggle(lens, on))
            chip.installEventFilter(self)
            self._chips.append(chip)
        self._order_tab_stops()
        self._arrange()

    def _toggle(self, lens: str, on: bool) -> None:
        self.lens_toggled.emit(lens, on)

    def _order_tab_stops(self) -> None:
        # The field has its place among the window's tab stops already: chips come in there.
        stops: list[QWidget] = [self.term_field, *self._chips, self._more, self.term_field]
        for first, second in pairwise(stops):
            QWidget.setTabOrder(first, second)

    # Places

    def sizeHint(self) -> QSize:
        chips = sum(chip.sizeHint().width() + _SPACE for chip in self._chips)
        width = 2 * _EDGE + chips + self.term_field.sizeHint().width()
        return QSize(width, chip_height(self.fontMetrics()) + 2 * _ABOVE)

    def minimumSizeHint(self) -> QSize:
        width = self._more.sizeHint().width() + self.term_field.minimumSizeHint().width()
        return QSize(2 * _EDGE + _SPACE + width, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
            self._arrange()

    def _arrange(self) -> None:
        """Gives every control its place from left to right."""
        room = self.width() - 2 * _EDGE
        field = self.term_field.sizeHint().width()
        if self._chips_that_fit(room - field) == 0:
            field = self.term_field.minimumSizeHint().width()
        shown = self._chips_that_fit(room - field)
        left = _EDGE
        for number, chip in enumerate(self._chips):
            chip.setVisible(number < shown)
            if number < shown:
                left = self._put(chip, left, chip.sizeHint().width())
        hidden = self._chips[shown:]
        self._more.set_chips(hidden)
        self._more.setVisible(bool(hidden))
        if hidden:
            left = self._put(self._more, left, self._more.fitted_width())
        self._put(self.term_field, left, min(field, max(1, self.width() - _EDGE - left)))
        if self._rover not in self._stops():
            self._rove(self._stops()[0] if self._stops() else None)

    def _put(self, widget: QWidget, left: int, width: int) -> int:
        widget.setGeometry(left, _ABOVE, width, chip_height(self.fontMetrics()))
        return left + width + _SPACE

    def _chips_that_fit(self, room: int) -> int:
        """How many chips fit into `room` pixels, with the "More" button if not all do."""
        widths = [chip.sizeHint().width() + _SPACE for chip in self._chips]
        if sum(widths) <= room:
            return len(widths)
        room -= self._more.sizeHint().width() + _SPACE
        shown = 0
        while shown < len(widths) and widths[shown] <= room:
            room -= widths[shown]
            shown += 1
        return shown

    # Keyboard

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(watched, QAbstractButton):
            if event.type() == QEvent.Type.FocusIn:
                self._rove(watched)
            elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._walk(watched, Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _walk(self, control: QAbstractButton, key: Qt.Key) -> bool:
        """Moves the focus for an arrow key; False where the key means nothing to the bar."""
        stops = self._stops()
        if control not in stops:
            return False
        place = stops.index(control)
        targets = {
            Qt.Key.Key_Right: min(place + 1, len(stops) - 1),
            Qt.Key.Key_Left: max(place - 1, 0),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(stops) - 1,
        }
        if key not in targets:
            # Up and down would be Qt's own way to the next button; on "More" they open its menu.
            return key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and control is not self._more
        stops[targets[key]].setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def first_control(self) -> QWidget:
        """Where the keyboard enters the bar."""
        return self._rover if self._rover is not None else self.term_field

    def _stops(self) -> list[QAbstractButton]:
        controls: list[QAbstractButton] = [*self._chips, self._more]
        return [control for control in controls if not control.isHidden()]

    def _rove(self, control: QAbstractButton | None) -> None:
        """Makes `control` the one chip that Tab comes to."""
        self._rover = control
        for each in (*self._chips, self._more):
            strong = each is control
            policy = Qt.FocusPolicy.StrongFocus if strong else Qt.FocusPolicy.ClickFocus
            each.setFocusPolicy(policy)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.window))
        line = self.rect().adjusted(0, self.height() - 1, 0, 0)
        painter.fillRect(line, QColor(self._theme.hairline))
