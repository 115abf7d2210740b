"""An act of the editor's: what all of them have."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from narrator.errors import ScriptError
from narrator.messages import tr
from narrator.model import Script

LONGEST_TITLE = 300
"""Characters of a title, a name or a reading: more is no title."""
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=LONGEST_TITLE, pattern=r"^[^\x00-\x1f\x7f\u2028\u2029]*$")
]
Count = Annotated[int, Field(ge=0)]


class Edit(BaseModel):
    """An act of the editor's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def on(self, script: Script) -> Script:
        """The script after the act.

        Raises:
            ScriptError: the act makes no sense there.
        """
        raise NotImplementedError


def no_such_place() -> ScriptError:
    """What an act is told whose place is not there."""
    return ScriptError(tr("there is no such place in the script"), hint=tr("load the page again"))
