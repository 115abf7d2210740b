"""Episode → captions, chapters and transcripts as files."""

from narrator.captions.chapter_file import chapters_json
from narrator.captions.timed_text import captions, subrip, webvtt
from narrator.captions.transcript_file import transcript_json, transcript_text

__all__ = ["captions", "chapters_json", "subrip", "transcript_json", "transcript_text", "webvtt"]
