"""The assembly itself: its day, its place, its pages."""
