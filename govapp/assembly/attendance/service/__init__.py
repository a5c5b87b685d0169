"""Use cases about the bureau and the attendance of a meeting."""
