"""Tools for those who work on the program; nothing here is in the wheel."""
