"""The endpoints that an API plan in Markdown lists, and the lines that describe each.

`apiplan`: which they are: `candidates` (`parted`, `joined`, `curled`), those in place (`placing`,
`beside`) that are `defining`, on their `bases`; `listing` has them with names (`entitled`);
`passage`: one endpoint's lines in parts; `rows` where a table lists it.
"""
