"""Checking a file, row by row, in a process of its own: no page and no ballot waits for it.

It has the file read by a third process (`reader`), and tells what it found in lines of JSON (`reports`).
"""
