"""What to mark: lenses, and where their terms stand in a leaflet. No Qt."""
