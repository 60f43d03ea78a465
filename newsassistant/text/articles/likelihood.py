"""How likely a text is to have been written by somebody: the measure by which encodings are told.

A small model of what stands in news: Latin letters with the accents of western Europe, Chinese
characters by how common they are, punctuation, and what stands beside what.
"""

from __future__ import annotations

import unicodedata
from functools import cache

# Chinese characters by rank, most common first, in simplified and traditional form: my own list.
_FIRST = frozenset(
    "的一是不了在人有我他这這个個们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能"
    "而子那得于於着著下自之年过過发發后後作里裡用道行所然家种種事成方多经經么麼去法学學如都同现現"
    "当當没沒动動面起看定天分还還进進好小部其些主样樣理心她本前开開但因只从從想实實日月万萬亿億将將"
)
_NEXT = frozenset(
    "军軍者意无無力它与與长長把机機十民第公此已工使情明性知全三又关關点點正业業外两兩高间間由问問很"
    "最重并並物手应應战戰向头頭文体體政美相见見被利什二等产產或新己制製身果加西斯话話合回特代内內信表"
    "化老给給世位次度门門任常先海通教儿兒原东東声聲提立及比员員解水名真论論处處走义義各入几幾口认認条"
    "條平系气氣题題活尔爾更别別打女变變四神总總何电電数數安少报報才结結反受目太量再感建务務做接必场場"
    "件计計管期市直德资資命山金指克许許统統区區保至队隊形社便空决決治展马馬科司五基眼书書非则則听聽白"
    "却卻界达達光放强強即像难難且权權思王象完设設式色路记記南品住告类類求据據程北边邊死张張该該交规規"
    "拉格望觉覺术術领領共确確传傳师師观觀清今切院让讓识識候带帶导導争爭运運笔筆百千六七八九两零元米年"
    "每港城市府党黨委员民众眾京省县縣州村镇鎮乡鄉街路桥橋站楼樓房屋车車船飞飛铁鐵航线線网網络絡技术"
    "企商财財税稅银銀行股价價钱錢币幣经营營投资融贸貿易消费費增减減涨漲跌降升率额額预預算收支付购購买"
    "買卖賣客户戶服务农農林牧渔漁粮糧食油煤气能源环環境污染气温溫雨雪风風灾災震救援医醫病院药藥疫苗健"
    "康生死伤傷亡警察法院案件犯罪检檢诉訴讼訟判刑律师调調查证證据據称稱表示指宣布佈消息记者讯訊新闻聞"
    "报导刊载載访訪问谈談判议議会主席总统理部长局书记委代表团團届屆选選举舉投票赛賽球队冠军胜勝败敗进"
    "步首次今昨明早晚周週星期季末初底左右约約近超逾达至共同合作协協支持反对继繼续續推动促进加快实施落"
    "项項目工程计划劃规方案措施改革创創改善提供需要求满滿足响響影视視电影音乐樂演员艺藝术文化历歷史传"
    "游遊旅景点店餐饮飲居住老少幼儿童青妇婦男女父母亲親孩子友夫妻兄弟姐妹爱愛恨喜怒哀快苦甜红紅黄黃蓝"
    "藍绿綠黑色蓄春夏秋冬午夜晨空陆陸江河湖岛島洋岸码碼扩擴延预耗于宽寬深约护護修复復拆旧舊迁遷移搬"
    "轻輕轨軌速双雙单單号號版本级級优優良差劣检測测量标標准準较較极極尽盡虽雖因故若否则即使甚至仍未曾"
    "正在刚剛才将要已经過去将来现在目前其中之间以及另外此外例如由于因此所以不过但是然而如果只有就是还有"
)
_CHINESE_MARKS = {"，": 4.0, "。": 4.2, "、": 5.5}
_MORE_CHINESE_MARKS = "：；！？（）《》「」『』％〈〉【】　"
_EASY_MARKS = ".,;:'\"()-?!/\n"
_TYPOGRAPHY = "‘’“”–—…\u00a0"
_SIGNS = "«»„‚•·°€£§¼½¾¿¡©®™²³‹›×µ†"
_WESTERN = "àâäæçèéêëîïíìóôöòœùûüúñáß"
_WESTERN_CAPITALS = "ÀÄÇÉÖÜÁÍÓÚÑ"
_LESS_WESTERN = "ãåøõðþýÿšžÂÆÈÊËÎÏÔŒÙÛÅØ"

# What a character is, for what may stand beside it.
_LOWER, _UPPER, _ACCENT, _ACCENT_UPPER, _HAN, _OTHER = range(6)

