"""Measures the program against floors in the same run; see README.md beside this."""
