"""From an opened tally to figures: how often each answer was ticked, or every ranking by itself."""
