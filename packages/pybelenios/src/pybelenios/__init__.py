"""The mathematics of a secret ballot: the Belenios protocol, version 1, over the group Ed25519.

Everything but `cli` is pure: bytes and numbers in, bytes and numbers out. Nothing reads a clock or a database, and
nothing but the standard library and PyNaCl is imported, so the same code serves a server, the trustees and a stranger
who verifies an archive at home. Section numbers in docstrings are those of the "Belenios specification" by S. Glondu,
version 3.1, and letters in field comments are its letters.
"""

__version__ = "0.1.0"
