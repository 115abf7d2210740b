"""An episode that was published and exported in every form, once for all tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from episode_samples import SHOW, episode, measured, recording
from narrator.export import FORMS
from narrator.model import Episode, LabelSettings, Manifest
from narrator.pipeline.exporting import set_exports
from narrator.pipeline.publish import publish

ONE = measured(episode())


@pytest.fixture(scope="session")
def one() -> Episode:
    return ONE


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The episode's folder, with an M4B, an Opus and an EPUB; to be read, not to be changed."""
    output = tmp_path_factory.mktemp("output")
    publish(ONE, recording(ONE), output, show=SHOW, label=LabelSettings())
    set_exports(output / ONE.slug, FORMS, show=SHOW)
    return output / ONE.slug


@pytest.fixture(scope="session")
def manifest(folder: Path) -> Manifest:
    from narrator.published.output_folder import load_manifest

    return load_manifest(folder)
