"""The register, its journal and its archives, with the database in hand."""
