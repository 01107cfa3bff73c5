"""The application."""

from fastapi import FastAPI

from garden.web import bed

app = FastAPI(title="Garden", root_path="")
app.include_router(bed.routes, prefix="/api")
