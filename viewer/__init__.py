"""Leaflet Viewer: reads medicine leaflets on a clinic workstation.

Nothing but the version lives here, so that importing the core never pulls in Qt.
"""

__version__ = "0.1.0"
