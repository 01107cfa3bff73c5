"""What lint compares: the text of a plan, and what is known around it."""
