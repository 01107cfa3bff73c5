"""What a FastAPI and SQLAlchemy project looks like, read from its own files."""
