"""Which files are documents and of what role, which count first, and what is nearly one.

`roles`: by name, then by content; `ranking`: which counts first; `standins`, `dbstandins`: what is
read where none is; `givenup`: which say that they hold no more; `near`: what was not taken.
"""
