"""Who leads a meeting, who is there and since when, and whether enough are there to decide."""
