"""What may be said and done at the head of an assembly."""
