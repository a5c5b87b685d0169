"""What every room shares and that needs nothing of ours: refusals, actors, texts, time, money, canonical JSON."""
