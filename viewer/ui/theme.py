"""Puts a theme's colours on the whole application, at the start and live.

Fusion and a palette do nearly all of it, because a style sheet costs start time and a palette
does not; the sheet holds only what no palette can say.
"""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from viewer.render.theme import Theme
from viewer.ui.painting import blend

INTERFACE_POINTS = 10.0
"""Size of all text around the leaflet, in points."""

STYLED = "leaflet_viewer_styled"
"""Property of an application whose style and font are set."""


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Gives every present and future widget the colours of `theme`."""
    # A style cannot be asked its name once a sheet wraps it, and setting it anew is slow.
    if not app.property(STYLED):
        if app.style().name() != "fusion":
            app.setStyle("Fusion")
        app.setProperty(STYLED, True)
        font = app.font()
        font.setPointSizeF(INTERFACE_POINTS)
        app.setFont(font)
    palette = build_palette(theme)
    app.setPalette(palette)
    app.setStyleSheet(build_style_sheet(theme))


def build_palette(theme: Theme) -> QPalette:
    """The palette of a theme, the same for a window in front and one behind."""
    role = QPalette.ColorRole
    faint = _faint(theme)
    colours = {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.page,
        role.AlternateBase: theme.window,
        role.Text: theme.text,
        role.Button: theme.window,
        role.ButtonText: theme.text,
        role.BrightText: theme.warning,
        role.ToolTipBase: theme.page,
        role.ToolTipText: theme.text,
        role.PlaceholderText: theme.soft_text,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.accent_text,
        role.Accent: theme.accent,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
        role.Light: theme.page,
        role.Midlight: theme.hairline,
        role.Mid: theme.hairline,
        role.Dark: theme.soft_text,
        role.Shadow: theme.hairline,
    }
    palette = QPalette()
    for which, colour in colours.items():
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, faint)
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(theme.hairline))
    palette.setColor(QPalette.ColorGroup.Disabled, role.HighlightedText, QColor(theme.text))
    return palette


def _faint(theme: Theme) -> QColor:
    """The colour of what cannot be used now."""
    return blend(theme.text, theme.window, 0.45)


def build_style_sheet(theme: Theme) -> str:
    """What a palette cannot say: borders, radii, the focus ring, slim scroll bars, menus."""
    handle = theme.text if theme.outlined else blend(theme.window, theme.text, 0.25).name()
    handle_hover = theme.accent if theme.outlined else blend(theme.window, theme.text, 0.45).name()
    hover = theme.window if theme.outlined else blend(theme.window, theme.text, 0.07).name()
    accent_hover = blend(theme.accent, theme.text, 0.15).name()
    edge = theme.hairline if theme.outlined else blend(theme.window, theme.text, 0.25).name()
    hover_border = theme.text if theme.outlined else "transparent"
    chosen = theme.accent if theme.outlined else theme.current_row
    chosen_text = theme.accent_text if theme.outlined else theme.text
    # Qt paints bullets in the colour of selected text, but on the page: both must be readable.
    selected = blend(theme.page, theme.accent, 0.36).name()
    faint = _faint(theme).name()
    return f"""
