"""What one endpoint's passage says: what is sent, what is answered, what it refers to.

`found`: its entry with the passages it refers to (`references`, `amended` there); `inputs`: path,
query, headers (`querystrings`, `paging`); `exchange`: bodies (`forms`, `shapes`); `statuses`.
"""
