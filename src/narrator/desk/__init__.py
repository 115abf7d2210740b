"""The editor's desk: a script put right, heard, made and published in the browser."""

from narrator.desk.calls import Casting, Listed, Made, Narrator, Offered, Remark, Snippet
from narrator.desk.run import run_desk

__all__ = ["Casting", "Listed", "Made", "Narrator", "Offered", "Remark", "Snippet", "run_desk"]
