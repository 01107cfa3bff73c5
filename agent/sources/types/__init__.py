"""Types of the user's code: names and fields, and which of them serve an endpoint."""
