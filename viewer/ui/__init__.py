"""The window and its parts: the only package, with `viewer.app`, that uses Qt."""
