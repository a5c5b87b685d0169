"""Files that were made, or came out, to keep the server busy or to slip something into the register."""
