"""A believable cooperative to look at: invented people, real rules."""
