"""What is wrong with a plan: its form, what it leaves out, and what nobody knows of."""