QToolTip {{
    color: {theme.text}; background: {theme.page};
    border: 1px solid {theme.hairline}; padding: 4px 8px;
}}
QMenuBar {{ background: {theme.window}; border: none; padding: 0 8px; }}
QMenuBar::item {{ padding: 6px 12px; border-radius: 6px; background: transparent; }}
QMenuBar::item:selected {{ background: {chosen}; color: {chosen_text}; }}
QMenu {{ background: {theme.page}; border: 1px solid {theme.hairline}; padding: 4px; }}
QMenu::item {{ padding: 6px 24px 6px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {chosen}; color: {chosen_text}; }}
QMenu::item:disabled {{ color: {faint}; }}
QMenu::icon {{ padding-left: 8px; }}
QMenu::separator {{ height: 1px; background: {theme.hairline}; margin: 4px 8px; }}
QToolButton {{
    border: 2px solid transparent; border-radius: 6px; background: transparent;
    padding: 2px 4px; min-height: 20px;
}}
QToolButton:hover {{ background: {hover}; border-color: {hover_border}; }}
QToolButton:pressed, QToolButton:checked {{ background: {chosen}; color: {chosen_text}; }}
QToolButton:focus {{ border-color: {theme.accent}; }}
QToolButton::menu-indicator {{ image: none; }}
QLineEdit {{
    background: {theme.page}; border: 1px solid {theme.hairline}; border-radius: 6px;
    padding: 4px 11px; min-height: 18px;
    selection-background-color: {theme.accent}; selection-color: {theme.accent_text};
}}
QLineEdit:focus {{ border: 2px solid {theme.accent}; padding: 3px 10px; }}
QPushButton {{
    background: {theme.page}; border: 1px solid {edge}; border-radius: 6px;
    padding: 5px 15px; min-height: 18px;
}}
QPushButton:hover {{ background: {hover}; }}
QPushButton:pressed {{ background: {chosen}; color: {chosen_text}; }}
QPushButton:disabled {{ color: {faint}; border-color: {theme.hairline}; }}
QPushButton[primary="true"] {{
    background: {theme.accent}; border-color: {theme.accent}; color: {theme.accent_text};
}}
QPushButton[primary="true"]:hover {{ background: {accent_hover}; border-color: {accent_hover}; }}
QPushButton[primary="true"]:disabled {{
    background: {theme.page}; border-color: {theme.hairline}; color: {faint};
}}
QPushButton:focus {{ outline: none; border: 2px solid {theme.accent}; padding: 4px 14px; }}
QPushButton[primary="true"]:focus {{ border-color: {theme.text}; }}
QComboBox, QSpinBox {{
    background: {theme.page}; border: 1px solid {edge}; border-radius: 6px;
    padding: 4px 27px 4px 11px; min-height: 18px;
    selection-background-color: {theme.accent}; selection-color: {theme.accent_text};
}}
QComboBox:focus, QSpinBox:focus {{
    border: 2px solid {theme.accent}; padding: 3px 26px 3px 10px;
}}
QComboBox:disabled, QSpinBox:disabled {{ color: {faint}; }}
QComboBox::drop-down, QSpinBox::up-button, QSpinBox::down-button {{
    background: transparent; border: none; width: 28px;
}}
QComboBox::down-arrow, QSpinBox::up-arrow, QSpinBox::down-arrow {{ image: none; }}
QDialog QLineEdit {{ border-color: {edge}; }}
QDialog QLineEdit:focus {{ border-color: {theme.accent}; }}
QGroupBox {{ border: none; margin: 0; padding: 0; }}
QComboBox QAbstractItemView {{
    background: {theme.page}; border: 1px solid {edge}; padding: 4px; outline: none;
}}
QComboBox QAbstractItemView::item {{ min-height: 26px; padding: 0 8px; border-radius: 4px; }}
QComboBox QAbstractItemView::item:selected {{ background: {chosen}; color: {chosen_text}; }}
QProgressBar {{
    background: {theme.page}; border: 1px solid {edge}; border-radius: 6px;
    text-align: center;
}}
QProgressBar::chunk {{ background: {theme.accent}; border-radius: 5px; }}
QStatusBar {{ background: {theme.window}; border-top: 1px solid {theme.hairline}; }}
QStatusBar::item {{ border: none; }}
QStatusBar QToolButton, QLabel[soft="true"] {{ color: {theme.soft_text}; }}
QStatusBar QToolButton:hover, QStatusBar QToolButton:focus {{ color: {theme.text}; }}
LeafletView {{ selection-background-color: {selected}; selection-color: {theme.text}; }}
SectionTree {{ background: {theme.window}; border: none; padding-top: 8px; }}
QSplitter::handle {{ background: {theme.hairline}; }}
QSplitter::handle:horizontal {{ width: 1px; }}
QSplitter::handle:vertical {{ height: 1px; }}
QScrollBar {{ background: transparent; border: none; }}
QTextEdit QScrollBar, QListView QScrollBar {{ background: {theme.page}; }}
QScrollBar:vertical {{ width: 12px; }}
QScrollBar:horizontal {{ height: 12px; }}
QScrollBar::handle {{ background: {handle}; border-radius: 3px; margin: 3px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {handle_hover}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""
