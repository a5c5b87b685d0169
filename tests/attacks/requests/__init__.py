"""Requests that nobody's browser sends: every route, everybody who may come, every value that breaks programs."""
