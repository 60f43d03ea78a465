"""The words of errors about fetching a page, in English and Chinese; see `messages`.

Knows nothing of where they are shown.
"""

from __future__ import annotations

from collections.abc import Mapping

PAGE_ERRORS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "page-address": {
        "en": (
            "{address} is no address that a page can be fetched from: {detail}.",
            "Copy the address from a browser; it begins with https:// or http://.",
        ),
        "zh": (
            "无法从 {address} 抓取网页：{detail}。",
            "请从浏览器复制以 https:// 或 http:// 开头的地址。",
        ),
    },
    "page-private": {
        "en": (
            "{host} is on this computer or its own network; nothing was sent to it.",
            "If it is your newsroom's own site, allow pages from the local network in the settings "
            "(on the command line --local-network), or save the page in a browser and open the "
            "file.",
        ),
        "zh": (
            "{host} 位于本机或本地网络，没有向它发送任何请求。",
            "如果是编辑部的内部网站，请在设置中允许抓取本地网络的网页（命令行用 --local-network），"
            "或在浏览器中保存网页后打开该文件。",
        ),
    },
    "page-unreachable": {
        "en": (
            "{host} cannot be reached.",
            "Check the address and the connection to the internet, then try again.",
        ),
        "zh": ("无法连接 {host}。", "请检查地址和网络连接后重试。"),
    },
    "page-slow": {
        "en": (
            "{host} did not send the whole page within {seconds} s, so the request was ended.",
            "Try again, or save the page in a browser and open the file.",
        ),
        "zh": (
            "{host} 未能在 {seconds} 秒内传完网页，请求已结束。",
            "请重试，或在浏览器中保存网页后打开该文件。",
        ),
    },
    "page-broken": {
        "en": (
            "The page did not arrive whole from {host}: {detail}.",
            "Try again, or save the page in a browser and open the file.",
        ),
        "zh": (
            "{host} 的网页没有完整传来：{detail}。",
            "请重试，或在浏览器中保存网页后打开该文件。",
        ),
    },
    "page-untrusted": {
        "en": (
            "{host} cannot prove who it is: {detail}.",
            "Check this computer's clock and the network or proxy, or open the page in a browser "
            "and save it.",
        ),
        "zh": (
            "无法确认 {host} 的身份：{detail}。",
            "请检查本机时间以及网络或代理，或在浏览器中打开并保存网页。",
        ),
    },
    "page-redirect": {
        "en": (
            "{host} sends us on in a way that is not followed: {detail}.",
            "Open the page in a browser and paste its last address, or save it and open the file.",
        ),
        "zh": (
            "{host} 的跳转没有跟随：{detail}。",
            "请在浏览器中打开，粘贴最后的地址，或保存网页后打开该文件。",
        ),
    },
    "page-missing": {
        "en": (
            "{host} has no page at this address (status {status}).",
            "Check the address, or look for the article on the site.",
        ),
        "zh": (
            "{host} 上没有这个地址的网页（状态码 {status}）。",
            "请检查地址，或在该网站上查找文章。",
        ),
    },
    "page-sign-in": {
        "en": (
            "{host} shows this page to its own readers or to browsers only (status {status}).",
            "Open it in a browser, sign in if need be, and paste the text or save the page.",
        ),
        "zh": (
            "{host} 只向登录用户或浏览器显示此页（状态码 {status}）。",
            "请在浏览器中打开，必要时登录，然后粘贴文字或保存网页。",
        ),
    },
    "page-busy": {
        "en": (
            "{host} has no time for this request now (status {status}).",
            "Try again in a few minutes, or open the page in a browser and save it.",
        ),
        "zh": (
            "{host} 暂时不处理此请求（状态码 {status}）。",
            "请过几分钟重试，或在浏览器中打开并保存网页。",
        ),
    },
    "page-server": {
        "en": (
            "{host} has a fault of its own (status {status}).",
            "Try again later, or open the page in a browser.",
        ),
        "zh": ("{host} 自身出错（状态码 {status}）。", "请稍后重试，或在浏览器中打开。"),
    },
    "page-refused": {
        "en": (
            "{host} refuses this request (status {status}).",
            "Open the page in a browser, and paste the text or save the page.",
        ),
        "zh": (
            "{host} 拒绝了此请求（状态码 {status}）。",
            "请在浏览器中打开，然后粘贴文字或保存网页。",
        ),
    },
    "page-too-large": {
        "en": (
            "What {host} sends is larger than {limit_mb} MB; the rest was not fetched.",
            "Download it in a browser and open the file.",
        ),
        "zh": (
            "{host} 传来的内容超过 {limit_mb} MB，其余部分没有抓取。",
            "请在浏览器中下载后打开该文件。",
        ),
    },
    "page-kind": {
        "en": (
            "What {host} has at this address is no page: its kind is {kind}.",
            "If it is a document, download it in a browser and open the file.",
        ),
        "zh": (
            "{host} 在此地址提供的不是网页，类型为 {kind}。",
            "如果是文档，请在浏览器中下载后打开该文件。",
        ),
    },
}
