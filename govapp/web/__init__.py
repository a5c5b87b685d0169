"""The web layer: puts the rooms together and translates between them and HTTP."""
