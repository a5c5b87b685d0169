"""Electronic ballots: given a roll and a ballot paper, gives back a sealed result."""
