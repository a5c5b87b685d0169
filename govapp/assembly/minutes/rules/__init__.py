"""What the minutes say, and the records in which they are kept."""
