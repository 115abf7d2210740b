"""Who the speakers are: one person for all the labels that mean them, with what the page says about them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from narrator.model import Gender, Role, Speaker
from narrator.script.declared import Declared
from narrator.script.genders import gender_of
from narrator.script.hosts import who_leads
from narrator.script.label_words import (
    HOSTS,
    NARRATORS,
    TITLE_END,
    TITLES,
    asks_or_answers,
    folded,
    initials,
    is_person,
    is_role,
    legislator,
    names_in,
    surname_length,
)
from narrator.script.labels import Label
from narrator.script.mentions import described, mentioned_with_surname
from narrator.script.places import Place, Placed


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The speakers, and which of them a label's key means."""

    speakers: Mapping[str, Speaker]
    """By key."""
    odd: Mapping[str, str]
    """Key of a label that names several people, or is misspelt → why its turns are in doubt."""

    def speaker(self, key: str) -> Speaker:
        """Whom the label's key means."""
        return self.speakers[key]


def identified(places: Sequence[Placed], declared: Declared, head: str, title: str) -> People:
    """The people behind the labels.

    Args:
        head: The page's words before the first turn, and the first turns: where people are introduced.
    """
    by_key: defaultdict[str, list[Label]] = defaultdict(list)
    for each in places:
        if each.label is not None:
            by_key[each.label.key].append(each.label)
    introduction = f"{title}\n{head}"
    odd: dict[str, str] = {}
    means = _meant(by_key, odd)
    fullest = {key: _full_name(key, each, declared, introduction) for key, each in by_key.items() if means[key] == key}
    owners = _one_for_each_person(fullest, by_key)
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for key in by_key:
        groups[owners.get(means[key], means[key])].append(key)
    words = words_of_all(places, {key: owner for owner, keys in groups.items() for key in keys})
    printed = {owner: _names_of(owner, keys, by_key, fullest) for owner, keys in groups.items()}
    hosts = {owner for owner, keys in groups.items() if _says_host(keys, by_key, declared)}
    if not hosts and len(groups) > 1 and not any(each.place is Place.QUESTION for each in places):
        hosts = who_leads(words.said, printed, words.order, f"{introduction}\n{words.text}"[:60_000])
    speakers: dict[str, Speaker] = {}
    alone = len(groups) - len(hosts) == 1
    for owner, keys in groups.items():
        others = [name for other, names in printed.items() if other != owner for name in names]
        notes = [label.opening.note for key in keys for label in by_key[key]]
        about = None if owner in hosts else f"{title}\n{words.told}" if alone else ""
        gender = gender_of(printed[owner], f"{title}\n{words.text}", notes, others, about)
        speaker = _speaker(owner, keys, by_key, fullest, introduction, host=owner in hosts, gender=gender)
        for key in keys:
            speakers[key] = speaker
    return People(speakers=speakers, odd=odd)


@dataclass(slots=True)
class Words:
    """What is said on the page."""

    said: dict[str, list[str]]
    """By owner, turn by turn."""
    order: list[str]
    """Whose turn each is."""
    text: str
    """The page without its labels, a paragraph a line."""
    told: str
    """What nobody says: the narrator's part of it."""


def words_of_all(places: Sequence[Placed], owner_of: Mapping[str, str]) -> Words:
    """Who says what, by the labels alone."""
    words = Words(said={owner: [] for owner in owner_of.values()}, order=[], text="", told="")
    speaking: str | None = None
    lines, told = [], []
    for each in places:
        text = each.block.text
        if each.place in (Place.NARRATION, Place.HEADING):
            told.append(text[:2000])
        if each.label is not None:
            speaking = owner_of[each.label.key]
            text = text[each.label.opening.label.end :]
            words.said[speaking].append(text)
            words.order.append(speaking)
        elif each.place in (Place.QUESTION, Place.ANSWER):
            speaking = None
        elif each.place is Place.CONTINUES and speaking is not None:
            words.said[speaking][-1] += f"\n{text}"
        if each.block.why_not_spoken is None or each.block.why_not_spoken in ("title", "credits", "picture caption"):
            lines.append(text[:2000])
    words.text, words.told = "\n".join(lines)[:100_000], "\n".join(told)[:20_000]
    return words


