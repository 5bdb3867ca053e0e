"""The collection on disk: leaflets kept, imported and searched. Imports `leaflet` and no Qt."""
