"""Somebody with journal, outbox, sessions, logs and archive wants to know whose ballot is whose."""
