"""Whoever can write in the register wants to vote for somebody else."""
