"""What is read: rows, what is joined to them, counted and summed up."""