def _meant(by_key: Mapping[str, Sequence[Label]], odd: dict[str, str]) -> dict[str, str]:
    """Each label's key → the key it stands for; what is odd about it is noted."""
    means: dict[str, str] = {}
    for key, each in by_key.items():
        name, printed = each[0].opening.name, each[0].opening.printed
        names = names_in(name)
        first = next((folded(one) for one in names if folded(one) in by_key), None) if len(names) > 1 else None
        close = _misspelt(key, by_key)
        if first is not None and first != key:
            odd[key] = f"“{printed}” say this together; it is read by the first of them"
            means[key] = first
        elif close is not None:
            odd[key] = f"“{name}” looks like a misspelling of “{by_key[close][0].opening.name}”"
            means[key] = close
        else:
            means[key] = key
    return means


def _misspelt(key: str, by_key: Mapping[str, Sequence[Label]]) -> str | None:
    """The label that differs in one character and stands there twice as often, if exactly one does."""
    count = len(by_key[key])
    if len(key) < 3 or count > 2:
        return None
    close = [
        other for other in by_key if other != key and len(by_key[other]) >= max(2 * count, 2) and _one_apart(key, other)
    ]
    return close[0] if len(close) == 1 else None


def _one_apart(one: str, other: str) -> bool:
    if min(len(one), len(other)) < (3 if not one.isascii() else 5):
        return False
    if len(one) == len(other):
        different = [at for at in range(len(one)) if one[at] != other[at]]
        if len(different) == 1:
            return not one[different[0]].isdigit()
        return (
            len(different) == 2
            and one[different[0]] == other[different[1]]
            and one[different[1]] == other[different[0]]
        )
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) == 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _names_of(
    owner: str, keys: Sequence[str], by_key: Mapping[str, Sequence[Label]], fullest: Mapping[str, str]
) -> list[str]:
    """All that the person is called."""
    printed = [fullest[owner]]
    for key in keys:
        printed += [name for label in by_key[key] for name in (label.opening.name, label.opening.printed)]
    return list(dict.fromkeys(printed))


def _full_name(key: str, labels: Sequence[Label], declared: Declared, introduction: str) -> str:  # noqa: PLR0911 - one for each place
    """The fullest name the page gives for a label; the label itself where it gives none."""
    name = next((label.opening.name for label in labels if label.opening.key == key), labels[0].opening.name)
    if label := legislator(name):
        return label
    if name == "――":
        return declared.full.get("聞き手") or ("聞き手" if re.search("[\u3041-\u30ff]", introduction) else "问")
    full = declared.full.get(key)
    if full is not None:
        surname = full[: surname_length(full)]
        if surname and TITLE_END.search(full) and len(full) <= len(surname) + 4:
            return mentioned_with_surname(surname, introduction) or name
        at = full.rfind(name) if len(name) == 1 else -1
        if at > 0 and surname_length(name) and re.fullmatch("[\u3400-\u9fff]{2,3}", full[at:]):
            return full[at:]  # 店主赵某某, declared as 赵
        return _last_name_in(full)
    length = surname_length(name)
    if length and len(name) > length and re.fullmatch(rf"(?:{TITLES})", name[length:]):
        return mentioned_with_surname(name[:length], introduction) or name
    if len(name) == 1 and length:
        return mentioned_with_surname(name, introduction) or name
    return _spelt_out(name, introduction) or name


_LATIN_NAME = re.compile(
    r"[A-ZÀ-Þ][a-zß-ÿ'’\-]+(?: (?:(?:de|van|von|der|la|le|bin|al) )?[A-ZÀ-Þ][a-zß-ÿA-Z'’\-]+){1,2}"
)


def _spelt_out(letters: str, introduction: str) -> str | None:
    """`AB` → the one Ann Bell of whom the introduction speaks; `Q` and `A` stand for nobody's name."""
    if not (letters.isascii() and letters.isupper() and len(letters) <= 3) or asks_or_answers(folded(letters)):
        return None
    names = set(_LATIN_NAME.findall(introduction[:8000]))
    wanted = {name for name in names if (initials(name) if len(letters) > 1 else name[0]) == letters}
    return wanted.pop() if len(wanted) == 1 else None


def _last_name_in(text: str) -> str:
    """`莲香楼经理赵某某「阿赵」` → the person's name in it; the text itself where none is found."""
    bare = re.sub(r"[「『“\"(（][^」』”\"）)]*[」』”\"）)]", "", text).strip()
    title = list(re.finditer(TITLE_END.pattern.rstrip("$"), bare))
    if title and is_person(bare[title[-1].end() :].strip()):
        return bare[title[-1].end() :].strip()
    return bare or text


