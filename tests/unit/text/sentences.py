"""Sentences of made-up news in several languages, for tests of encodings; written for this."""

from __future__ import annotations

ENGLISH = (
    "The minister’s “plan” costs £1.2 billion – café owners object.",
    "Temperatures reached 38 °C in the capital, 2½ degrees above the record.",
    "“We’re not leaving,” said Zoë Müller, who has run the bakery since 1998.",
    "The bank’s profit rose by ¾ of a point… analysts had hoped for more.",
    "Main points:\n• the pier is closed\n• the ferry runs until May\n• nobody was hurt",
    "A flat in the old town costs €410,000 — twice as much as ten years ago.",
    "The naïve reading, the court held, was the right one: §12 applies to everybody.",
    "Ticket prices of £5–£7 will stay, the museum’s director promised on Tuesday.",
    "It is a fiancé’s word against a jury’s; the hearing goes on at ten o’clock.",
    "The river rose to 4·2 metres, and the council’s pumps ran all night.",
)
GERMAN = (
    "Der Bürgermeister kündigte für März höhere Gebühren an, die Bürger müssen zahlen.",
    "„Das ist für uns unmöglich“, sagte die Sprecherin der Bäckerei in Köln.",
    "Die Straße bleibt über Ostern gesperrt; Umleitungen führen über Düren.",
    "Bei −3 Grad froren die Flüsse zu, später wurden 12 °C gemessen.",
    "Österreichs Regierung prüft, ob die Zölle den Käufern schaden.",
    "Ein Drittel der Schüler kommt täglich mit dem Fahrrad, heißt es in der Größenordnung.",
    "Für 25 € im Jahr dürfen Anwohner länger parken – ein Vorschlag der Grünen.",
    "Überraschend früh löste die Ministerin den Ausschuss auf.",
    "Die Prüfer fanden Mängel an Brücken, Türmen und Schächten.",
    "Nach § 5 müssen Händler die Ware zurücknehmen, ½ Jahr lang.",
)
FRENCH = (
    "Le maire a annoncé que la journée de grève était reportée à l’été.",
    "« Nous n’avons pas été prévenus », répète une élève du lycée Molière.",
    "À Besançon, la température a dépassé 35 °C dès la matinée.",
    "L’hôpital sera agrandi grâce à un prêt de 12 millions d’euros.",
    "Le député déçu a quitté l’Assemblée où le texte a été rejeté.",
    "Les pêcheurs réclament une aide de 500 € par bateau — et vite.",
    "La forêt brûle encore près de Nîmes, où les pompiers s’épuisent.",
    "Ça ne va pas mieux, reconnaît le préfet, mais l’eau baisse déjà.",
    "Un cœur artificiel a été greffé à Paris, une première européenne.",
    "Le théâtre fête ses 150 ans ; l’entrée coûte 7 € ce week-end.",
)
SPANISH = (
    "El alcalde anunció que la reunión será mañana por la tarde.",
    "¿Cuánto costará la ampliación? Más de 40 millones, según el ministerio.",
    "Los niños de la región volverán al colegio el próximo año.",
    "«No habrá más impuestos», prometió la señora Núñez en Logroño.",
    "La inundación dejó tres heridos y dañó un puente en el río Miño.",
    "El índice subió un 2 % tras la decisión del Banco Central.",
    "¡Qué sorpresa! El equipo ganó también el último partido.",
    "La fábrica cerrará si el dueño no paga los 300 € que debe.",
    "Según la policía, el ladrón huyó en un autobús hacia Cádiz.",
    "El médico recordó que la vacuna será gratis para los jóvenes.",
)
SIMPLIFIED = (
    "市议会星期二决定把东码头延长一千二百米，预计花费两万九千元。",
    "记者从省气象局了解到，明天全省最高气温将达到38℃，局部有暴雨。",
    "“我们不会离开这里，”开了二十年面包店的王师傅说。",
    "受台风影响，沿海三条铁路线停运，约四万名旅客改签。",
    "央行宣布下调贷款利率0.25个百分点，这是今年的第三次。",
    "该校学生发明的净水装置获得全国比赛一等奖，成本只有50元。",
    "据统计，去年全市新增就业岗位十二万个，比上年增长百分之七。",
    "警方提醒：不要向陌生人透露银行账号和密码。",
    "《湖边的灯》将于下月上映，导演表示票价不会上涨。",
    "医生建议老人每天散步半小时，少吃盐，多喝水。",
)
TRADITIONAL = (
    "市議會星期二決定把東碼頭延長一千二百米，預計花費兩萬九千元。",
    "氣象局表示，明天全島最高氣溫將達38度，局部地區有豪雨。",
    "「我們不會離開這裡，」開了二十年麵包店的王師傅說。",
    "受颱風影響，沿海三條鐵路線停駛，約四萬名旅客改搭巴士。",
    "央行宣布調降利率半碼，這是今年的第三次。",
    "該校學生發明的淨水裝置獲得全國比賽第一名，成本只有五十元。",
    "據統計，去年全市新增工作機會十二萬個，比前年增加百分之七。",
    "警方提醒民眾：不要向陌生人透露銀行帳號與密碼。",
    "《湖邊的燈》將於下月上映，導演說票價不會調漲。",
    "醫師建議長者每天散步半小時，少吃鹽，多喝水。",
)
MIXED = (
    "OpenAI 发布了新的模型，股价上涨 3%，分析师说 “this is only a start”。",
    "苹果公司 CEO Tim Cook 本周访问北京，称 iPhone 的产量不会减少。",
    "The word “面子” has no good translation, she said; 人情 is another one.",
    "WHO 专家组 2 月抵达武汉，随行的 Peter Ben 不愿回答提问。",
    "In Shanghai a bowl of noodles (一碗面) now costs 18 yuan, the paper says.",
)
BY_LANGUAGE = {
    "en": ENGLISH,
    "de": GERMAN,
    "fr": FRENCH,
    "es": SPANISH,
    "zh-hans": SIMPLIFIED,
    "zh-hant": TRADITIONAL,
    "mixed": MIXED,
}
