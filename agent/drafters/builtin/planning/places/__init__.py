"""Where the work goes: the stack, the files that are there, and those that are to be."""
