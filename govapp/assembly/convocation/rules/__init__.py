"""Who is written to, and when."""
