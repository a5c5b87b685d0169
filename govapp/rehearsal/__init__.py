"""Rehearses a whole assembly: a scenario in, every figure and every file out, through the real routes."""
