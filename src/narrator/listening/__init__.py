"""Recording → Misheard: an independent listener says what is not heard as it should be, and who sounds like whom."""

from narrator.listening.audition import Candidate, Line, audition_page, typical
from narrator.listening.cut_sound import cut_out, sound_of_mp3
from narrator.listening.distance import Alike, alike, distances
from narrator.listening.listener import (
    Expected,
    Hearing,
    Misheard,
    confirmed,
    expectations,
    hear,
    hear_episode,
    spoken_cues,
)
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
    "cut_out",
    "distances",
    "expectations",
    "hear",
    "hear_episode",
    "sound_of_mp3",
    "spoken_cues",
    "typical",
    "whisper",
]
