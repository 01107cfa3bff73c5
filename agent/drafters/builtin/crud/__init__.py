"""The code of one CRUD endpoint: the documents and the project in, new files out."""
