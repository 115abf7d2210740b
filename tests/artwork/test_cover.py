"""The cover: what directories ask for, drawn from the title, or the show's own picture."""

from __future__ import annotations

import io
import unicodedata
from pathlib import Path

import pytest
from PIL import Image

from narrator.artwork import faces, typeset
from narrator.artwork.bidi import joined_backwards
from narrator.artwork.cover import draw_cover, undrawn_lines
from narrator.artwork.faces import shipped_faces
from narrator.artwork.jpeg import banner_from, cover_from, small_cover
from narrator.artwork.typeset import Typesetter
from narrator.check.pictures import title_faults
from narrator.errors import CastError
from narrator.standards.cover_facts import BANNER_BYTES, COVER_BYTES, drawn_text


def opened(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def test_cover_is_a_square_rgb_jpeg_of_3000_px() -> None:
    picture = opened(
        draw_cover("河口水文站", show="河边谈话", note="本节目由人工智能合成朗读", date="2024-05-06").square
    )
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
        "གཙང་པོའི་མཆུ་ཏུ་ལོ་བཅུ།" * 3,
        "عشر سنوات من الحوار حول مصب النهر",
    ],
)
def test_cover_stays_calm_whatever_the_title(title: str) -> None:
    picture = opened(draw_cover(title, show=title, note=title, date="2024-05-06").square)
    # Nothing runs over the edge: the margin is the ground, all around.
    for box in ((0, 0, 3000, 180), (0, 2820, 3000, 3000), (0, 0, 180, 3000), (2850, 0, 3000, 3000)):
        shades = picture.crop(box).resize((40, 40)).getextrema()
        assert all(high - low < 12 for low, high in shades)


def test_small_cover_is_small() -> None:
    small = small_cover(draw_cover("河口", show="谈话").square)
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


WRITTEN = {
    "rare hanzi": "朱镕基与賴珮瑄谈河口",
    "a name outside the standards": "𠮷野家の河口日記",
    "Japanese names": "髙橋と山﨑の話",
    "Vietnamese": "Nguyễn Thị Ánh: những người giữ đê",
    "Vietnamese in pieces": unicodedata.normalize("NFD", "Nguyễn Thị Ánh"),
    "Korean": "하구 관측소의 십 년",
    "Cyrillic": "Десять лет у устья — «Разговор»",
    "Greek": "Δέκα χρόνια στις εκβολές",
    "Hebrew": "עשר שנים ליד השפך (2024)",
    "Arabic": "عشر سنوات من الحوار 2024",
    "emoji": "🎧 十年 👍🏽",
    "several at once": "专访 José：مرحبا 한국 Привет",
}
STACKED = {
    "Thai": "สิบปีแห่งการเฝ้าดูแม่น้ำ",
    "Hindi": "नदी के मुहाने पर दस वर्ष",
    "Bengali": "নদীর মোহনায় দশ বছর",
    "Tamil": "ஆற்றின் முகத்துவாரத்தில்",
    "Khmer": "ដប់ឆ្នាំនៅមាត់ទន្លេ",
    "Burmese": "မြစ်ဝမှာ ဆယ်နှစ်",
    "Tibetan": "གཙང་པོའི་མཆུ་ཏུ་ལོ་བཅུ།",
}


def nothing_beyond(_char: str) -> None:
    """A machine without fonts."""


BARE = Typesetter(beyond=nothing_beyond)


@pytest.mark.parametrize("title", WRITTEN.values(), ids=WRITTEN)
def test_title_of_any_script_is_drawn_whole_on_a_machine_without_fonts(title: str) -> None:
    cover = draw_cover(title, show="谈话", typesetter=BARE)
    assert (cover.undrawn, cover.says_title) == ((), True)
    assert not list(title_faults(cover.square, title))


@pytest.mark.skipif(not typeset.can_shape(), reason="FriBiDi is not installed")
@pytest.mark.parametrize("title", STACKED.values(), ids=STACKED)
def test_title_whose_letters_are_stacked_is_drawn_whole(title: str) -> None:
    cover = draw_cover(title, show="谈话", typesetter=BARE)
    assert (cover.undrawn, cover.says_title) == ((), True)


@pytest.mark.parametrize("title", STACKED.values(), ids=STACKED)
def test_title_whose_letters_cannot_be_stacked_here_is_not_drawn_wrong(
    title: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typeset, "can_shape", lambda: False)
    cover = draw_cover(title, show="谈话 without a shaper", typesetter=BARE)
    assert cover.headline == "谈话 without a shaper"
    assert "libfribidi0" in " ".join(undrawn_lines(cover))


@pytest.mark.parametrize("script", ["Arabic", "Hebrew", "several at once"])
def test_right_to_left_title_is_drawn_without_a_shaper_too(script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typeset, "can_shape", lambda: False)
    cover = draw_cover(WRITTEN[script], show="谈话 without a shaper", typesetter=BARE)
    assert cover.says_title
    assert not cover.undrawn


