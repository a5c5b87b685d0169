"""Attacks on what people compare: two things that begin alike, and words that say something else."""
