"""Whoever can write in the database wants other key holders, or other keys, than those that were named."""
