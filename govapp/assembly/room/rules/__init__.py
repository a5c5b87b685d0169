"""What the hall sees, decided on frozen values."""
