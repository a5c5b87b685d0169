"""Calling people to vote: letters, mailings, reminders."""
