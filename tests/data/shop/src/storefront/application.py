from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from storefront.api import ROUTERS

app = FastAPI(title="Storefront")

for router in ROUTERS:
    app.include_router(router, prefix="/v1")


@app.exception_handler(RequestValidationError)
def on_invalid(_: Request, error: RequestValidationError) -> JSONResponse:
    content = {"detail": jsonable_encoder(error.errors(), exclude={"ctx", "input"})}
    return JSONResponse(content, status_code=400)
