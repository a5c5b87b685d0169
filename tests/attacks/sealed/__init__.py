"""Whoever owns the database changes what a vote was about, after it was sealed."""
