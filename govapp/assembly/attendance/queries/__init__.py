"""Reads of bureau and attendance, as frozen rows."""
