"""The nouns that travel between rooms: frozen, and each field states its unit.

Text positions are characters, counted from 0, half-open. Audio positions are whole samples at the rate of
the noun that holds them, so that nothing drifts; seconds and milliseconds exist only in the writers that
need them.

In the order of the pipeline:

    printed_page     what a page says: Article
    interview        who says what: Script
    sentence         how it is read: Sentence
    voice_cast       in whose voice: Cast
    settings_nouns   what voices.yaml settles: Settings
    sound_nouns      what is heard when: Utterance, Clip, Timeline, Recording
    episode_nouns    an episode and its files: Episode, Manifest
    services         what rooms are handed to keep things in and to tell how far they are
"""

from narrator.model.episode_nouns import AudioFile, CastSpeaker, Episode, Export, Form, Manifest
from narrator.model.interview import Chapter, Gender, NotSpoken, Override, Paragraph, Role, Script, Speaker, Turn
from narrator.model.printed_page import Article, Block, BlockKind, Numbers, Span
from narrator.model.sentence import Doubt, Kind, Mapped, Reading, Sentence
from narrator.model.services import Progress, Store
from narrator.model.settings_nouns import (
    BED_LEVEL_LU,
    BedUnder,
    Funding,
    Gaps,
    LabelSettings,
    PublishSettings,
    Settings,
    Show,
    SoundFile,
    SoundSettings,
    UpdateFrequency,
)
from narrator.model.sound_nouns import (
    Around,
    Bed,
    ChapterMark,
    Clip,
    Cue,
    DecodedAudio,
    Jingle,
    Loudness,
    Mark,
    PlacedClip,
    PlacedSound,
    Recording,
    Segment,
    Stretch,
    Timeline,
    Timing,
    Utterance,
    Word,
)
from narrator.model.voice_cast import Cast, CastMember, KeptVoice, PersonPage, Voice

__all__ = [
    "BED_LEVEL_LU",
    "Around",
    "Article",
    "AudioFile",
    "Bed",
    "BedUnder",
    "Block",
    "BlockKind",
    "Cast",
    "CastMember",
    "CastSpeaker",
    "Chapter",
    "ChapterMark",
    "Clip",
    "Cue",
    "DecodedAudio",
    "Doubt",
    "Episode",
    "Export",
    "Form",
    "Funding",
    "Gaps",
    "Gender",
    "Jingle",
    "KeptVoice",
    "Kind",
    "LabelSettings",
    "Loudness",
    "Manifest",
    "Mapped",
    "Mark",
    "NotSpoken",
    "Numbers",
    "Override",
    "Paragraph",
    "PersonPage",
    "PlacedClip",
    "PlacedSound",
    "Progress",
    "PublishSettings",
    "Reading",
    "Recording",
    "Role",
    "Script",
    "Segment",
    "Sentence",
    "Settings",
    "Show",
    "SoundFile",
    "SoundSettings",
    "Span",
    "Speaker",
    "Store",
    "Stretch",
    "Timeline",
    "Timing",
    "Turn",
    "UpdateFrequency",
    "Utterance",
    "Voice",
    "Word",
]
