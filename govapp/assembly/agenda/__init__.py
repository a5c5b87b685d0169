"""The agenda: items, candidates and options, documents."""
