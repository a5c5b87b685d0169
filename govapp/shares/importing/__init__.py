"""A register from a file: checked row by row, written all or nothing."""
