"""The commands of the command line, one module each; `viewer.cli` chooses among them."""
