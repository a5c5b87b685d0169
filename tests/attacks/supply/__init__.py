"""What is installed, and what is known of it."""
