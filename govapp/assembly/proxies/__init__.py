"""Proxies on paper or by mail: two officers record them, their holders vote with the rights of the givers."""
