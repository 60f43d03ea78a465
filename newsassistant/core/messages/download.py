"""The words of errors about fetching models, in English and Chinese; see `messages`.

Knows nothing of where they are shown.
"""

from __future__ import annotations

from collections.abc import Mapping

DOWNLOAD_ERRORS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "download-unknown": {
        "en": ("No model {model} is known for download.", "Choose one of these: {expected}."),
        "zh": ("没有可供下载的模型 {model}。", "请选择以下之一：{expected}。"),
    },
    "download-address": {
        "en": (
            "{url} is not an address of a hub: {detail}.",
            "Give one that begins with https:// and has no user name in it.",
        ),
        "zh": ("{url} 不是模型站的地址：{detail}。", "请使用以 https:// 开头且不含用户名的地址。"),
    },
    "download-proxy": {
        "en": (
            "The proxy {proxy} cannot be used: {detail}.",
            "Set HTTPS_PROXY (or the system's proxy) to an HTTP proxy, which most SOCKS programs "
            "offer on another port. Nothing was sent past the proxy.",
        ),
        "zh": (
            "无法使用代理 {proxy}：{detail}。",
            "请将 HTTPS_PROXY（或系统代理）设为 HTTP 代理，多数 SOCKS 程序在另一端口提供。"
            "没有任何数据绕过代理发送。",
        ),
    },
    "download-interrupted": {
        "en": (
            "Fetching from {host} failed again and again: {detail}.",
            "What has arrived is kept. Try again to go on, or choose another source.",
        ),
        "zh": (
            "从 {host} 下载多次失败：{detail}。",
            "已下载的部分会保留。请重试以继续，或换一个来源。",
        ),
    },
    "download-unreachable": {
        "en": (
            "{host} cannot be reached.",
            "Check the connection to the internet, or choose another source. What has arrived "
            "before is kept.",
        ),
        "zh": ("无法连接 {host}。", "请检查网络连接，或换一个来源。此前已下载的部分会保留。"),
    },
    "download-busy": {
        "en": (
            "{host} asks to wait for {seconds} seconds.",
            "What has arrived is kept. Try again after that time, or choose another source.",
        ),
        "zh": (
            "{host} 要求等待 {seconds} 秒。",
            "已下载的部分会保留。请稍后重试，或换一个来源。",
        ),
    },
    "download-refused": {
        "en": (
            "{host} refuses {file} (status {status}).",
            "Choose another source, or get the folder elsewhere and add it.",
        ),
        "zh": (
            "{host} 拒绝提供 {file}（状态码 {status}）。",
            "请换一个来源，或从别处取得文件夹后添加。",
        ),
    },
    "download-missing": {
        "en": (
            "{host} does not have {file}.",
            "Choose another source, or get the folder elsewhere and add it.",
        ),
        "zh": ("{host} 上没有 {file}。", "请换一个来源，或从别处取得文件夹后添加。"),
    },
    "download-redirect": {
        "en": (
            "{host} sends us on in a way that is not safe: {detail}.",
            "Check the network or proxy, or choose another source.",
        ),
        "zh": ("{host} 的跳转不安全：{detail}。", "请检查网络或代理，或换一个来源。"),
    },
    "download-untrusted": {
        "en": (
            "{host} cannot prove who it is: {detail}.",
            "Check this computer's clock and the network or proxy.",
        ),
        "zh": ("无法确认 {host} 的身份：{detail}。", "请检查本机时间以及网络或代理。"),
    },
    "download-list": {
        "en": (
            "{host} lists files that cannot be used: {detail}.",
            "Choose another source, or get the folder elsewhere and add it.",
        ),
        "zh": (
            "{host} 列出的文件无法使用：{detail}。",
            "请换一个来源，或从别处取得文件夹后添加。",
        ),
    },
    "download-running": {
        "en": (
            "Another window or terminal is fetching into {path}.",
            "Wait until it has finished, or stop it there.",
        ),
        "zh": ("另一个窗口或终端正在下载到 {path}。", "请等待其完成，或先在那里停止。"),
    },
    "download-hash": {
        "en": (
            "{file} has hash {actual}, expected {expected}, in two attempts.",
            "Nothing was installed. Try later, or choose another source.",
        ),
        "zh": (
            "{file} 两次下载的校验值均为 {actual}，应为 {expected}。",
            "未安装任何内容。请稍后重试，或换一个来源。",
        ),
    },
    "disk-full": {
        "en": (
            "{path} needs {need_gb} GB while it is made; {free_gb} GB are free.",
            "Free some disk space, or name a folder on another disk.",
        ),
        "zh": (
            "生成 {path} 需要 {need_gb} GB 空间，现有 {free_gb} GB。",
            "请释放磁盘空间，或选择其他磁盘上的文件夹。",
        ),
    },
}
