"""What the service does, one module a resource; no HTTP in here."""
