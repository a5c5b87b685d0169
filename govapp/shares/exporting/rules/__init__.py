"""The rules of an export."""
