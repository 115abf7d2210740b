"""Powers, compound units, chemical formulas: `10⁶`, `2^10`, `9.8m/s²`, `H₂SO₄`, and blood pressure."""

from __future__ import annotations

import re

from narrator.spoken.classes.measures import UNITS
from narrator.spoken.classes.numbers import cardinal, number
from narrator.spoken.classes.patterns import NUMBER
from narrator.spoken.rewriting import Answer, after, before, rule
from narrator.standards.tsv import rows

SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
SUBSCRIPT = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_ELEMENTS = sorted((name for name, _ in rows("narrator.spoken", "classes/tables/elements.txt")), key=len, reverse=True)
ELEMENT = f"(?:{'|'.join(_ELEMENTS)})"
GROUP = rf"(?:{ELEMENT}[0-9₀-₉]{{0,2}}|\({ELEMENT}[0-9₀-₉]?(?:{ELEMENT}[0-9₀-₉]?)*\)[2-9₂-₉])"
COMPOUND = re.compile(
    rf"(?:{GROUP})*(?:O[2-9]?|H[2-9]|H[1-9]\d|F[2-6]|Cl[2-5]|S2?|N|C|OH|(?:SO[34]|[CS]O3|NO[23]|PO4|\([A-Za-z]+\d?\)\d))"
)
"""What ends as compounds do: an oxide, a hydride, a salt."""
PLAIN_WORDS = re.compile(r"[A-Z]2[A-Z]|[A-Z]\d[A-Z]\d?|[A-Z]\d{2,}")
"""B2C, C2C: taken for a formula only where an oxide, hydride or sulphide stands in the list."""
KNOWN = frozenset(name for name, _ in rows("narrator.spoken", "classes/tables/formulas.txt"))
"""Formulas that only the list tells from names."""
POWERS = {"2": "平方", "3": "立方"}


def _exponent(digits: str) -> str:
    return f"{number(digits)}次方"


_UNIT = "|".join(re.escape(name) for name in sorted(UNITS, key=len, reverse=True))


@rule(
    rf"(?<![A-Za-z\d.])(?P<base>{NUMBER})(?:(?P<high>[⁺⁻]?[⁰¹²³⁴-⁹]+)|\^(?P<low>[-+−]?\d+|\([-+]?\d+\)|[a-z]))"
    rf"(?:\s?(?P<unit>{_UNIT})(?:/(?P<per>s|min|h|L|kg))?(?![A-Za-z0-9²³/]))?"
)
def power(match: re.Match[str]) -> Answer:
    """`10⁶`, `2^10` and `10^(-3)`: 十的六次方; `10⁸m/s` with its unit."""
    per = {"s": "每秒", "min": "每分", "h": "每小时", "L": "每升", "kg": "每千克"}.get(match["per"] or "", "")
    unit = UNITS[match["unit"]] + per if match["unit"] else ""
    digits = (match["high"] or "").translate(SUPERSCRIPT) or match["low"].strip("()")
    said = f" {digits} 次方" if digits.isalpha() else _exponent(digits)
    return f"{number(match['base'])}的{said}{unit}"


@rule(r"(?<=的)(?P<number>[-+−]\d+)(?=次(?:方|幂))")
def exponent_in_words(match: re.Match[str]) -> Answer:
    return number(match["number"])


@rule(r"(?<![A-Za-z])(?P<base>[A-Za-z])(?:(?P<high>[⁺⁻]?[⁰¹²³⁴-⁹ⁿ]+)|\^(?P<low>[-+−]?\d+|[a-z]))(?![A-Za-z])")
def power_of_letter(match: re.Match[str]) -> Answer:
    """`x²` is x平方, `e^x` is e的x次方."""
    digits = (match["high"] or "").translate(SUPERSCRIPT).replace("ⁿ", "n") or match["low"]
    if match["base"] == "m" and digits in POWERS and match["high"] and before(match, "[一-龥]"):
        return None  # 每m²: a unit, with the measures
    if digits in POWERS:
        return match["base"] + POWERS[digits]
    return f"{match['base']}的{f' {digits} 次方' if digits.isalpha() else _exponent(digits)}"


@rule(
    rf"(?P<number>{NUMBER})?(?:(?<=\d)|(?<=[一-龥]))\s?(?P<unit>{_UNIT})/(?P<per>s|min|h|m|cm|K)(?P<power>[²³]|\^?[23])(?![A-Za-z0-9])"
)
def compound_unit(match: re.Match[str]) -> Answer:
    """`9.8m/s²` is 九点八米每二次方秒; `g/cm³` stays with measures."""
    per, power = match["per"], match["power"].lstrip("^").translate(SUPERSCRIPT)
    if per in ("m", "cm"):
        return None
    amount = number(match["number"]) if match["number"] else ""
    second = {"s": "秒", "min": "分", "h": "小时", "K": "开尔文"}[per]
    return f"{amount}{UNITS[match['unit']]}每{cardinal(power)}次方{second}"


@rule(rf"(?<![A-Za-z0-9])(?P<formula>{GROUP}{{1,8}})(?P<charge>[⁺⁻]|[²³][⁺⁻])?(?![A-Za-z0-9])")
def formula(match: re.Match[str]) -> Answer:
    """`H2O`, `CO₂`, `Fe2O3`: letters one by one, figures as numbers."""
    written = match["formula"]
    plain = written.translate(SUBSCRIPT)
    if not re.search(r"\d", plain):
        return None
    if plain == written:
        compound = COMPOUND.fullmatch(plain) and len(set(re.findall(ELEMENT, plain))) > 1
        if plain not in KNOWN and (not compound or PLAIN_WORDS.fullmatch(plain)):
            return None
        if plain in ("H2", "O2", "O3", "N2", "F2") and after(match, r"\s?(?:区|栋|座|口|出口|组|型|级|班|号|楼)"):
            return None
    said = [part.upper() if part.isalpha() else cardinal(part) for part in re.findall(r"[A-Za-z]|\d+", plain)]
    spelled = re.sub(r"(?<=[A-Z])(?=[A-Z])", " ", "".join(said))
    return spelled + {None: "", "⁺": "正", "⁻": "负"}.get(match["charge"], "离子")


@rule(r"(?<![\d./])(?P<high>\d{2,3})/(?P<low>\d{2,3})(?=(?:mmHg|毫米汞柱)?)(?![\d./])")
def blood_pressure(match: re.Match[str]) -> Answer:
    """血压130/85: nobody says a fraction."""
    if not (before(match, r"(?:血压|高压|低压|收缩压)[^\d，。]{0,8}") or after(match, r"\s?(?:mmHg|毫米汞柱)")):
        return None
    return f"{cardinal(match['high'])}比{cardinal(match['low'])}"


@rule(r"∈|∉|⊂|⊆|∪|∩|∅|∀|∃|⊥|∥|∠|∵|∴")
def set_sign(match: re.Match[str]) -> Answer:
    return dict(zip("∈∉⊂⊆∪∩∅∀∃⊥∥∠∵∴",
                    ("属于", "不属于", "包含于", "包含于", "并", "交", "空集", "任意", "存在", "垂直于", "平行于",
                     "角", "因为", "所以"), strict=True))[match[0]]  # fmt: skip


RULES = (blood_pressure, compound_unit, power, exponent_in_words, power_of_letter, formula, set_sign)
