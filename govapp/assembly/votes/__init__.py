"""What is put to the vote: its course, its result, its announcement."""
