"""Rules of law and statutes as frozen values: plain functions, no clock, no database."""
