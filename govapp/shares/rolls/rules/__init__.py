"""The rules of voting lists."""
