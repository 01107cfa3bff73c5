"""One plan of several endpoints: what they have in common once, then what is each one's own.

`plan` is the door; `labels` names the endpoints in short, `mingling` brings the lines of their
sections together, `sections` and `layers` write what a plan of one endpoint would say again.
"""
