"""Reads a page from a file, from standard input or from the web."""

from __future__ import annotations

import sys
from pathlib import Path

from narrator.article.extract import LARGEST, extract
from narrator.errors import InputError
from narrator.model import Article


def read(
    source: str, *, stdin: bytes | None = None, language: str | None = None, allow_private: bool = False
) -> Article:
    """What the page says, in order, and what of it is not speech.

    Args:
        source: A path, an http(s) URL, or `-` for standard input.
        stdin: What standard input holds, where it was read already.
        language: BCP 47; None: found out from the text.
        allow_private: Let a URL name this machine or the local network.
    Raises:
        InputError: The page cannot be read, or there is nothing on it.
    """
    if source == "-":
        data = sys.stdin.buffer.read(LARGEST + 1) if stdin is None else stdin
        return extract(data, name="-", language=language)
    if "://" in source[:16]:
        from narrator.article.web import fetched

        page = fetched(source, allow_private=allow_private, largest=LARGEST)
        return extract(page.data, name=source, url=page.url, content_type=page.content_type, language=language)
    return extract(_file(source), name=source, language=language)


def _file(source: str) -> bytes:
    try:
        with Path(source).open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise InputError(f"{source}: no such file", hint="give a file, an http(s) URL, or - for standard input") from error
    except IsADirectoryError as error:
        raise InputError(f"{source}: this is a folder", hint="give the page in it") from error
    except (OSError, ValueError) as error:
        raise InputError(f"{source}: cannot be read ({error})", hint="check the name and who may read it") from error
