"""The body of every answer that is an error."""

from pydantic import BaseModel


class FieldProblem(BaseModel):
    """What is wrong with one value of a request, e.g. `body.title`."""

    field: str
    message: str


class ErrorOut(BaseModel):
    """A code for programs, a message for people, and for `validation_error` the values at fault."""

    code: str
    message: str
    details: list[FieldProblem] = []
