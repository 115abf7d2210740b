"""Who was heard before keeps the voice, and nobody else gets it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.casting import Given, assignment, with_given
from narrator.model import Cast, Gender, Kind, Role, Sentence, Speaker
from narrator.settings import parse_settings
from spoken_sound import reading_of

POOL = """
pool:
  tone: {female: [high, higher], male: [low, lower]}
  kokoro:
    female: [zf_xiaoxiao, zf_xiaoyi, af_heart]
    male: [zm_yunyang, zm_yunjian, zm_yunxi, am_michael]
"""
CAST = parse_settings(POOL, "voices.yaml").cast


def person(name: str, *aliases: str, gender: Gender | None = None, role: Role = Role.GUEST) -> Speaker:
    return Speaker(name=name, role=role, gender=gender, aliases=aliases)


def heard(*people: Speaker, cast: Cast = CAST, engine: str = "tone", language: str = "zh-CN") -> dict[str, Given]:
    said = [
        Sentence(
            kind=Kind.SPEECH, speaker=one.name, reading=reading_of("好。"), at=0, turn=0, paragraph=0, language=language
        )
        for one in people
    ]
    return {each.speaker.name: each for each in assignment(said, people, cast, engine).given}


def after(*episodes: tuple[Speaker, ...], cast: Cast = CAST, engine: str = "tone", language: str = "zh-CN") -> Cast:
    """The cast after these episodes were made, one after another."""
    for people in episodes:
        given_ = heard(*people, cast=cast, engine=engine, language=language).values()
        cast = replace(cast, kept=with_given(cast.kept, given_))
    return cast


def test_guest_keeps_the_voice_whoever_else_speaks() -> None:
    cast = after((person("林一", gender="male"),))
    episode = heard(
        person("周二", gender="male"), person("吴三", gender="male"), person("林一", gender="male"), cast=cast
    )
    assert episode["林一"].voice.name == "low"
    assert episode["林一"].source == "kept"
    assert episode["周二"].voice.name == "lower"


def test_voice_of_one_guest_is_given_to_no_other() -> None:
    cast = after((person("林一", gender="male"),))
    assert heard(person("周二", gender="male"), cast=cast)["周二"].voice.name == "lower"
    cast = after((person("周二", gender="male"),), (person("吴三", gender="male"),), cast=cast)
    sounds = {(one.voice.name, one.voice.rate_percent, one.voice.pitch_hz) for one in cast.kept}
    assert len(sounds) == 3


def test_guests_beyond_the_pool_share_a_voice_with_as_few_as_possible_and_it_is_said() -> None:
    cast = after(*((person(f"来宾{n}", gender="male"),) for n in range(30)))
    names = [one.voice.name for one in cast.kept]
    assert (names.count("low"), names.count("lower")) == (15, 15)
    assert max(abs(one.voice.pitch_hz) for one in cast.kept) <= 36
    assert heard(person("新人", gender="male"), cast=cast)["新人"].shared_with


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (person("林知遠"), person("林知远")),
        (person("林知远先生"), person("林知远")),
        (person("林总", "林知远"), person("林知远")),
        (person("林知远"), person("林工", "林知远")),
        (person("Jane Smith"), person("Dr. Jane SMITH")),
        (person("Ｊａｎｅ　Smith"), person("jane smith")),
        (person("爱丽丝·史密斯"), person("爱丽丝•史密斯")),
        (person("王德福", "王德福 / 老站长", "老站長"), person("王德福")),
    ],
)
def test_person_is_one_under_all_names(first: Speaker, then: Speaker) -> None:
    cast = after((person("周二"), first))
    episode = heard(then, cast=cast)[then.name]
    assert (episode.source, episode.voice) == ("kept", cast.kept[1].voice)


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (person("林知远", "嘉宾", "答"), person("答")),
        (person("林知远", "王主任"), person("王主任")),
        (person("嘉宾"), person("周二", "嘉宾")),
        (person("林知远", "林"), person("林")),
        (person("Jane Smith", "A", "Guest"), person("A")),
        (person("王先生"), person("王")),
    ],
)
def test_what_many_are_called_makes_nobody_one_person(first: Speaker, then: Speaker) -> None:
    cast = after((first,))
    assert heard(then, cast=cast)[then.name].source == "pool"


def test_namesake_of_the_other_gender_is_another_person() -> None:
    cast = after((person("李明", gender="male"),), (person("李明", gender="female"),))
    assert [(one.gender, one.voice.name) for one in cast.kept] == [("male", "low"), ("female", "high")]
    assert heard(person("李明", gender="male"), cast=cast)["李明"].voice.name == "low"


def test_person_whose_gender_is_told_later_gets_a_voice_of_it() -> None:
    cast = after((person("周二", gender="female"), person("林一")))
    assert cast.kept[1].voice.name == "low"
    episode = heard(person("林一", gender="female"), cast=cast)["林一"]
    assert (episode.voice.name, episode.why_not, episode.before) == ("higher", "gender", cast.kept[1].voice)
    assert [one.voice.name for one in with_given(cast.kept, [episode])] == ["high", "higher"]


def test_gender_that_one_page_tells_is_known_on_others_and_in_other_engines() -> None:
    cast = after((person("林一", gender="female"),))
    assert heard(person("林一"), cast=cast, engine="kokoro")["林一"].voice.name == "zf_xiaoxiao"


def test_voice_that_is_no_longer_in_the_pool_is_replaced_and_free() -> None:
    cast = after((person("林一", gender="male"),))
    smaller = replace(parse_settings("pool: {tone: {male: [lower]}}", "v").cast, kept=cast.kept)
    episode = heard(person("林一", gender="male"), cast=smaller)["林一"]
    assert (episode.voice.name, episode.why_not) == ("lower", "gone")
    assert [one.voice.name for one in with_given(cast.kept, [episode])] == ["lower"]


def test_what_voices_yaml_says_goes_before_what_was_kept_and_is_kept_instead() -> None:
    cast = after((person("林一", gender="male"),))
    cast = replace(parse_settings("cast: {林一: {tone: any}}\n" + POOL, "v").cast, kept=cast.kept)
    cast = after((person("林一", gender="male"),), cast=cast)
    assert [one.voice.name for one in cast.kept] == ["any"]


def test_voice_of_the_cast_is_given_to_nobody_while_there_are_others_as_far_from_those_who_speak() -> None:
    cast = parse_settings("cast: {林一: {tone: low}}\n" + POOL, "v").cast
    assert heard(person("周二", gender="male"), cast=cast)["周二"].voice.name == "lower"


def test_cast_member_is_found_in_traditional_characters() -> None:
    cast = parse_settings("cast: {林知远: {tone: any}}\n" + POOL, "v").cast
    assert heard(person("林知遠"), cast=cast)["林知遠"].voice.name == "any"


def test_person_has_a_voice_for_each_language() -> None:
    cast = after((person("林一", gender="male"),), engine="kokoro")
    english = heard(person("林一", gender="male"), cast=cast, engine="kokoro", language="en")["林一"]
    assert (english.voice.name, english.why_not) == ("am_michael", None)
    cast = replace(cast, kept=with_given(cast.kept, [english]))
    assert len(cast.kept) == 2
    assert heard(person("林一", gender="male"), cast=cast, engine="kokoro")["林一"].voice.name == "zm_yunyang"


def test_uncast_person_gets_the_voice_least_like_those_in_the_episode() -> None:
    # yunjian is next in the pool, and nearly yunyang (cosine 0.86); yunxi is not (0.74).
    episode = heard(person("林一", gender="male"), person("周二", gender="male"), engine="kokoro")
    assert [one.voice.name for one in episode.values()] == ["zm_yunyang", "zm_yunxi"]


def test_person_whose_voice_another_has_here_gets_a_second_one_and_keeps_the_first() -> None:
    cast = after((person("林一", gender="male"),))
    cast = replace(parse_settings("cast: {周二: {tone: low}}\n" + POOL, "v").cast, kept=cast.kept)
    both = (person("周二", gender="male"), person("林一", gender="male"))
    assert heard(*both, cast=cast)["林一"].why_not == "taken"
    cast = after(both, cast=cast)
    assert heard(*both, cast=cast)["林一"].source == "kept"
    assert heard(person("林一", gender="male"), cast=cast)["林一"].voice.name == "low"


def test_narration_keeps_its_voice() -> None:
    said = Sentence(
        kind=Kind.NARRATION, speaker=None, reading=reading_of("好。"), at=0, turn=0, paragraph=0, language="zh-CN"
    )
    first = assignment([said], (), CAST, "tone")
    cast = replace(CAST, kept=with_given((), first.given))
    assert heard(person("周二", gender="female"), cast=cast)["周二"].voice.name != first.utterances[0].voice.name
    assert assignment([said], (), cast, "tone").given[0].source == "kept"


@given(
    st.lists(st.lists(st.tuples(st.integers(0, 12), st.sampled_from(["female", "male", None])), max_size=6), max_size=8)
)
def test_everybody_keeps_the_voice_of_the_first_time(episodes: list[list[tuple[int, Gender | None]]]) -> None:
    genders: dict[int, Gender | None] = {}
    cast, first = CAST, {}
    for people in episodes:
        for number, gender in people:
            genders.setdefault(number, gender)
        speakers = [person(f"来宾{number}", gender=genders[number]) for number in dict.fromkeys(n for n, _ in people)]
        given_ = heard(*speakers, cast=cast)
        for name, one in given_.items():
            assert first.setdefault(name, one.voice) == one.voice
        cast = replace(cast, kept=with_given(cast.kept, given_.values()))
    assert len(cast.kept) == len(first)
