"""Opens a figure of the leaflet on show in a view of its own."""

from __future__ import annotations

from PySide6.QtGui import QFont

from viewer.render.excerpt import Excerpt
from viewer.render.html import IMAGE_SCHEME, RenderedFigure
from viewer.render.theme import Theme
from viewer.ui.document import LeafletDocument
from viewer.ui.enlarged_dialog import EnlargedDialog
from viewer.ui.enlarged_picture import EnlargedPicture
from viewer.ui.enlarged_table import EnlargedTable
from viewer.ui.leaflet_view import LeafletView


def enlarge(view: LeafletView, figure: RenderedFigure, theme: Theme, font: QFont, zoom: int) -> str:
    """Shows a figure of the leaflet in `view` until it is closed; a table at `zoom` percent.

    The leaflet stays where it is and has the keyboard again afterwards. Gives the link that the
    reader chose in the table, or nothing.
    """
    document = view.shown
    if document is None or _is_damaged(document, figure):
        return ""
    shown = _table(view, document, figure, theme, font) if figure.columns else None
    if shown is not None:
        shown.set_zoom(zoom)
    dialog = EnlargedDialog(
        figure_title(document, figure), shown or _picture(document, figure), view.window()
    )
    dialog.exec()
    dialog.deleteLater()
    view.setFocus()
    return dialog.link


def figure_title(document: LeafletDocument, figure: RenderedFigure) -> str:
    """What a figure is, and the section it stands in."""
    kind = "Table" if figure.columns else "Image"
    text = document.text
    last = text.section_index(text.starts[figure.number])
    titles = [section.title for section in text.sections[: last + 1] if section.title]
    return f"{kind} · {titles[-1] if titles else text.leaflet.title}"


def _table(
    view: LeafletView, document: LeafletDocument, figure: RenderedFigure, theme: Theme, font: QFont
) -> EnlargedTable:
    excerpt = Excerpt(document.text, *document.figure_span(figure))
    table = EnlargedTable(excerpt, figure.columns, view.layers, theme, font)
    table.set_match_description(lambda offset: view.describe(excerpt.original(offset)))
    return table


def _picture(document: LeafletDocument, figure: RenderedFigure) -> EnlargedPicture:
    return EnlargedPicture(document.pictures.image(IMAGE_SCHEME + figure.image), figure.words)


def _is_damaged(document: LeafletDocument, figure: RenderedFigure) -> bool:
    """Whether a figure is a picture of which there is nothing to see."""
    picture = IMAGE_SCHEME + figure.image
    return not figure.columns and document.pictures.image(picture).isNull()
