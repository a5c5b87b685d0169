"""What an import refuses, what can be wrong in its rows, and the columns that it knows."""
