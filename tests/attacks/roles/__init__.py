"""Somebody gathers roles until nobody else is needed."""
