"""eSpeak NG's C library, called so that the same words always give the same samples."""

from __future__ import annotations

import _ctypes
import ctypes
import hashlib
import shutil
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

import espeakng_loader

from narrator.errors import EngineError
from narrator.messages import tr

RATE_HZ = 22050

# speak_lib.h of eSpeak NG 1.52
_SYNCHRONOUS = 2
_DONT_EXIT = 0x8000
_CHARS_UTF8 = 1
_PHONEMES = 0x100
_POSITION_CHARACTER = 1
_RATE, _VOLUME, _PITCH = 1, 2, 3
_EVENT_LIST_END, _EVENT_WORD, _EVENT_END = 0, 1, 5
_IPA, _TIE = 0x02, 0x80

_LONGEST_DATA_PATH = 140
"""eSpeak NG keeps the path in 160 bytes and falls back to its build machine's when it does not fit."""

_REINSTALL = tr("reinstall it: pip install --force-reinstall espeakng-loader")

_lock = threading.Lock()
"""The library's state is global to the process."""


class _Id(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Id),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A word that begins, or a clause that ends."""

    at: int | None
    """Of a word: offset of its first character in the text; None for the end of a clause."""
    sample: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Prosody:
    """eSpeak NG's own scales."""

    words_per_minute: int
    """80 to 450."""
    pitch: int
    """0 to 99; 50 is the voice's own."""
    amplitude: int
    """0 to 200; 100 is the voice's own."""


def data_folder() -> Path:
    """Where eSpeak NG's data is, under a path that it can hold."""
    folder = Path(espeakng_loader.get_data_path())
    if len(str(folder).encode()) <= _LONGEST_DATA_PATH:
        return folder
    near = Path(tempfile.gettempdir()) / f"narrator-espeak-{hashlib.sha256(str(folder).encode()).hexdigest()[:12]}"
    if not near.exists():
        try:
            near.symlink_to(folder, target_is_directory=True)
        except OSError:  # Windows, without the right to make links
            shutil.copytree(folder, near, dirs_exist_ok=True)
    return near


def version() -> str:
    """Of the library: `1.52.0`.

    Raises:
        EngineError: the library cannot be loaded on this machine.
    """
    with _lock, _Loaded() as library:
        library.espeak_Info.restype = ctypes.c_char_p
        return str(library.espeak_Info(None).decode().split()[0])


def synthesise(text: str, *, voice: str, prosody: Prosody, phonemes: bool) -> tuple[bytes, tuple[Event, ...]]:
    """16-bit mono samples at `RATE_HZ`, and when the words of the text begin.

    Args:
        text: for phonemes, blocks such as `[[ni35x'Au214]]` and Chinese punctuation.
        voice: language and variant: `cmn+f3`.
        phonemes: whether `[[…]]` blocks are phonemes; False reads everything as text.

    Raises:
        EngineError: unknown voice, or the library failed.
    """
    chunks: list[bytes] = []
    events: list[Event] = []

    def collect(samples: ctypes._Pointer[ctypes.c_short], count: int, heard: ctypes._Pointer[_Event]) -> int:
        if count > 0:
            chunks.append(ctypes.string_at(samples, count * 2))
        index = 0
        while (event := heard[index]).type != _EVENT_LIST_END:
            if event.type == _EVENT_WORD:
                events.append(Event(at=event.text_position - 1, sample=event.sample))
            elif event.type == _EVENT_END:
                events.append(Event(at=None, sample=event.sample))
            index += 1
        return 0

    encoded = text.encode("utf-8", "replace") + b"\0"
    callback = _Callback(collect)
    with _lock, _Loaded() as library:
        library.espeak_SetSynthCallback(callback)
        library.espeak_ng_SetRandSeed(ctypes.c_long(1))
        if library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise EngineError(
                tr("espeak has no voice {voice!r}", voice=voice), hint=tr("`narrator voices espeak` lists them")
            )
        library.espeak_SetParameter(_RATE, prosody.words_per_minute, 0)
        library.espeak_SetParameter(_VOLUME, prosody.amplitude, 0)
        library.espeak_SetParameter(_PITCH, prosody.pitch, 0)
        flags = _CHARS_UTF8 | (_PHONEMES if phonemes else 0)
        status = library.espeak_Synth(
            encoded, ctypes.c_size_t(len(encoded)), 0, _POSITION_CHARACTER, 0, flags, None, None
        )
    if status != 0:
        raise EngineError(
            tr("espeak failed with status {status} on {text!r}", status=status, text=text[:40]),
            hint=tr("please report this text"),
        )
    return b"".join(chunks), tuple(events)


def phonemes(text: str, *, voice: str, tie: str) -> str:
    """How the voice would say the text, in IPA, with a space between words.

    Args:
        tie: the character between the letters of one sound: `t͡ʃ`.

    Raises:
        EngineError: unknown voice.
    """
    buffer = ctypes.create_string_buffer(text.encode("utf-8", "replace") + b"\0")
    rest = ctypes.c_void_p(ctypes.addressof(buffer))
    clauses: list[str] = []
    with _lock, _Loaded() as library:
        if library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise EngineError(
                tr("espeak has no voice {voice!r}", voice=voice), hint=tr("`narrator voices espeak` lists them")
            )
        library.espeak_TextToPhonemes.restype = ctypes.c_char_p
        while rest.value:
            said = library.espeak_TextToPhonemes(ctypes.byref(rest), _CHARS_UTF8, _IPA | _TIE | ord(tie) << 8)
            clauses.append((said or b"").decode("utf-8", "replace"))
    return " ".join(clause.strip() for clause in clauses if clause.strip())


class _Loaded:
    """The library, loaded afresh and unloaded afterwards.

    Its synthesiser carries phases and counters from one utterance to the next, and nothing in its interface
    resets them: the same words come out a few samples longer each time. Unloading does reset them, for some
    5 ms, so that a clip depends on its words alone, and not on what was spoken before it.
    """

    def __enter__(self) -> ctypes.CDLL:
        try:
            self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        except OSError as cause:
            raise EngineError(
                tr("eSpeak NG cannot be loaded: {cause}", cause=cause),
                hint=_REINSTALL,
            ) from cause
        folder = str(data_folder()).encode()
        if self._library.espeak_Initialize(_SYNCHRONOUS, 0, folder, _DONT_EXIT) != RATE_HZ:
            self._unload()
            raise EngineError(
                tr("eSpeak NG does not find its data in {folder}", folder=folder.decode()),
                hint=_REINSTALL,
            )
        return self._library

    def __exit__(self, *_: object) -> None:
        self._library.espeak_Terminate()
        self._unload()

    def _unload(self) -> None:
        if sys.platform == "win32":
            _ctypes.FreeLibrary(self._library._handle)
        else:
            _ctypes.dlclose(self._library._handle)
