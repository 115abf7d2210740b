"""Acts that are about no single turn: the episode's facts, its people, and what the editor should look at."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from narrator.desk.edit import Count, Edit, Line, no_such_place
from narrator.errors import ScriptError
from narrator.messages import tr
from narrator.model import Gender, Role, Script


class SettleWarning(Edit):
    """What the editor should look at, and has."""

    do: Literal["settle warning"] = "settle warning"
    warning: Count

    def on(self, script: Script) -> Script:
        """The script with a warning less."""
        if self.warning >= len(script.warnings):
            raise no_such_place()
        return replace(
            script, warnings=tuple(each for number, each in enumerate(script.warnings) if number != self.warning)
        )


class State(Edit):
    """A fact of the episode: its title, date, publisher, address, language."""

    do: Literal["state"] = "state"
    fact: Literal["title", "published", "publisher", "url", "language"]
    value: Line

    def on(self, script: Script) -> Script:
        """The script that states it; empty: as if the page did not say."""
        value = " ".join(self.value.split()) or None
        if value is None and self.fact in ("title", "language"):
            raise ScriptError(tr("an episode needs a title and a language"), hint=tr("write one"))
        facts: dict[str, Any] = {self.fact: value}
        return replace(script, **facts)


class Describe(Edit):
    """Who a person is: name, role, gender, position."""

    do: Literal["describe"] = "describe"
    name: Line
    new_name: Line | None = None
    role: Role | None = None
    gender: Gender | Literal["unknown"] | None = None
    """None: as it is."""
    affiliation: Line | None = None
    position: Line | None = None

    def on(self, script: Script) -> Script:
        """The script with the person as described; taking another person's name makes one person of the two."""
        known = next((each for each in script.speakers if each.name == self.name), None)
        if known is None:
            raise ScriptError(
                tr("nobody is called {name}", name=self.name), hint=tr("choose one of the script's people")
            )
        name = " ".join((self.new_name or self.name).split())
        person = replace(
            known,
            name=name,
            role=self.role or known.role,
            gender=known.gender if self.gender is None else None if self.gender == "unknown" else self.gender,
            affiliation=known.affiliation if self.affiliation is None else self.affiliation.strip() or None,
            position=known.position if self.position is None else self.position.strip() or None,
        )
        taken = any(each.name == name for each in script.speakers if each is not known)
        speakers = [person if each is known else each for each in script.speakers if not (taken and each is known)]
        turns = tuple(replace(turn, speaker=name) if turn.speaker == self.name else turn for turn in script.turns)
        return replace(script, speakers=tuple(speakers), turns=turns)
