"""The parts of a Word document beside its text: styles, lists, properties, and what binds them.

Every style names a face for East Asian letters, too: without one Word takes a Latin face's place
holder for Chinese. The faces come with every Word, and other programs have stand-ins for them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from newsassistant.writers.document import Document
from newsassistant.writers.xml_text import xml_attribute, xml_text

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LEVELS = 9  # of lists in each other, which is what Word has
BULLETS = 1
"""The number of the list of bullets; numbered lists have the numbers behind it."""

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CUSTOM_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the format id of a user's own properties
_LONGEST_PROPERTY = 255  # characters that Word shows of one
_LARGEST_START = 32_000
_INDENT = 420  # twentieths of a point a level: two Chinese letters
COMMENTATOR = "News Assistant"
_SERIF = ("Times New Roman", "SimSun")
_SANS = ("Arial", "SimHei")
_MONO = ("Courier New", "SimSun")
_MARKS = "•◦▪"


def fonts(pair: tuple[str, str]) -> str:
    """The faces of a style: of Latin and complex scripts, and of East Asian ones."""
    latin, asian = pair
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:cs="{latin}" w:eastAsia="{asian}"/>'


MONO = fonts(_MONO)


def content_types(document: Document) -> str:
    """What kind of part each is."""
    parts = {
        "/word/document.xml": f"{_WORD}.document.main+xml",
        "/word/styles.xml": f"{_WORD}.styles+xml",
        "/word/numbering.xml": f"{_WORD}.numbering+xml",
        "/word/settings.xml": f"{_WORD}.settings+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": (
            "application/vnd.openxmlformats-officedocument.extended-properties+xml"
        ),
    }
    if document.notes:
        parts["/word/comments.xml"] = f"{_WORD}.comments+xml"
    if has_custom(document):
        kind = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
        parts["/docProps/custom.xml"] = kind
    overrides = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items()
    )
    return (
        f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        f'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f"{overrides}</Types>"
    )


def package_relations(document: Document) -> str:
    """What the archive holds."""
    found = [
        (f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
        (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        (f"{_OFFICE}/relationships/extended-properties", "docProps/app.xml"),
    ]
    if has_custom(document):
        found.append((f"{_OFFICE}/relationships/custom-properties", "docProps/custom.xml"))
    return _relations(found)


def document_relations(document: Document) -> str:
    """What the text refers to: parts of the archive, and nothing outside of it."""
    kinds = ["styles", "numbering", "settings", *(["comments"] if document.notes else [])]
    return _relations([(f"{_OFFICE}/relationships/{kind}", f"{kind}.xml") for kind in kinds])


def _relations(found: Sequence[tuple[str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(found, 1)
    )
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


# --- properties ----------------------------------------------------------------------------------


def core(document: Document) -> str:
    """The properties that every kind of Office file has."""
    moment = _moment(document)
    author = document.author or document.program
    language = "zh-CN" if document.language == "zh" else "en-GB"
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{xml_text(document.title)}</dc:title>"
        f"<dc:creator>{xml_text(author)}</dc:creator>"
        f"<dc:description>{xml_text(document.label)}</dc:description>"
        f"<dc:language>{language}</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified>'
        "</cp:coreProperties>"
    )


def _moment(document: Document) -> str:
    return datetime.fromtimestamp(document.created_at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def app(document: Document) -> str:
    """The program that wrote it."""
    return (
        f'{HEAD}<Properties xmlns="{_OFFICE}/extended-properties">'
        f"<Application>{xml_text(document.program)}</Application></Properties>"
    )


def has_custom(document: Document) -> bool:
    """True where there is something to be told that Office has no property of its own for."""
    return bool(document.properties()) or document.mark is not None


def custom(document: Document) -> str:
    """The sheet's facts, and the metadata label as TC260-PG-20258A places it."""
    values = {name: value[:_LONGEST_PROPERTY] for name, value in document.properties()}
    if document.mark is not None:
        compact = json.dumps(dict(document.mark), ensure_ascii=False, separators=(",", ":"))
        values["AIGC"] = compact
    inside = "".join(
        f'<property fmtid="{_CUSTOM_SET}" pid="{number}" name="{xml_attribute(name)}">'
        f"<vt:lpwstr>{xml_text(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(values.items(), 2)
    )
    return (
        f'{HEAD}<Properties xmlns="{_OFFICE}/custom-properties" '
        f'xmlns:vt="{_OFFICE}/docPropsVTypes">{inside}</Properties>'
    )


def settings() -> str:
    """How programs treat the text: as today's Word does, Chinese in its East Asian faces."""
    return (
        f"{HEAD}<w:settings {MAIN}>"
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-GB" w:eastAsia="zh-CN"/></w:settings>'
    )


# --- comments ------------------------------------------------------------------------------------


def comments(document: Document) -> str:
    """The notes as comments of the program, which Word shows in the margin."""
    moment = _moment(document)
    inside = "".join(
        f'<w:comment w:id="{note.number}" w:author="{COMMENTATOR}" w:date="{moment}" '
        f'w:initials="NA"><w:p><w:pPr><w:pStyle w:val="CommentText"/></w:pPr>'
        '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>'
        f'<w:r><w:t xml:space="preserve">{xml_text(note.text)}</w:t></w:r></w:p></w:comment>'
        for note in document.notes
    )
    return f"{HEAD}<w:comments {MAIN}>{inside}</w:comments>"


def comment_start(number: int) -> str:
    """Where the words of a comment begin."""
    return f'<w:commentRangeStart w:id="{number}"/>'


