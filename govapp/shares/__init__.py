"""The register of shareholders: who holds how many shares, since when, in which category, and who may vote."""
