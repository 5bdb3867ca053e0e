"""The store: a real database in a real folder, and real processes that fail."""
