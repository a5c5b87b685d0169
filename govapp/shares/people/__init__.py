"""Who somebody is, and the facts about a person that change with time."""
