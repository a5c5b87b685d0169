"""Attacks on voting lists that grow."""
