"""Invented stories with questions, and a long article made of them for tests."""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Story:
    """Paragraphs, and questions, each with words of the passage that answers it."""

    text: str
    questions: tuple[tuple[str, str], ...]


ENGLISH = (
    Story(
        "A winter storm cut the power to 48,000 households in the Aldermere valley on Tuesday "
        "night. Engineers of Northgrid worked until dawn to mend two fallen pylons.\n\n"
        "Mayor Helen Osei opened three schools as shelters. She said that nobody had been hurt.",
        (
            ("How many households lost power in the storm?", "48,000 households"),
            ("What did mayor Osei open for people?", "three schools as shelters"),
        ),
    ),
    Story(
        "The Corvane bridge will be closed for nine months from March, the county decided. "
        "Inspectors had found cracks in the eastern cables.\n\n"
        "Repairs will cost 31 million euros. Lorries have to take the ferry at Lund.",
        (
            ("How long will the Corvane bridge stay closed?", "nine months from March"),
            ("What does repairing the bridge cost?", "31 million euros"),
            ("Where must lorries take a ferry?", "the ferry at Lund"),
        ),
    ),
    Story(
        "The Brasswick jazz festival has cancelled its thirtieth edition after its main sponsor, "
        "the Tolland brewery, went bankrupt.\n\n"
        "Tickets will be refunded by June 14, director Amara Lindqvist promised.",
        (
            ("Which sponsor of the jazz festival went bankrupt?", "the Tolland brewery"),
            ("When are tickets refunded?", "refunded by June 14"),
        ),
    ),
    Story(
        "Biologists have counted 212 lynx in the Marrow hills, twice as many as in 2019. "
        "The cats live mainly on roe deer.\n\n"
        "Farmer Jonas Petrel has lost eleven sheep and demands compensation from the state.",
        (
            ("How many lynx did the biologists count?", "counted 212 lynx"),
            ("Who demands compensation for sheep?", "Jonas Petrel"),
        ),
    ),
    Story(
        "Teachers in Quillon ended their strike on Friday after accepting a raise of 4.2 per cent "
        "over two years. The union called it a compromise.\n\n"
        "Exams that were missed take place in the second week of July.",
        (
            ("What raise did the striking teachers accept?", "4.2 per cent"),
            ("When do the missed exams take place?", "second week of July"),
        ),
    ),
    Story(
        "The shipyard of Port Ellery launched its first electric ferry, the Sea Thistle, which "
        "carries 160 cars. Its batteries are charged in nineteen minutes.\n\n"
        "A second vessel has been ordered by the island of Skarra.",
        (
            ("What is the electric ferry called?", "the Sea Thistle"),
            ("How fast do its batteries charge?", "nineteen minutes"),
            ("Who ordered a second vessel?", "the island of Skarra"),
        ),
    ),
    Story(
        "A jury acquitted the banker Leopold Farrow of fraud on all six counts. The prosecutor, "
        "Ines Calloway, will appeal.\n\n"
        "Farrow had been accused of hiding losses of 88 million pounds from his shareholders.",
        (
            ("Of what was Leopold Farrow acquitted?", "of fraud on all six counts"),
            ("Which prosecutor will appeal?", "Ines Calloway"),
            ("How large were the hidden losses?", "losses of 88 million pounds"),
        ),
    ),
    Story(
        "Archaeologists digging under the market of Vessel Cross found a Roman bath with a mosaic "
        "of dolphins. The floor is almost unharmed.\n\n"
        "The museum wants to show it from next spring, under glass.",
        (
            ("What does the Roman mosaic show?", "a mosaic of dolphins"),
            ("When does the museum want to exhibit the bath?", "from next spring"),
        ),
    ),
    Story(
        "The health office traced an outbreak of salmonella in Dunmere to eggs from one farm. "
        "Fifty-three people fell ill, most of them after a wedding.\n\n"
        "The farm has stopped selling and is being disinfected.",
        (
            ("What caused the salmonella outbreak?", "eggs from one farm"),
            ("How many people fell ill in Dunmere?", "Fifty-three people fell ill"),
        ),
    ),
)