def _one_for_each_person(fullest: Mapping[str, str], by_key: Mapping[str, Sequence[Label]]) -> dict[str, str]:
    """Each key → the key of the person it means: `记` is 记者, `王局长` is 王建国 where only one Wang speaks."""
    owners: dict[str, str] = {}
    by_full: dict[str, str] = {}
    for key, name in fullest.items():
        owners[key] = by_full.setdefault(folded(name), key)
    people = {
        key: name for key, name in fullest.items() if is_person(name) and len(name) <= 4 and not TITLE_END.search(name)
    }
    for key, name in fullest.items():
        length = surname_length(name)
        if owners[key] != key or not length:
            continue
        rest = name[length:]
        if rest and not (TITLE_END.match(rest) or TITLE_END.fullmatch(rest)) and rest != "总":
            continue
        same = [
            other
            for other, full in people.items()
            if full[:length] == name[:length] and other != key and owners[other] == other
        ]
        if len(same) == 1:
            owners[key] = same[0]
    _join_roles(owners, fullest, by_key)
    for key, name in fullest.items():
        if owners[key] == key and name.isascii() and " " not in name:
            same = [
                other for other, full in fullest.items() if other != key and folded(name) in map(folded, full.split())
            ]
            if len(same) == 1 and not is_role(name):
                owners[key] = same[0]
        if owners[key] == key and name.isascii() and name.isupper() and len(name) <= 3 and not asks_or_answers(key):
            same = [
                other
                for other, full in fullest.items()
                if initials(full) == name or (len(name) == 1 and len(full) > 2 and full[0] == name)
            ]
            if len(same) == 1 and same[0] != key:
                owners[key] = same[0]
    return owners


def _join_roles(owners: dict[str, str], fullest: Mapping[str, str], by_key: Mapping[str, Sequence[Label]]) -> None:
    """`主持人` alone is 刘星, where `主持人刘星` is the only one so called."""
    for key in fullest:
        if owners[key] == key and is_role(fullest[key]):
            same = [other for other in fullest if any(folded(label.opening.before) == key for label in by_key[other])]
            if len(same) == 1 and same[0] != key and owners[same[0]] == same[0]:
                owners[key] = same[0]  # 主持人刘星, then 主持人


def _says_host(keys: Sequence[str], by_key: Mapping[str, Sequence[Label]], declared: Declared) -> bool:
    for key in keys:
        if key in HOSTS or key == "――" or folded(declared.full.get(key, "")) in HOSTS:
            return True
        if any(role in HOSTS and folded(full) == key for role, full in declared.full.items()):
            return True
        for label in by_key[key]:
            if folded(label.opening.before) in HOSTS or folded(label.opening.note) in HOSTS:
                return True
    return False


def _speaker(
    owner: str,
    keys: Sequence[str],
    by_key: Mapping[str, Sequence[Label]],
    fullest: Mapping[str, str],
    introduction: str,
    *,
    host: bool,
    gender: Gender | None,
) -> Speaker:
    name = fullest[owner]
    printed: Counter[str] = Counter()
    affiliation = position = None
    for key in keys:
        for label in by_key[key]:
            each = label.opening
            printed[each.printed] += 1
            printed[each.name] += 0
            if each.note and TITLE_END.search(each.note) and position is None:
                affiliation, position = described(each.note)
            if each.before and folded(each.before) not in HOSTS and position is None:
                affiliation, position = described(each.before)
            if each.note and is_person(each.note):
                printed[each.note] += 0
    if position is None and not is_role(name):
        affiliation, position = _introduced(name, introduction)
    elif position is not None and affiliation is None:
        introduced = _introduced(name, introduction)
        if introduced[0] and introduced[1] and introduced[1].endswith(position):
            affiliation, position = introduced  # 李晓燕（局长）, above: 李晓燕（某某局党组书记、局长）
    if position is not None and folded(position) in HOSTS:
        affiliation = position = None
    aliases = [alias for alias in printed if alias != name and alias]
    folded_name = folded(name)
    role = Role.NARRATOR if folded_name in NARRATORS else Role.HOST if host else Role.GUEST
    return Speaker(
        name=name,
        role=role,
        gender=gender,
        gender_is_guess=gender is not None,
        aliases=tuple(dict.fromkeys(aliases)),
        affiliation=affiliation,
        position=position,
    )


def _introduced(name: str, introduction: str) -> tuple[str | None, str | None]:
    from_text = None
    for match in re.finditer(re.escape(name), introduction):
        before = introduction[max(0, match.start() - 60) : match.start()]
        from_text = described(before)
        if from_text[1]:
            return from_text
        behind = re.match(
            r"\s?[,，（(]\s?(?:现任|現任|是)?([^。，,；;（()）]{2,40})", introduction[match.end() : match.end() + 60]
        )
        if behind and TITLE_END.search(behind.group(1)):
            return described(behind.group(1))
    return None, None
