"""Who writes plans and proposals."""
