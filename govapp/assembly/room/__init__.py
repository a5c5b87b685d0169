"""The meeting while it is held: the screen that the hall sees."""
