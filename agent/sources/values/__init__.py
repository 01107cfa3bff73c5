"""What a few words, a row or an example say of one value: type, need, default, limits.

`facts` and `bounds` read words, `columns` a line of a table's, `parameters` named values,
`ruled` and `spoken` sentences about validation, `coderules` rules shown in code, `bodies` examples.
"""
