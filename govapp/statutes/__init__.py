"""The law and the statutes of the cooperative as dated data: what a vote needs, and every rule that may be set."""
