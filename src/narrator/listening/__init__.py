"""Recording → Misheard: an independent listener says what is not heard as it should be, and who sounds like whom."""

from narrator.listening.audition import Candidate, Line, audition_page, typical
from narrator.listening.distance import Alike, alike, distances
from narrator.listening.listener import Expected, Hearing, Misheard, confirmed, expectations, hear, hear_episode
from narrator.listening.recogniser import Recogniser, whisper

__all__ = [
    "Alike",
    "Candidate",
    "Expected",
    "Hearing",
    "Line",
    "Misheard",
    "Recogniser",
    "alike",
    "audition_page",
    "confirmed",
    "distances",
    "expectations",
    "hear",
    "hear_episode",
    "typical",
    "whisper",
]
