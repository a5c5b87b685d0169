"""Voting lists: frozen for a record date, read by ballots and assemblies ever after."""
