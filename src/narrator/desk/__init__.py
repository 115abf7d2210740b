"""The editor's desk: a script put right, heard, made and published in the browser."""

from narrator.desk.calls import Listed, Made, Narrator, Remark, Snippet
from narrator.desk.run import run_desk

__all__ = ["Listed", "Made", "Narrator", "Remark", "Snippet", "run_desk"]
