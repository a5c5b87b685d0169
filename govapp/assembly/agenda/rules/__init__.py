"""What may stand on an agenda, and what an item needs."""
