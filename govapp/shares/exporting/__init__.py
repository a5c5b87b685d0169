"""The shareholder list as a file, logged with its purpose before it leaves."""
