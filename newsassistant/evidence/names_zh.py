"""Names in a Chinese answer that the article does not have: people, places, organisations, titles.

Chinese has no capitals: a word list tells known names, surnames and the characters of
transliterations tell unknown ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsassistant.evidence.index import Index
from newsassistant.evidence.marks import Mark, MarkKind, Strength, Why
from newsassistant.evidence.segment import Piece, pieces

_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆"
    "汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞"
    "颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)
_DOUBLE = frozenset("欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 司徒 令狐 夏侯 端木".split())
_FOREIGN = frozenset(
    "阿埃艾爱安奥巴白班邦保鲍贝本比彼毕宾波伯勃博布采查茨达戴丹当道德登邓迪蒂丁东杜顿多厄恩尔法凡菲费芬丰夫弗福富盖"
    "冈戈格葛根古瓜圭哈海汉豪赫黑亨洪胡华怀霍基吉加贾杰金津卡开凯坎康考柯科克肯孔库夸奎昆拉莱赖兰劳勒雷累里黎理利丽列"
    "林琳龙隆卢鲁路伦罗洛吕马玛迈曼芒毛梅门蒙米密敏明摩莫默姆穆拿娜纳南内尼年涅宁纽努诺欧帕派潘庞佩彭皮平泼珀普齐奇"
    "恰契乔钦琼丘让热仁日茹瑞若萨塞赛桑森沙莎山舍申施史士舒斯丝思松苏索塔泰坦汤唐陶特滕提田铁通图土托瓦万旺威韦维魏"
    "温文翁沃乌吾武西希锡夏香肖谢辛欣休许雪逊雅亚延扬耶叶伊易因英尤约泽扎詹珍芝治兹卓子宗佐弥娅贡藤"
)
_TITLES = (
    "先生|女士|总统|总理|主席|书记|部长|省长|市长|县长|局长|院长|校长|教授|博士|记者|主任|教练|队长|律师|医生|大使"
    "|司令|将军|发言人|董事长|总经理|经理|秘书长|会长|导演|演员|同志|老师|法官|议员|首相|国王|王子|公主|外长|行长|同学"
)
_TITLE_BEHIND = re.compile(rf"(?:{_TITLES})")
_TITLE_BEFORE = re.compile(rf"(?:{_TITLES}|名叫|名为|名字叫|选手|球员|小将|老将|名将|作家|歌手|学者|专家|农民|村民|市民|居民|导演|车手|队员|后卫|前锋|中锋|门将|主帅|主教练|负责人|创始人|总裁|CEO|员工|工人|司机|书法家|画家|科学家|研究员)\Z")
_SAYING = re.compile(
    "(?:说|表示|指出|介绍|告诉|认为|称|强调|透露|坦言|回忆|解释|宣布|呼吁|[^，。]{0,4}(?:说|表示|指出)|[和与、])"
)
_SUFFIXES = (
    "自治区", "特别行政区", "共和国", "自治州", "联合国", "地区", "政府", "公司", "集团", "大学", "学院", "医院",
    "省", "市", "县", "区", "镇", "乡", "村", "州", "岛", "国", "人", "队", "籍", "方", "军", "语", "文", "河", "江", "湖", "山", "港", "湾", "路", "街",
)  # fmt: skip
_ORGANISATION = (
    "委员会|大学|学院|医院|公司|集团|银行|法院|检察院|协会|研究所|研究院|研究中心|出版社|俱乐部|基金会|博物馆|图书馆"
    "|体育馆|体育场|体育中心|总局|管理局|公安局|机场|火车站|中学|小学|幼儿园|联合会|联盟|学会|工会|商会|交易所|事务所|电视台|报社|通讯社|组委会|办公室"
)
_COMPOUND = re.compile(rf"[\u4e00-\u9fff]{{0,14}}?(?:{_ORGANISATION})")
_SHORT_FORMS = {
    "央行": "人民银行", "中国人民银行": "央行", "美方": "美国", "中方": "中国", "俄方": "俄罗斯", "日方": "日本",
    "美联社": "美国联合通讯社", "欧盟": "欧洲联盟", "联合国": "联合国", "朝鲜": "朝", "韩方": "韩国",
}  # fmt: skip
_PARTS = re.compile(r"[\u4e00-\u9fffA-Za-z.]+(?:[·•・‧∙][\u4e00-\u9fffA-Za-z.]+)+")
_TITLE_MARKS = re.compile(r"《([^《》\n]{1,40})》")
_LATIN = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ&.'’+-]*[A-Za-zÀ-ÿ]")
_LATIN_UNITS = frozenset("km cm mm kg mg gb mb tb kb kw mw am pm gmt vs".split())
_COMMON = frozenset(
    "中国 全国 中央 我国 本国 外国 各国 国家 政府 党中央 中共中央 新华社 记者 人民 国务院 中华 中外 华人 华侨 国际 世界 全球 高度 明确 和平 和谐 文明"
    " 汉语 英语 中文 英文 中国政府 美元 日元 欧元 英镑 港元 人民币 周一 周二 周三 周四 周五 周六 周日 马上 高兴 安全 温暖 成功 方便 明显 金融 白银 黄金 石油 高温 高速 常规 常务 安静 安排 安心 平安 严格 严肃 严重 于是 时尚 和睦 易于 成立 成效 成就 连续 连任 任务 任职 文化 文学 文艺 文字 史上 路上 方向 方面 方式 向来 全面 全年 全体 全部 单位 单打 双打 应对 应该 应急 项目 管理 解决 解放 简单 常见 古代 石头 田径 章程 关于 关系 关注 关键 左右 古老 成员 包括 包含 时候 时间 时代 时期 余名 余人 和其 荣获 荣誉 车辆 边境 师生 商业 商务 游客 游戏 游泳 农业 农村 农民 明年 明天 明星 景区 景点 党员 党组 宫殿 费用 席位 米饭 卫生 卫星 卫冕 华丽 华语 康复 温度 温泉 项链 向上 施工 施行 施政 方法 白天 白色 黄色 金色 蓝色 江南 江湖 关爱 文件 文物 武器 武装 万人 万元 康养 龙头 马路 马拉松 高原 高考 高校 高铁 高管 高峰 高级 高层 高端 高效 牛奶 熊猫 石化 雷达 鲍鱼 谷物 贺岁 钱包 常态 严密 严厉 包机 尚未 尚无 明确 冷静 温馨 温和 盛大 盛会 时装 费城 连胜 连日 连连 安保 安防 安置 安装".split()
)


@dataclass(frozen=True, slots=True)
class _Name:
    start: int
    end: int


def name_marks(text: str, index: Index) -> Iterator[Mark]:
    """A mark for each name of an answer that the article has not got, nor a form of it."""
    found: dict[tuple[int, int], None] = {}
    words = list(pieces(text))
    for name in _names(text, words, index):
        found.setdefault((name.start, name.end))
    for start, end in sorted(found):
        written = text[start:end]
        yield Mark(start, end, MarkKind.NAME, Strength.ABSENT, written, Why.NAME_ABSENT)


def _names(text: str, words: Sequence[Piece], index: Index) -> Iterator[_Name]:
    yield from _dotted(text, index)
    yield from _titled(text, index)
    yield from _latin(text, index)
    yield from _listed(text, words, index)
    yield from _unlisted(text, words, index)
    yield from _compounds(text, words, index)


def _has(written: str, index: Index) -> bool:
    """True if the article has the characters in a row, whatever marks stand between them."""
    return written in index.text or index.letters.text.find(written.lower()) >= 0


def _dotted(text: str, index: Index) -> Iterator[_Name]:
    """阿涅丝·瓦尔达: each part must be there."""
    for match in _PARTS.finditer(text):
        start = match.start()
        for part in re.split("[·•・‧∙]", match.group()):
            stop = start + len(part)
            if len(part) > 1 and not _has(part, index) and not _has_end(part, match, start, index):
                yield _Name(start, stop)
            start = stop + 1


def _has_end(part: str, match: re.Match[str], start: int, index: Index) -> bool:
    """True if the first or last part begins or ends inside a longer run of characters."""
    if start == match.start():
        return any(_has(part[cut:], index) and _is_foreign(part[cut:]) for cut in range(1, len(part) - 1))
    if start + len(part) == match.end():
        return any(_has(part[:cut], index) for cut in range(2, len(part)))
    return False


def _is_foreign(run: str) -> bool:
    return len(run) > 1 and all(char in _FOREIGN for char in run)


def _titled(text: str, index: Index) -> Iterator[_Name]:
    for match in _TITLE_MARKS.finditer(text):
        inner = match[1]
        plain = "".join(filter(str.isalnum, inner)).lower()
        if plain and plain not in index.letters.text:
            yield _Name(match.start(), match.end())


def _latin(text: str, index: Index) -> Iterator[_Name]:
    for match in _LATIN.finditer(text):
        plain = "".join(filter(str.isalnum, match.group())).lower()
        if len(plain) > 1 and plain not in _LATIN_UNITS and plain not in index.letters.text:
            yield _Name(*match.span())


def _listed(text: str, words: Sequence[Piece], index: Index) -> Iterator[_Name]:
    """Names that the word list holds."""
    for number, word in enumerate(words):
        if word.tag not in ("r", "f", "s", "t") or len(word.text) < 2 or word.text in _COMMON:
            continue
        if _has(word.text, index) or _has_form(word.text, index):
            continue
        if word.tag == "r" and not _is_person(text, word):
            continue
        yield _Name(word.start, word.end)


def _is_person(text: str, word: Piece) -> bool:
    """True if a word that may be a person stands like one: a surname, a title, somebody speaks."""
    if len(word.text) > 3 or word.text[:2] in _DOUBLE:
        return True
    near = (
        _TITLE_BEHIND.match(text, word.end)
        or _TITLE_BEFORE.search(text, max(0, word.start - 5), word.start)
        or _SAYING.match(text, word.end)
    )
    if len(word.text) == 3:
        return word.text[0] in _SURNAMES or near is not None
    return word.text[0] in _SURNAMES and near is not None


def _has_form(name: str, index: Index) -> bool:
    """True if the article has the name without 省, 市, 公司 or in its short form."""
    for suffix in _SUFFIXES:
        if name.endswith(suffix) and len(name) - len(suffix) >= 2:
            if _has(name[: -len(suffix)], index):
                return True
    short = _SHORT_FORMS.get(name)
    return short is not None and short != name and _has(short, index)


def _unlisted(text: str, words: Sequence[Piece], index: Index) -> Iterator[_Name]:
    """Names in runs of single characters: a surname and one or two more, a transliteration."""
    run: list[Piece] = []
    for word in [*words, None]:
        if word is not None and len(word.text) == 1 and (not run or run[-1].end == word.start):
            run.append(word)
            continue
        if run:
            yield from _of_run(text, run, index)
        run = [word] if word is not None and len(word.text) == 1 else []


_FUNCTION = frozenset(
    "的了在是和与及或等将为对从向被把以其并而但也还又都就才已曾不没有无上下中内外前后里间之所于至到去来说称名位个次年月日时分人者我你他她它们这那此该每各另某共约近超达逾多几两二三四五六七八九十百千万亿第让给比更最很太同由因则若如即仍再却只可能会要应需须想使令得着过起出进入回开做用按据经自令当受获夺胜负战输赢赛队场岁届期项家"
)


def _of_run(text: str, run: Sequence[Piece], index: Index) -> Iterator[_Name]:
    number = 0
    while number < len(run):
        taken = _person_at(text, run, number) or _foreign_at(run, number)
        if taken:
            name = _Name(run[number].start, run[number + taken - 1].end)
            written = text[name.start : name.end]
            if not _has(written, index):
                yield name
            number += taken
        else:
            number += 1


def _person_at(text: str, run: Sequence[Piece], number: int) -> int:
    """How many characters from `number` on are a person's name; 0 for none."""
    if run[number].text not in _SURNAMES:
        return 0
    given = 0
    for piece in run[number + 1 : number + 3]:
        if piece.text in _FUNCTION:
            break
        given += 1
    if given == 2:
        return 3
    if given == 1:
        end = run[number + 1].end
        start = run[number].start
        near = _TITLE_BEHIND.match(text, end) or _SAYING.match(text, end)
        if near or _TITLE_BEFORE.search(text, max(0, start - 5), start):
            return 2
    return 0


def _foreign_at(run: Sequence[Piece], number: int) -> int:
    count = 0
    while number + count < len(run) and run[number + count].text in _FOREIGN:
        count += 1
    return count if count >= 3 else 0


def _compounds(text: str, words: Sequence[Piece], index: Index) -> Iterator[_Name]:
    """重庆市第四人民医院: where the whole is not there, the words of it that are not."""
    for number, word in enumerate(words):
        if re.fullmatch(rf"[\u4e00-\u9fff]*(?:{_ORGANISATION})", word.text) is None:
            continue
        first = number
        while first > 0 and number - first < 4:
            before = words[first - 1]
            if before.end != words[first].start or len(before.text) < 2:
                break
            first -= 1
        for part in words[first : number + 1]:
            if first < number and len(part.text) > 1 and not _has(part.text, index) and part.tag != ".":
                yield _Name(part.start, part.end)
