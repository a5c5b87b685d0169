"""When a proxy may be recorded, and where it stands."""
