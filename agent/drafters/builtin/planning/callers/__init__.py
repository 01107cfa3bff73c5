"""Who calls: how one is known, what one may do, and what is refused."""
