"""The rules of the ledger: plain functions on frozen values, nothing stored and no clock read."""
