"""The words of errors and warnings about reading documents, in English and Chinese; see `messages`.

Knows nothing of where they are shown.
"""

from __future__ import annotations

from collections.abc import Mapping

READING_ERRORS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "document-damaged": {
        "en": (
            "{path} cannot be read: {detail}.",
            "Open it in its own program, save it again or copy the text and paste it.",
        ),
        "zh": (
            "无法读取 {path}：{detail}。",
            "请用相应程序打开并重新保存，或复制文字后粘贴。",
        ),
    },
    "document-password": {
        "en": (
            "{path} is protected by a password.",
            "Open it in its own program and save a copy without a password, or paste the text.",
        ),
        "zh": (
            "{path} 受密码保护。",
            "请用相应程序打开并另存为不带密码的副本，或粘贴文字。",
        ),
    },
    "document-password-wanted": {
        "en": (
            "{path} opens only with its password.",
            "Enter it where you are asked for it, or save a copy without a password.",
        ),
        "zh": ("{path} 需要密码才能打开。", "请在提示时输入密码，或另存为不带密码的副本。"),
    },
    "document-password-wrong": {
        "en": ("This is not the password of {path}.", "Enter the password again."),
        "zh": ("{path} 的密码不正确。", "请重新输入密码。"),
    },
    "document-no-text": {
        "en": (
            "{path} has no text, only pictures: it may be a scan.",
            "Let a program for text recognition (OCR) read it and open what that has written.",
        ),
        "zh": (
            "{path} 只有图像，没有文字，可能是扫描件。",
            "请先用文字识别（OCR）软件处理，再打开识别结果。",
        ),
    },
    "document-old": {
        "en": (
            "{path} is of an old format of Word that is not read here.",
            "Open it in Word or LibreOffice and save it as .docx.",
        ),
        "zh": (
            "{path} 是旧版 Word 格式，无法读取。",
            "请用 Word 或 LibreOffice 打开并另存为 .docx。",
        ),
    },
    "document-by-scripts": {
        "en": (
            "{path} is a page that builds its text with scripts, which are not run here.",
            "Open it in a browser, and paste the text or save the page from there.",
        ),
        "zh": (
            "{path} 是由脚本生成文字的网页，这里不运行脚本。",
            "请在浏览器中打开，然后粘贴文字或从浏览器保存网页。",
        ),
    },
    "link-without-address": {
        "en": (
            "{path} holds no link to a page.",
            "Open the page in a browser and paste its address.",
        ),
        "zh": ("{path} 中没有网页链接。", "请在浏览器中打开网页并粘贴其地址。"),
    },
    "document-too-complex": {
        "en": (
            "{path} unpacks to more than a text can need.",
            "If you trust it, open it in its own program, copy the text and paste it.",
        ),
        "zh": (
            "{path} 解压后的内容远超正常文档。",
            "如果信任该文件，请用相应程序打开，复制文字后粘贴。",
        ),
    },
    "document-slow": {
        "en": (
            "Reading {path} took more than {seconds} s and was stopped.",
            "Open it in its own program, copy the text and paste it.",
        ),
        "zh": ("读取 {path} 超过 {seconds} 秒，已停止。", "请用相应程序打开，复制文字后粘贴。"),
    },
    "document-crash": {
        "en": (
            "The reader of {path} has failed: {detail}. Nothing else was touched.",
            "Open it in its own program, save it again or copy the text and paste it.",
        ),
        "zh": (
            "读取 {path} 的程序出错：{detail}。其他内容不受影响。",
            "请用相应程序打开并重新保存，或复制文字后粘贴。",
        ),
    },
}

# Of what was read and yet has to be said; code -> {"en": sentence, "zh": sentence}
READING_WARNINGS: Mapping[str, Mapping[str, str]] = {
    "attachments-left-out": {
        "en": "Files that are attached were not read.",
        "zh": "附件未读取。",
    },
    "changes-left-out": {
        "en": "The document has tracked changes; what was deleted is left out.",
        "zh": "文档含有修订记录，已删除的内容不在其中。",
    },
    "encoding-damaged": {
        "en": "Some characters could not be read.",
        "zh": "有些字符无法读取。",
    },
    "encoding-uncertain": {
        "en": "The encoding of the text is not certain.",
        "zh": "文字编码不能确定。",
    },
    "notes-left-out": {
        "en": "Footnotes and endnotes are left out.",
        "zh": "脚注和尾注未包含在内。",
    },
    "page-in-part": {
        "en": "The page says that only subscribers see all of it: this may be the beginning.",
        "zh": "该网页称全文仅供订阅者阅读，这里可能只是开头。",
    },
    "page-short": {
        "en": "The page has only a few words: it may ask for consent or a subscription first.",
        "zh": "该网页只有很少文字，可能需要先同意条款或订阅。",
    },
    "pages-left-out": {
        "en": "The document is very long; only its first pages were read.",
        "zh": "文档很长，只读取了前面的页。",
    },
    "pages-without-text": {
        "en": "Some pages have no text, only pictures.",
        "zh": "有些页只有图像，没有文字。",
    },
    "several-stories": {
        "en": "The file holds several stories; all of them were read.",
        "zh": "文件含有多篇报道，已全部读取。",
    },
    "text-unsure": {
        "en": "Parts of the text may be wrong: the document does not say which letters it shows.",
        "zh": "部分文字可能有误：文档没有说明所显示的字符。",
    },
}


def warning(code: str, language: str) -> str:
    """What a warning of a reading says, in "en" or "zh"."""
    return READING_WARNINGS[code]["zh" if language == "zh" else "en"]
