"""What a voter keeps: a signed receipt, and a tracker that a person can read aloud."""
