"""Azure: narrator's readings, pauses and styles in valid SSML, and all of the sentence or an error that says why not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from lxml import etree

from azure_standin import NAMESPACES, AzureStandIn
from http_standin import NOT_WORTH_ANOTHER_TRY, Fault, in_turn
from narrator.errors import EngineBusy, EngineError
from narrator.model import Clip, Override, Span, Utterance, Voice
from narrator.speech import substitute
from narrator.speech.completeness import shortcoming
from narrator.speech.engines.azure import (
    ENDPOINT_VARIABLE,
    KEY_VARIABLE,
    REGION_VARIABLE,
    AzureEngine,
    AzureSettings,
)
from narrator.speech.engines.http_voice import Timeouts
from narrator.speech.marks import unheard
from narrator.spoken import verbalise_text
from speech_utterances import utterance

TEXT = "河对岸的磨坊还在，水车早就停下了。"
XIAOXIAO = "zh-CN-XiaoxiaoNeural"
HD = "zh-CN-Yunfan:DragonHDLatestNeural"
QUICK = Timeouts(connect_s=1.0, idle_s=0.4, whole_s=1.0)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[AzureStandIn]:
    with AzureStandIn() as running:
        monkeypatch.setenv(ENDPOINT_VARIABLE, running.url)
        monkeypatch.setenv(KEY_VARIABLE, running.key)
        monkeypatch.delenv(REGION_VARIABLE, raising=False)
        yield running


def asked(
    text: str, *, overrides: tuple[Override, ...] = (), lexicon: dict[str, str] | None = None, **voice: object
) -> Utterance:
    """The text as narrator reads it."""
    chosen = Voice(**{"engine": "azure", "name": XIAOXIAO, **voice})
    plain = utterance(text, voice=chosen)
    reading = verbalise_text(text, overrides=overrides, lexicon=lexicon)
    return replace(plain, sentence=replace(plain.sentence, reading=reading))


def say(text: str = TEXT, **how: object) -> Clip:
    return AzureEngine().speak(asked(text, **how))


def phonemes(document: etree._Element) -> dict[str, str]:
    return {element.text: element.get("ph") for element in document.iterfind(".//s:phoneme", NAMESPACES)}


# What is said.


def test_plain_sentence_is_sent_without_phonemes_in_its_voice(service: AzureStandIn) -> None:
    clip = say()
    (document,) = service.asked
    assert document.get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-CN"
    assert document.find("s:voice", NAMESPACES).get("name") == XIAOXIAO
    assert "".join(document.itertext()) == TEXT
    assert phonemes(document) == {}
    assert unheard(TEXT, clip.marks) == ()


def test_reading_that_the_lexicon_demands_is_told_even_where_it_is_the_usual_one(service: AzureStandIn) -> None:
    say("他重新修好了水车。", lexicon={"重新": "chong2 xin1"})
    say("重心在左边。", lexicon={"重心": "chong2 xin1"})
    assert phonemes(service.asked[0]) == {"重新": "chong 2 - xin 1"}
    assert phonemes(service.asked[1]) == {"重心": "chong 2 - xin 1"}


def test_reading_that_the_editor_demands_is_told(service: AzureStandIn) -> None:
    say("水车的重量没人知道。", overrides=(Override(span=Span(3, 4), reading="chong2"),))
    assert phonemes(service.asked[0]) == {"重": "chong 2"}


def test_reading_that_differs_from_the_usual_one_is_told(service: AzureStandIn) -> None:
    asked_for = asked("他长大了。")
    reading = replace(
        asked_for.sentence.reading, pinyin=("ta1", "chang2", "da4", "le5"), sandhi=("ta1", "chang2", "da4", "le5")
    )
    AzureEngine().speak(replace(asked_for, sentence=replace(asked_for.sentence, reading=reading)))
    assert phonemes(service.asked[0]) == {"长大": "chang 2 - da 4"}


def test_tones_are_told_as_they_are_spoken(service: AzureStandIn) -> None:
    say("一会儿就走，老远都听得见。", lexicon={"一会儿": "yi1 hui4 er2", "老远": "lao3 yuan3"})
    assert phonemes(service.asked[0])["老远"] == "lao 2 - yuan 3"
    assert set(phonemes(service.asked[0])) == {"一会儿", "老远"}


def test_erhua_joins_its_syllable_and_u_umlaut_has_its_own_letter(service: AzureStandIn) -> None:
    plain = asked("花儿绿了，略有不同。")
    reading = replace(plain.sentence.reading, demanded=(0, 2, 5))
    AzureEngine().speak(replace(plain, sentence=replace(plain.sentence, reading=reading)))
    told = " ".join(phonemes(service.asked[0]).values())
    assert "hua r 1" in told
    assert "lv 4" in told
    assert "lue 4" in told


def test_text_cannot_smuggle_markup_in(service: AzureStandIn) -> None:
    text = "磨坊<break time='9s'/>&amp;的门\x0b开着\ud800]]>。"
    AzureEngine().speak(utterance(text, voice=Voice(engine="azure", name=XIAOXIAO)))
    (document,) = service.asked
    assert "".join(document.itertext()) == text.replace("\x0b", " ").replace("\ud800", " ")
    assert all(pause.get("time") != "9s" for pause in document.iterfind(".//s:break", NAMESPACES))


def test_pause_is_put_where_a_dash_an_ellipsis_or_a_bracket_is(service: AzureStandIn) -> None:
    say("他回来了——真的回来了……我没想到（大家都没想到）会这样。")
    (document,) = service.asked
    breaks = list(document.iterfind(".//s:break", NAMESPACES))
    behind = ["".join(pause.xpath("following-sibling::node()/descendant-or-self::text()"))[:2] for pause in breaks]
    assert behind == ["真的", "我没", "大家", "会这"]
    assert all(100 <= int(pause.get("time").removesuffix("ms")) <= 1000 for pause in breaks)


def test_commas_and_full_stops_are_left_to_the_service(service: AzureStandIn) -> None:
    say("先来的，后来的，都坐下了。")
    assert service.asked[0].find(".//s:break", NAMESPACES) is None


def test_prosody_is_told_as_documented_and_only_where_it_is_wanted(service: AzureStandIn) -> None:
    say()
    say(rate_percent=10, pitch_hz=-6, volume_percent=5)
    say(rate_percent=300)
    usual, changed, extreme = (document.find(".//s:prosody", NAMESPACES) for document in service.asked)
    assert usual is None
    assert dict(changed.attrib) == {"rate": "+10%", "pitch": "-6Hz", "volume": "+5%"}
    assert dict(extreme.attrib) == {"rate": "+100%"}


def test_style_role_and_degree_are_told(service: AzureStandIn) -> None:
    say(style="newscast", style_degree=1.5, role="OlderAdultFemale", rate_percent=-5)
    express = service.asked[0].find("s:voice/m:express-as", NAMESPACES)
    assert dict(express.attrib) == {"style": "newscast", "role": "OlderAdultFemale", "styledegree": "1.5"}
    assert express.find("s:prosody", NAMESPACES).get("rate") == "-5%"


@pytest.mark.parametrize(
    "wrong",
    [
        {"style": "weeping"},
        {"style": "no style<"},
        {"role": "Boy"},
        {"style": "calm", "style_degree": 3.0},
        {"style": "calm", "name": HD},
    ],
)
def test_style_that_would_be_ignored_is_an_error(service: AzureStandIn, wrong: dict[str, object]) -> None:
    with pytest.raises(EngineError) as caught:
        say(**wrong)
    assert not isinstance(caught.value, EngineBusy)
    assert caught.value.hint
    assert service.asked == []


def test_style_is_tried_while_the_list_is_away(service: AzureStandIn) -> None:
    service.list_answers = 503
    assert shortcoming(say(style="newscast")) is None


def test_voices_that_take_no_pinyin_get_the_homophone(service: AzureStandIn) -> None:
    lexicon = {"重塑": "chong2 su4", "长势": "zhang3 shi4"}
    for name in ("zh-TW-HsiaoChenNeural", HD):
        say("重塑老街，长势很好。", lexicon=lexicon, name=name)
    expected = verbalise_text("重塑老街，长势很好。", lexicon=lexicon).respelled
    assert ["".join(document.itertext()) for document in service.asked] == [expected, expected]
    assert all(phonemes(document) == {} for document in service.asked)


def test_hd_voices_get_no_markup_that_they_do_not_take(service: AzureStandIn) -> None:
    say("他回来了——真的。", name=HD, rate_percent=10, pitch_hz=5)
    assert [element.tag.rpartition("}")[2] for element in service.asked[0].iter()] == ["speak", "voice"]


def test_long_sentence_is_said_whole_in_several_documents(service: AzureStandIn) -> None:
    text = "磨坊的主人换了三位（都姓何），" * 40 + "重心没有换。"
    clip = say(text, lexicon={"重心": "chong2 xin1"})
    assert len(service.asked) > 1
    assert "".join("".join(document.itertext()) for document in service.asked) == text
    assert unheard(text, clip.marks) == ()
    assert phonemes(service.asked[-1]) == {"重心": "chong 2 - xin 1"}


# What comes back.


@pytest.mark.parametrize(
    "output", ["riff-24khz-16bit-mono-pcm", "audio-24khz-96kbitrate-mono-mp3", "ogg-24khz-16bit-mono-opus"]
)
def test_every_format_is_heard_whole(service: AzureStandIn, output: str) -> None:
    assert shortcoming(AzureEngine(AzureSettings(format=output)).speak(asked(TEXT))) is None
    assert service.asked_format == [output]


@pytest.mark.parametrize("fault", sorted(set(Fault) - NOT_WORTH_ANOTHER_TRY))
def test_whatever_may_pass_is_busy_in_one_line_and_then_speaks(service: AzureStandIn, fault: Fault) -> None:
    service.faults = in_turn(fault)
    by = AzureEngine(timeouts=QUICK)
    with pytest.raises(EngineBusy) as caught:
        by.speak(asked(TEXT))
    assert caught.value.message
    assert "\n" not in caught.value.message
    assert shortcoming(say()) is None


@pytest.mark.parametrize("fault", sorted(NOT_WORTH_ANOTHER_TRY))
def test_whatever_will_not_pass_is_an_error_with_a_hint(service: AzureStandIn, fault: Fault) -> None:
    service.faults = in_turn(fault)
    with pytest.raises(EngineError) as caught:
        say()
    assert not isinstance(caught.value, EngineBusy)
    assert caught.value.hint


def test_refusal_says_what_the_service_said(service: AzureStandIn) -> None:
    service.faults = in_turn(Fault.BAD_REQUEST)
    with pytest.raises(EngineError, match="HTTP 400: 0x80045003 element is not supported"):
        say()


def test_refused_key_names_the_variable(service: AzureStandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_VARIABLE, "wrong-one")
    with pytest.raises(EngineError, match="does not accept the key") as caught:
        say()
    assert KEY_VARIABLE in caught.value.hint
    assert "wrong-one" not in caught.value.message + caught.value.hint


def test_unknown_voice_is_named(service: AzureStandIn) -> None:
    with pytest.raises(EngineError, match="voice “zh-CN-NobodyNeural”") as caught:
        say(name="zh-CN-NobodyNeural")
    assert "narrator voices azure" in caught.value.hint


def test_wait_that_the_service_asks_for_is_told(service: AzureStandIn) -> None:
    service.faults = in_turn(Fault.TOO_MANY)
    with pytest.raises(EngineBusy) as caught:
        say()
    assert caught.value.wait_s == 7


# Where it is.


def test_one_hiccup_does_not_make_it_unavailable(service: AzureStandIn) -> None:
    service.faults = in_turn(Fault.RESET, Fault.BROKEN)
    assert AzureEngine().available() is None


def test_service_is_available_when_it_speaks(service: AzureStandIn) -> None:
    assert AzureEngine().available() is None
    service.faults = lambda: Fault.UNAVAILABLE
    assert AzureEngine().available() == "the service refused (HTTP 503)"


def test_missing_settings_are_all_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (KEY_VARIABLE, REGION_VARIABLE, ENDPOINT_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    both = f"the environment variables {KEY_VARIABLE} and {REGION_VARIABLE} are not set"
    assert AzureEngine().available() == both
    with pytest.raises(EngineError, match=both):
        say()
    monkeypatch.setenv(REGION_VARIABLE, "eastasia")
    assert AzureEngine().available() == f"the environment variable {KEY_VARIABLE} is not set"


@pytest.mark.parametrize("tail", ["", "/", "/cognitiveservices/v1", "/cognitiveservices/"])
def test_endpoint_may_be_written_as_people_write_it(service: AzureStandIn, tail: str) -> None:
    by = AzureEngine(AzureSettings(endpoint=service.url + tail))
    assert shortcoming(by.speak(asked(TEXT))) is None


@pytest.mark.parametrize(
    ("settings", "url"),
    [
        ({"region": "eastasia"}, "https://eastasia.tts.speech.microsoft.com/cognitiveservices"),
        ({"region": "East Asia"}, "https://eastasia.tts.speech.microsoft.com/cognitiveservices"),
        ({"region": "chinanorth3"}, "https://chinanorth3.tts.speech.azure.cn/cognitiveservices"),
        (
            {"endpoint": "https://westus.api.cognitive.microsoft.com/"},
            "https://westus.tts.speech.microsoft.com/cognitiveservices",
        ),
        (
            {"endpoint": "https://mill.cognitiveservices.azure.com/"},
            "https://mill.cognitiveservices.azure.com/tts/cognitiveservices",
        ),
        ({"endpoint": "http://localhost:5000"}, "http://localhost:5000/cognitiveservices"),
    ],
)
def test_address_follows_from_region_or_endpoint(settings: dict[str, str], url: str) -> None:
    assert AzureEngine(AzureSettings(**settings)).url == url


@pytest.mark.parametrize("settings", [{"region": "east/asia"}, {"endpoint": "mill"}, {"format": "amr-wb-16000hz"}])
def test_setting_that_cannot_be_is_an_error_with_an_example(settings: dict[str, str]) -> None:
    with pytest.raises(EngineError) as caught:
        AzureEngine(AzureSettings(**settings))
    assert "like" in caught.value.hint or "take" in caught.value.hint


def test_voices_are_the_list_of_the_region_with_their_styles(service: AzureStandIn) -> None:
    voices = {voice.name: voice for voice in AzureEngine().voices()}
    assert voices[XIAOXIAO].gender == "female"
    assert voices["zh-CN-YunxiNeural"].gender == "male"
    assert "newscast" in voices[XIAOXIAO].description


def test_voice_that_the_region_lacks_is_replaced_by_one_of_its_gender_and_said(service: AzureStandIn) -> None:
    wanted = utterance(TEXT, voice=Voice(engine="azure", name="zh-TW-YunJheNeural"))
    with pytest.raises(EngineError, match="zh-TW-YunJheNeural"):
        substitute([wanted], AzureEngine())
    wanted = utterance(TEXT, voice=Voice(engine="azure", name="zh-CN-YunyeNeural"))
    (replaced,), said = substitute([wanted], AzureEngine(), {"zh-CN-YunyeNeural": "male"})
    assert replaced.voice.name.startswith("zh-CN-Yun")
    assert said == (f"azure no longer has the voice zh-CN-YunyeNeural; {replaced.voice.name} speaks instead",)


def test_nothing_is_asked_where_there_is_nothing_to_pronounce(service: AzureStandIn) -> None:
    with pytest.raises(EngineError, match="nothing to pronounce"):
        AzureEngine().speak(utterance("……！", voice=Voice(engine="azure", name=XIAOXIAO)))
    assert service.asked == []