_REPLACED = 14.0  # nats: what a place costs that could not be read
_CONTROL = 18.0
_BESIDE = {
    (_LOWER, _UPPER): 2.5,
    (_LOWER, _ACCENT_UPPER): 5.0,
    (_OTHER, _HAN): 2.0,
    (_HAN, _OTHER): 1.0,
    (_LOWER, _HAN): 3.0,
    (_UPPER, _HAN): 2.5,
    (_HAN, _LOWER): 2.5,
    (_HAN, _UPPER): 2.0,
    (_ACCENT, _ACCENT): 2.5,
    (_ACCENT, _ACCENT_UPPER): 5.0,
    (_ACCENT_UPPER, _ACCENT): 2.5,
    (_ACCENT_UPPER, _ACCENT_UPPER): 2.5,
    (_ACCENT, _HAN): 5.0,
    (_HAN, _ACCENT): 5.0,
    (_ACCENT_UPPER, _HAN): 5.0,
    (_HAN, _ACCENT_UPPER): 5.0,
}


def surprise(text: str) -> float:
    """How unlikely a text is, in nats (-ln of its probability); linear time, any thread."""
    total, before = 0.0, _OTHER
    for char in text:
        cost, kind = _of(char)
        total += cost
        if kind != _OTHER or before != _OTHER:
            total += _BESIDE.get((before, kind), 0.0)
        before = kind
    return total


def surprise_of_foreign(text: str) -> float:
    """The mean of what the characters beyond ASCII cost, in nats; 0 without any."""
    costs = [_of(char)[0] for char in text if char > "\x7f"]
    return sum(costs) / len(costs) if costs else 0.0


@cache
def _of(char: str) -> tuple[float, int]:
    if char < "\x80":
        return _of_ascii(char)
    if char == "\ufffd":
        return _REPLACED, _OTHER
    if char in _TYPOGRAPHY:  # in Chinese too
        return 5.5, _OTHER
    if char in _CHINESE_MARKS:
        return _CHINESE_MARKS[char], _HAN
    if char in _MORE_CHINESE_MARKS:
        return 6.0, _HAN
    if char in _SIGNS:
        return 7.5, _OTHER
    if char in _WESTERN:
        return 5.5, _ACCENT
    if char in _WESTERN_CAPITALS:
        return 7.0, _ACCENT_UPPER
    if char in _LESS_WESTERN:
        return 8.0, _ACCENT_UPPER if char.isupper() else _ACCENT
    return _of_others(char)


def _of_ascii(char: str) -> tuple[float, int]:
    if char.islower():
        return 3.0, _LOWER
    if char.isupper():
        return 4.5, _UPPER
    if char == " ":
        return 2.0, _OTHER
    if char.isdigit():
        return 4.0, _OTHER
    if char in _EASY_MARKS:
        return 5.0, _OTHER
    return (8.0 if char.isprintable() or char in "\t\r\f" else _CONTROL), _OTHER


def _of_others(char: str) -> tuple[float, int]:
    if "\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or char >= "\U00020000":
        return _of_han(char), _HAN
    category = unicodedata.category(char)
    if category in ("Cc", "Co", "Cn", "Cs"):
        return _CONTROL, _OTHER
    if "\uff01" <= char <= "\uff5e":  # full-width letters, digits and marks
        return 7.5, _HAN
    if "\u3040" <= char <= "\u30ff" or "\uac00" <= char <= "\ud7af":
        return 11.0, _HAN
    if category.startswith("L"):
        return (9.0 if char < "\u0250" else 8.5), _ACCENT
    return (13.0 if char < "\u0100" else 12.0), _OTHER


def _of_han(char: str) -> float:
    if char in _FIRST:
        return 5.3
    if char in _NEXT:
        return 6.8
    common, known = _standards()
    if char in common:
        return 9.0
    return 11.5 if char in known else 14.5


@cache
def _standards() -> tuple[frozenset[str], frozenset[str]]:
    """The characters of the first levels of GB 2312 and Big5 (in use), and those of the second."""
    trails = bytes(range(0xA1, 0xFF))
    low = bytes(range(0x40, 0x7F))

    def cells(codec: str, leads: range, seconds: bytes) -> frozenset[str]:
        return frozenset(
            "".join(
                bytes((lead, second)).decode(codec, "ignore")
                for lead in leads
                for second in seconds
            )
        )

    common = cells("gb2312", range(0xB0, 0xD8), trails)
    common |= cells("big5", range(0xA4, 0xC7), low + trails)
    second = cells("gb2312", range(0xD8, 0xF8), trails)
    second |= cells("big5", range(0xC9, 0xFA), low + trails)
    return common, second - common
