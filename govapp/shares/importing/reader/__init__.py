"""Reading a file of the register in a process that does nothing else: `python -m govapp.shares.importing.reader`.

A file comes from a stranger's program and can be made to cost any amount of memory and time: two million styles, a row
number of two thousand million, a line of a hundred megabytes. The process gets the bytes on its standard input and
writes lines of JSON: the header and what there is to say of the file, then each row that is not empty, then the rows
that could not be read, then the word "end". It knows no settings, no secret and no database, and sets itself limits
that the system enforces. `service.apart` starts it.
"""
