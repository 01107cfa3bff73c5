"""Tables and their rows: which an endpoint works on, whose they are, what they demand."""
