"""The mathematics of a secret ballot: the Belenios protocol, version 1, over the group Ed25519.

Everything here is pure: bytes and numbers in, bytes and numbers out. Nothing reads a clock, a file or a database,
and nothing of GovApp outside this package is imported, so the same code serves the server, the trustees and a
stranger who verifies an archive on his own machine. Section numbers in docstrings are those of the Belenios
specification, version 1 ("Belenios specification", S. Glondu), and letters in field comments are its letters.
"""
