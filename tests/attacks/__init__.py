"""Attacks on the running program: each is performed, and each shows."""
