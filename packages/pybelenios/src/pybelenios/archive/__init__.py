"""The archive of a secret ballot, `UUID.bel`: every record and the chain of events, byte for byte as Belenios has it.

Specification, section 4.4. `chain` makes the records of each event, `tar` lays records out as bytes, `reader` takes an
archive apart and refuses what is not exactly what `chain` and `tar` would have written.
"""