def comment_end(number: int) -> str:
    """Where they end, and the comment itself."""
    return (
        f'<w:commentRangeEnd w:id="{number}"/><w:r><w:rPr><w:rStyle w:val="CommentReference"/>'
        f'</w:rPr><w:commentReference w:id="{number}"/></w:r>'
    )


# --- lists ---------------------------------------------------------------------------------------


def numbering(starts: Sequence[int]) -> str:
    """The lists: one of bullets, and for each start one that counts from there.

    Each counts for itself: programs that know nothing of restarts show the right numbers, too.
    """
    bullets = "".join(_level(level, _MARKS[level % 3]) for level in range(LEVELS))
    lists = [bullets]
    for start in starts:
        first = min(start, _LARGEST_START)
        lists.append("".join(_level(level, "", first) for level in range(LEVELS)))
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="hybridMultilevel"/>'
        f"{levels}</w:abstractNum>"
        for number, levels in enumerate(lists)
    )
    used = "".join(
        f'<w:num w:numId="{number + BULLETS}"><w:abstractNumId w:val="{number}"/></w:num>'
        for number in range(len(lists))
    )
    return f"{HEAD}<w:numbering {MAIN}>{abstract}{used}</w:numbering>"


def _level(level: int, bullet: str, start: int = 1) -> str:
    kind, text = ("bullet", bullet) if bullet else ("decimal", f"%{level + 1}.")
    faces = f"<w:rPr>{fonts(('Arial', 'Arial'))}</w:rPr>" if bullet else ""
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr>'
        f'<w:ind w:left="{_INDENT * (level + 1)}" w:hanging="{_INDENT}"/></w:pPr>{faces}</w:lvl>'
    )


def list_indent(level: int) -> str:
    """The margin of a further paragraph of an item."""
    return f'<w:ind w:left="{_INDENT * (level + 1)}"/>'


# --- styles --------------------------------------------------------------------------------------


def styles() -> str:
    """The styles by which a desk may set all copy anew."""
    return (
        f"{HEAD}<w:styles {MAIN}><w:docDefaults><w:rPrDefault><w:rPr>{fonts(_SERIF)}"
        '<w:sz w:val="22"/><w:szCs w:val="22"/>'
        '<w:lang w:val="en-GB" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="300" w:lineRule="auto"/></w:pPr>'
        f"</w:pPrDefault></w:docDefaults>{''.join(_styles())}</w:styles>"
    )


def _styles() -> Iterator[str]:
    sans = fonts(_SANS)
    yield _style("Normal", "Normal", default=True)
    yield _style(
        "Title",
        "Title",
        '<w:keepNext/><w:spacing w:before="0" w:after="160" w:line="264" w:lineRule="auto"/>',
        f'{sans}<w:b/><w:bCs/><w:sz w:val="36"/><w:szCs w:val="36"/>',
    )
    for level, size in enumerate((28, 24, 22, 22, 22), 1):
        yield _style(
            f"Heading{level}",
            f"heading {level}",
            f'<w:keepNext/><w:keepLines/><w:spacing w:before="{280 - 20 * level}" w:after="80"/>'
            f'<w:outlineLvl w:val="{level - 1}"/>',
            f'{sans}<w:b/><w:bCs/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>',
        )
    yield _style("ListParagraph", "List Paragraph", "<w:contextualSpacing/>")
    yield _style(
        "Quote",
        "Quote",
        '<w:pBdr><w:left w:val="single" w:sz="12" w:space="8" w:color="A6A6A6"/></w:pBdr>'
        '<w:ind w:left="420"/>',
    )
    yield _style(
        "Code",
        "Code",
        '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>'
        '<w:spacing w:before="120" w:line="260" w:lineRule="auto"/>',
        f'{MONO}<w:noProof/><w:sz w:val="20"/><w:szCs w:val="20"/>',
    )
    yield _style("Notice", "Notice", "", f"{sans}<w:b/><w:bCs/>")
    # Not in italics, which Chinese has none of.
    yield _style("Label", "Label", "", '<w:color w:val="595959"/>')
    yield _style("TableText", "Table Text", '<w:spacing w:before="20" w:after="20"/>')
    small = '<w:sz w:val="20"/><w:szCs w:val="20"/>'
    yield _style("CommentText", "annotation text", '<w:spacing w:after="0"/>', small)
    yield (
        '<w:style w:type="character" w:styleId="CommentReference">'
        '<w:name w:val="annotation reference"/>'
        '<w:rPr><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr></w:style>'
    )
    yield (
        '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/>'
        f"<w:tblPr><w:tblBorders>{''.join(_borders())}</w:tblBorders><w:tblCellMar>"
        '<w:left w:w="100" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar>'
        "</w:tblPr></w:style>"
    )


def _borders() -> Iterator[str]:
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        yield f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="A6A6A6"/>'


def _style(
    style: str, name: str, paragraph: str = "", run: str = "", *, default: bool = False
) -> str:
    is_default = ' w:default="1"' if default else ""
    based = "" if default else '<w:basedOn w:val="Normal"/>'
    after = '<w:next w:val="Normal"/>' if style.startswith(("Title", "Heading")) else ""
    return (
        f'<w:style w:type="paragraph"{is_default} w:styleId="{style}"><w:name w:val="{name}"/>'
        f"{based}{after}<w:qFormat/>"
        + (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "")
        + (f"<w:rPr>{run}</w:rPr>" if run else "")
        + "</w:style>"
    )
