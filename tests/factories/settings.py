"""Names of a site that is not the demonstration."""

OWN_NAMES = {
    "cooperative": "Zonnewende",
    "contact": "help@zonnewende.example",
    "mail_from": "vote@zonnewende.example",
}
"""What Settings wants of a site that others reach: its own name and addresses."""
