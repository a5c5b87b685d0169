"""Mails as mail programs show them."""
