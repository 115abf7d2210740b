"""The cover: what directories ask for, drawn from the title, or the show's own picture."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from narrator.artwork.cover import cover_from, draw_cover, small_cover
from narrator.errors import CastError


def opened(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def test_cover_is_a_square_rgb_jpeg_of_3000_px() -> None:
    picture = opened(draw_cover("河口水文站", show="河边谈话", note="本节目由人工智能合成朗读", date="2024-05-06"))
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (3000, 3000))


def test_cover_is_the_same_for_the_same_title_and_another_for_another() -> None:
    assert draw_cover("河口", show="谈话") == draw_cover("河口", show="谈话")
    assert draw_cover("河口", show="谈话") != draw_cover("山口", show="谈话")


@pytest.mark.parametrize(
    "title",
    [
        "",
        "水",
        "🎧🎧",
        "一个特别长的题目" * 30,
        "Donaudampfschifffahrtsgesellschaftskapitän" * 3,
        "訪談：圖書館的下一個百年",
        "川と生きる人びとの話",
        "“十年”之后\x00\ud800",
    ],
)
def test_cover_stays_calm_whatever_the_title(title: str) -> None:
    picture = opened(draw_cover(title, show=title, note=title, date="2024-05-06"))
    # Nothing runs over the edge: the margin is the ground, all around.
    for box in ((0, 0, 3000, 180), (0, 2820, 3000, 3000), (0, 0, 180, 3000), (2850, 0, 3000, 3000)):
        shades = picture.crop(box).resize((40, 40)).getextrema()
        assert all(high - low < 12 for low, high in shades)


def test_small_cover_is_small() -> None:
    small = small_cover(draw_cover("河口", show="谈话"))
    assert opened(small).size == (600, 600)


@pytest.mark.parametrize(
    ("mode", "kind"), [("RGBA", "PNG"), ("P", "PNG"), ("L", "JPEG"), ("CMYK", "JPEG"), ("LA", "PNG")]
)
def test_own_cover_becomes_an_rgb_jpeg(tmp_path: Path, mode: str, kind: str) -> None:
    path = tmp_path / "cover"
    Image.new(mode, (1500, 1500)).save(path, kind)
    picture = opened(cover_from(path))
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (1500, 1500))


def test_own_cover_that_is_fit_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "cover.jpg"
    Image.new("RGB", (1400, 1400), "navy").save(path)
    assert cover_from(path) == path.read_bytes()


def test_own_cover_that_is_too_large_is_made_smaller(tmp_path: Path) -> None:
    path = tmp_path / "cover.png"
    Image.new("RGB", (3100, 3100)).save(path)
    assert opened(cover_from(path)).size == (3000, 3000)


@pytest.mark.parametrize("size", [(1400, 1500), (1000, 1000)])
def test_own_cover_of_the_wrong_shape_is_refused_with_its_size(tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "cover.png"
    Image.new("RGB", size).save(path)
    with pytest.raises(CastError, match=f"{size[0]} × {size[1]}") as caught:
        cover_from(path)
    assert "1400" in caught.value.hint


def test_own_cover_that_is_no_picture_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cover.jpg").write_text("no picture")
    with pytest.raises(CastError, match="cannot be read"):
        cover_from(tmp_path / "cover.jpg")
    with pytest.raises(CastError, match="cannot be read"):
        cover_from(tmp_path / "missing.jpg")


def test_own_cover_as_large_as_a_wall_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cover.png"
    Image.new("1", (10_000, 10_000)).save(path)
    with pytest.raises(CastError, match="cannot be read"):
        cover_from(path)
