"""The minutes of an assembly: drafted from what happened, completed by hand, fixed in versions, signed."""
