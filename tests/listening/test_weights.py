"""Where the recogniser comes from, and what is said where it cannot be had."""

from __future__ import annotations

import builtins
from importlib import metadata

import pytest

from narrator.errors import MissingExtra, NarratorError
from narrator.listening import weights, whisper


def test_a_name_from_the_environment_is_taken(monkeypatch):
    monkeypatch.setenv(weights.VARIABLE, "small")
    assert weights.model_folder() == "small"
    assert weights.model_folder("large-v3") == "large-v3"


def test_a_folder_without_a_model_is_a_clear_error(tmp_path):
    with pytest.raises(NarratorError, match=r"holds no model\.bin"):
        weights.model_folder(str(tmp_path))


def test_without_packages_faster_whispers_own_base_is_meant(monkeypatch, tmp_path):
    monkeypatch.delenv(weights.VARIABLE, raising=False)
    monkeypatch.setattr(metadata, "files", _not_installed)
    assert weights.model_folder(cache=tmp_path) == "base"


def _not_installed(name: str):
    raise metadata.PackageNotFoundError(name)


def test_packaged_halves_are_joined_once(monkeypatch, tmp_path):
    monkeypatch.delenv(weights.VARIABLE, raising=False)
    _package(monkeypatch, tmp_path, b"first", b"second")
    monkeypatch.setattr(weights, "BASE_SHA256", "da83f63e1a473003712c18f5afc5a79044221943d1083c7c5a7ac7236d85e8d2")
    folder = weights._packaged(tmp_path / "cache")
    assert folder is not None
    assert (folder / "model.bin").read_bytes() == b"firstsecond"
    assert (folder / "config.json").read_text() == "{}"
    assert [each.name for each in folder.iterdir() if each.name.startswith(".")] == []


def test_damaged_packages_are_refused_and_leave_nothing(monkeypatch, tmp_path):
    _package(monkeypatch, tmp_path, b"first", b"damaged")
    with pytest.raises(NarratorError, match="SHA-256"):
        weights._packaged(tmp_path / "cache")
    assert not list((tmp_path / "cache").rglob("model.bin*"))


def _package(monkeypatch, folder, *halves: bytes) -> None:
    (folder / "config.json").write_text("{}")
    paths = {}
    for (package, name), half in zip(weights._PARTS, halves, strict=True):
        (folder / name).write_bytes(half)
        paths[package] = folder / name
    monkeypatch.setattr(weights, "_file_of", lambda package, name: paths[package])


def test_without_the_extra_the_command_that_brings_it_is_said(monkeypatch):
    real = builtins.__import__

    def absent(name: str, *rest, **named):
        if name == "faster_whisper":
            raise ImportError(name)
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(MissingExtra) as told:
        whisper()
    assert told.value.hint.endswith("'narrator[listen]'")


def test_a_model_that_cannot_be_loaded_is_a_clear_error(tmp_path):
    pytest.importorskip("faster_whisper", reason="pip install 'narrator[listen]'")
    (tmp_path / "model.bin").write_bytes(b"no model")
    with pytest.raises(NarratorError, match="cannot be loaded") as told:
        whisper(str(tmp_path))
    assert "NARRATOR_WHISPER" in told.value.hint