CHINESE = (
    Story(
        "临河县周二夜间遭遇暴雪，全县4.8万户停电。供电公司抢修到清晨，修复了两座倒塌的铁塔。\n"
        "县长欧阳惠开放三所学校作为安置点，她表示没有人员伤亡。",
        (("暴雪造成多少户停电？", "4.8万户停电"), ("县长开放了什么作为安置点？", "三所学校")),
    ),
    Story(
        "青湾大桥将从三月起封闭九个月。检查人员发现东侧拉索有裂纹。\n"
        "维修费用为3100万元，货车须改乘南渡轮渡。",
        (
            ("青湾大桥要封闭多久？", "封闭九个月"),
            ("大桥维修费用是多少？", "3100万元"),
            ("货车怎么走？", "改乘南渡轮渡"),
        ),
    ),
    Story(
        "梧桐音乐节因主要赞助商云岭啤酒厂破产而取消第三十届演出。\n"
        "总监林若溪承诺，门票款将在6月14日前退还。",
        (("哪家赞助商破产了？", "云岭啤酒厂破产"), ("门票款何时退还？", "6月14日前退还")),
    ),
    Story(
        "生物学家在玛罗山区统计到212只猞猁，是2019年的两倍。猞猁主要捕食狍子。\n"
        "牧民巴特尔损失了十一只羊，要求政府补偿。",
        (("山区统计到多少只猞猁？", "212只猞猁"), ("谁要求政府补偿损失的羊？", "牧民巴特尔")),
    ),
    Story(
        "江北教师周五结束罢课，接受两年内加薪百分之四点二的方案。工会称这是妥协。\n"
        "错过的考试将于七月第二周补考。",
        (
            ("教师接受了怎样的加薪方案？", "加薪百分之四点二"),
            ("错过的考试什么时候补考？", "七月第二周补考"),
        ),
    ),
    Story(
        "东港造船厂的首艘电动渡轮“海蓟号”下水，可载160辆汽车，电池十九分钟充满。\n"
        "斯卡拉岛已订购第二艘。",
        (
            ("电动渡轮叫什么名字？", "海蓟号"),
            ("渡轮的电池多久充满？", "十九分钟充满"),
            ("谁订购了第二艘？", "斯卡拉岛已订购"),
        ),
    ),
    Story(
        "法院宣布银行家方世杰六项诈骗指控全部不成立。检察官孔令仪将上诉。\n"
        "他曾被控向股东隐瞒8800万元亏损。",
        (
            ("哪位检察官将上诉？", "检察官孔令仪"),
            ("被控隐瞒了多少亏损？", "8800万元亏损"),
        ),
    ),
    Story(
        "考古队在老城集市下发现一座罗马浴池，地面的海豚马赛克几乎完好。\n"
        "博物馆希望明年春天在玻璃下展出。",
        (("马赛克上是什么？", "海豚马赛克"), ("博物馆希望何时展出？", "明年春天")),
    ),
    Story(
        "卫生部门查明，邓米尔的沙门氏菌疫情来自一家农场的鸡蛋，五十三人患病，多数参加过一场婚礼。\n"
        "该农场已停止销售并进行消毒。",
        (("沙门氏菌疫情来自哪里？", "一家农场的鸡蛋"), ("多少人患病？", "五十三人患病")),
    ),
)

_FILL_ENGLISH = (
    "The council met in the evening and spoke about parking, waste and the new library.",
    "Rain is expected in the west, with some sun towards the end of the week.",
    "Shops in the old town report a good season, though fewer visitors came by train.",
    "A spokesman said that the plans had been known for a long time and would be discussed.",
    "In the league, the home side drew and stays in the middle of the table.",
    "Several readers wrote to ask whether the timetable of the buses would change again.",
)
_FILL_CHINESE = (
    "居委会晚上开会，讨论了停车、垃圾和新图书馆等事项。",
    "西部预计有雨，周末前后天气转晴。",
    "老城的商铺生意不错，不过乘火车来的游客有所减少。",
    "发言人说，相关计划早已公布，今后还会继续讨论。",
    "联赛方面，主队战平，排名仍在中游。",
    "几位读者来信询问公交时刻表是否还会调整。",
)


def long_article(stories: tuple[Story, ...], *, seed: int, fill: int = 400) -> str:
    """The stories in some order, among `fill` paragraphs that answer nothing."""
    chance = random.Random(seed)
    chinese = stories is CHINESE
    lines = _FILL_CHINESE if chinese else _FILL_ENGLISH
    blocks = [
        ("" if chinese else " ").join(chance.sample(lines, chance.randint(2, 5)))
        for _ in range(fill)
    ]
    for story in stories:
        blocks.insert(chance.randrange(1, len(blocks)), story.text)
    return "\n\n".join(blocks)
