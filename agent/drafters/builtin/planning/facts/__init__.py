"""What one plan is written from, the brief, and how its parts are put in words."""
