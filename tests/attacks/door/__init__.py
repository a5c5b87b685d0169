"""Whoever stands in front of the door: other names, weak passwords, slow senders, old copies, mistyped addresses."""
