"""What an API plan says outside its endpoints' passages and holds for them.

`chunks`: those sections in pieces; `globalnotes`: which hold for one endpoint, by its words, its
deed (`topics`, by `endpointwords`) or its head (`headed`); `generalrules`: rules on fields;
`errorform`: the form of all errors, and of all successes.
"""
