"""What all parts of voices.yaml have in common."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from narrator.messages import tr


class Strict(BaseModel):
    """No key but those that are named."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _said(value: str) -> str:
    if not value.strip():
        raise ValueError(tr("it says nothing"))
    return value.strip()


Text = Annotated[str, AfterValidator(_said)]
