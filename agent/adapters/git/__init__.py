"""Git: the only home of the git program and of GitPython."""
