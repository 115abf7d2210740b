"""What is to be made: the pages that files, folders, lists, feeds and sitemaps name, and what became of them."""

from narrator.batch.listing import Listed, Listing, listing_of
from narrator.batch.run_state import LOCK, STATE, Record, RunState, alone
from narrator.batch.sources import Expansion, Item, expand, is_many

__all__ = [
    "LOCK",
    "STATE",
    "Expansion",
    "Item",
    "Listed",
    "Listing",
    "Record",
    "RunState",
    "alone",
    "expand",
    "is_many",
    "listing_of",
]
