"""Attacks that break off halfway, or meet another database, another role, another copy, other people."""
