"""How the program becomes a folder that runs without Python, a Debian package, an archive."""
