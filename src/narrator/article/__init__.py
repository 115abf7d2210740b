"""Reads a page of any kind into an Article: what it says, and what of it is not speech.

fetch (the world) → kinds → saved | characters → plain | markdown | webpage | word | opendocument | book | captions |
pdf → shortcodes → furniture → facts → pieces
"""

from narrator.article.extract import extract
from narrator.article.fetch import Fetched, fetched, read
from narrator.article.kinds import SUFFIXES

__all__ = ["SUFFIXES", "Fetched", "extract", "fetched", "read"]
