"""Makes the word lists of the program from published ones; docs/decisions.md says which and why.

    python -m scripts.word_lists --english american-english british-english --chinese dict.txt

The English lists are those of Debian's packages wamerican and wbritish (SCOWL), the Chinese one is
`jieba/dict.txt` of the package jieba.
"""

from __future__ import annotations

import argparse
import lzma
import math
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from newsassistant.evidence.names_zh import ORGANISATION
from newsassistant.evidence.reading.lists import words
from newsassistant.evidence.words.characters import DOUBLE_SURNAMES, FOREIGN, NO_NAME, SURNAMES
from newsassistant.evidence.words.word_lists import pack
from scripts.setup_env import ROOT

TARGET = ROOT / "resources" / "words"
TAGS = {"nr": "r", "nrfg": "r", "nrt": "f", "ns": "s", "nt": "t", "nz": "z"}
LEAST = {".": 20, "z": 10, "r": 6, "f": 5, "s": 3, "t": 3}
"""How often a word of each tag must have been met: rare ordinary words cost the most bytes."""
_WEIGHT = 0x30
_FIRST_NAMES = words(
    "john jack jimmy dick harry bobby peter robin nick mike josh jerry jenny kitty molly sally"
    " dolly polly barney randy willy carol gene timothy sandy jean betty kelly tracy"
)
"""Words for small things that are nearly always people where they have a capital."""

_PLACE = re.compile(
    "[省市县区旗州盟镇乡村岛洲国河江湖海山峰岭谷峡港湾路街桥寺庙宫庄园关城府坡口川原滩洋角脉域]\\Z"
)
_OFTEN = 30
_IDIOMS = words(
    "大兴土木 大江南北 满头大汗 歇斯底里 高高兴兴 阿弥陀佛 欧几里得 兴旺发达 喝西北风",
    "夕阳西下 天南地北 天南海北 太平盛世 太阳黑子 库仑定律 旁门左道 木牛流马 深山老林",
    "甘拜下风 直角三角形 青梅竹马 高头大马 高山流水 龙潭虎穴 大呼拉尔 南南合作",
)
"""Words of four and more characters that the list has for places and that are none."""

_BODY = re.compile(
    rf"[\u4e00-\u9fff]+(?:{ORGANISATION}|[党社部院会团队盟委所署联堂]|组织|政府|政协|出版社|政治协商会议|代表大会"
    r"|人大|[红陆海空民]军|解放军|志愿军|野战军|军区|[青日]报|报|书局|书店|制片厂|水电站|核电站|油田|科协|作协|民航"
    r"|航空|证券|快递|汽车|电信|通讯|央行|附中|分校|参谋部|国民党|共产党|党中央|共中央|建中央|盟中央"
    r"|[女男][排足篮]|[足篮排]协|警方|军方|海关|频道|剧院|剧场|乐团|学校|党校|基地|国会|议会|内阁|王室|当局)\Z"
)


def english(texts: Sequence[str]) -> str:
    """The file of the English list from word lists, a word a line; names are left out."""
    found = {word for text in texts for word in text.split("\n")}
    return pack(
        word
        for word in found - _FIRST_NAMES
        if word.isascii() and word.isalpha() and word.islower()
    )


def chinese(text: str) -> str:
    """The file of the Chinese list from lines of a word, how often it was met, and its tag."""
    rows: dict[str, tuple[int, str]] = {}
    for line in text.split("\n"):
        word, count, tag = (*line.split(" "), "", "")[:3]
        short = TAGS.get(tag, ".")
        chinese_only = bool(word) and all("\u4e00" <= char <= "\u9fff" for char in word)
        short = short if chinese_only and looks_like(word, short, int(count)) else "."
        if chinese_only and (int(count) >= LEAST[short] or len(word) == 1):
            rows[word] = (int(count), short)
    ordered = sorted(rows)
    weights = "".join(chr(_WEIGHT + round(math.log2(rows[word][0] + 1))) for word in ordered)
    tags = "".join(rows[word][1] for word in ordered)
    return "\n\n".join((pack(ordered), weights, tags))


def looks_like(word: str, tag: str, count: int) -> bool:
    """False for what the published list has among names and is none: 山水相连, 安全性, 采取措施.

    Most of that was met a few times only; among the rest there are idioms.
    """
    sounds = sum(char in FOREIGN for char in word)
    match tag:
        case "r" if len(word) > 3:
            return sounds == len(word) or word[:2] in DOUBLE_SURNAMES
        case "r":
            return word[:1] in SURNAMES and word[-1:] not in NO_NAME
        case "s" if len(word) > 3:
            often = count >= _OFTEN and word not in _IDIOMS
            return often or 2 * sounds > len(word) or _PLACE.search(word) is not None
        case "s" if len(word) == 3:
            return word[-1] not in NO_NAME
        case "t" if len(word) > 3:
            return _BODY.match(word) is not None
        case "t" if len(word) == 3:
            return word[-1] in "会部" or word[-1] not in NO_NAME | set("处单工国系教")
    return True


def write(path: Path, text: str) -> int:
    """Write `text` compressed; returns the bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = lzma.compress(text.encode("utf-8"), preset=9 | lzma.PRESET_EXTREME)
    path.write_bytes(data)
    return len(data)


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the lists that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--english", nargs="+", type=Path, default=[])
    parser.add_argument("--chinese", type=Path)
    parser.add_argument("--target", type=Path, default=TARGET)
    options = parser.parse_args(arguments)
    if options.english:
        text = english([path.read_text(encoding="utf-8") for path in options.english])
        print("en.xz", write(options.target / "en.xz", text))
    if options.chinese:
        text = chinese(options.chinese.read_text(encoding="utf-8"))
        print("zh.xz", write(options.target / "zh.xz", text))
    return 0


if __name__ == "__main__":
    sys.exit(main())
