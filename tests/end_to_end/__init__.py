"""The program as a whole: a real window on a virtual screen, real keys, real files."""
