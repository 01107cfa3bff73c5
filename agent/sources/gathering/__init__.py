"""All that the documents hold together, and what they say of one endpoint or feature.

`gather`: the spec of an endpoint, of several documents `merging` into one, with `gaps` and
`disagreements`; `databases`: all tables, and their contradictions; `featurespec`: a feature's,
with what `serving` finds for it.
"""
