"""Reads of votes: where they stand, what was counted, what was announced."""
