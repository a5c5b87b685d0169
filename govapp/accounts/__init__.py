"""People who come in: shareholders by a personal link, officers by password and phone; their sessions and roles."""
