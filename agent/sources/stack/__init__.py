"""What the project is built with: manifests, technologies, commands that check and format it."""