def test_letters_of_a_word_are_joined_where_nothing_shapes_them() -> None:
    def has_all(_char: str) -> bool:
        return True

    assert joined_backwards("باب", has_all) == "\ufe8f\ufe8e\ufe91"
    assert joined_backwards("سلام", has_all) == "\ufee1\ufefc\ufeb3"
    assert joined_backwards("(אב)", has_all) == "(בא)"


def test_right_to_left_title_begins_at_the_right() -> None:
    picture = opened(draw_cover("אב", show="谈话").square)
    ground = picture.getpixel((5, 5))
    left, right = picture.crop((264, 264, 900, 900)), picture.crop((2200, 264, 2736, 900))
    assert left.getextrema() == tuple((shade, shade) for shade in ground)
    assert right.getextrema() != tuple((shade, shade) for shade in ground)


def test_title_with_letters_that_no_font_has_is_never_drawn_with_holes() -> None:
    cover = draw_cover("河口的𒀀", show="河边谈话", names=("王勇健",), typesetter=BARE)
    assert cover.headline == "河边谈话"
    (line,) = undrawn_lines(cover)
    assert "𒀀" in line
    assert "Cuneiform" in line
    assert "fonts-noto-core" in line
    assert "cover_font" in line
    (fault,) = title_faults(cover.square, "河口的𒀀")
    assert "河边谈话" in fault.what


def test_cover_says_who_speaks_where_neither_title_nor_show_can_be_drawn() -> None:
    cover = draw_cover("𒀀", show="𒁀", names=("王勇健", "𒁀", "李安"), date="2024-05-06", typesetter=BARE)
    assert cover.headline == "王勇健、李安"
    assert draw_cover("𒀀", show="𒁀", date="2024-05-06", typesetter=BARE).headline == "2024-05-06"


def test_ornament_that_no_font_has_is_left_out_and_said() -> None:
    cover = draw_cover("河口 \U0001fbb0 十年", show="谈话", typesetter=BARE)
    assert cover.headline == "河口 十年"
    assert len(undrawn_lines(cover)) == 1


def test_font_of_the_machine_is_found_without_fontconfig(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    georgian = next(face for face in shipped_faces() if "Georgian" in face.path.name)
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "Broken-Bold.ttf").write_bytes(b"no font")
    (tmp_path / "fonts" / "Georgian.ttf").write_bytes(georgian.path.read_bytes())
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(faces, "_folders", lambda: (tmp_path / "missing", tmp_path / "fonts"))
    for kept in (faces.system_face, faces._font_files):
        kept.cache_clear()
    try:
        found = faces.system_face("ა")
        assert found is not None
        assert found.path == tmp_path / "fonts" / "Georgian.ttf"
        assert faces.system_face("𒀀") is None
    finally:
        for kept in (faces.system_face, faces._font_files):
            kept.cache_clear()


def test_named_font_is_asked_first() -> None:
    latin = next(face for face in shipped_faces() if face.path.name.startswith("NotoSerif-"))
    assert draw_cover("River", show="谈话", font=latin.path).square != draw_cover("River", show="谈话").square


def test_named_font_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "font.ttf").write_bytes(b"no font")
    for name in ("font.ttf", "missing.ttf"):
        with pytest.raises(CastError, match="cannot be read") as caught:
            draw_cover("河口", show="谈话", font=tmp_path / name)
        assert "cover_font" in caught.value.hint


def test_cover_keeps_its_text_in_the_file() -> None:
    cover = draw_cover("河口水文站", show="谈话")
    for picture in (opened(cover.square), opened(cover.banner)):
        drawn = drawn_text(picture.info["comment"])
        assert drawn is not None
        assert (drawn.headline, drawn.undrawn) == ("河口水文站", "")


def test_cover_of_an_older_title_is_told() -> None:
    (fault,) = title_faults(draw_cover("河口", show="谈话").square, "山口")
    assert "河口" in fault.what


@pytest.mark.parametrize("title", [*WRITTEN.values(), "一个特别长的题目" * 30])
def test_pictures_are_light(title: str) -> None:
    cover = draw_cover(title, show="河边谈话", note="本节目由人工智能合成朗读", date="2024-05-06")
    assert len(cover.square) <= COVER_BYTES
    assert len(cover.banner) <= BANNER_BYTES
    assert opened(cover.banner).size == (1200, 630)


def test_own_cover_that_is_heavy_is_made_light(tmp_path: Path) -> None:
    path = tmp_path / "cover.png"
    Image.effect_noise((3000, 3000), 90).convert("RGB").save(path, compress_level=1)
    light = cover_from(path)
    assert len(light) <= COVER_BYTES
    assert opened(light).width >= 1400
    banner = banner_from(light)
    assert (opened(banner).size, len(banner) <= BANNER_BYTES) == ((1200, 630), True)
