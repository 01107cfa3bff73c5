from uuid import UUID

from fastapi import Depends, FastAPI, HTTPException
from sqlalchemy.orm import Session

from clinic.database import get_session
from clinic.models import Patient

app = FastAPI()


@app.get("/patients/{patient_id}")
def get_patient(patient_id: UUID, session: Session = Depends(get_session)):
    """Everything is in one file here."""
    patient = session.get(Patient, patient_id)
    if patient is None:
        raise HTTPException(404, "No such patient")
    return {"id": patient.id, "name": patient.name}
