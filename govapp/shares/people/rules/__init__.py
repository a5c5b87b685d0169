"""The rules about people: plain functions on frozen values."""
