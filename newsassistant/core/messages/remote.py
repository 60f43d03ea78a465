"""The words of errors about newsroom servers, in English and Chinese; see `messages`.

Knows nothing of where they are shown.
"""

from __future__ import annotations

from collections.abc import Mapping

REMOTE_ERRORS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "remote-address": {
        "en": (
            "{address} is not an address of a server: {detail}.",
            "Give one that begins with https:// and has no user name in it.",
        ),
        "zh": (
            "{address} 不是服务器的地址：{detail}。",
            "请使用以 https:// 开头且不含用户名的地址。",
        ),
    },
    "remote-http": {
        "en": (
            "{host} would be asked over plain http, which anybody on the way can read.",
            "Use its https address. Plain http is for this computer, unless you allow it for this "
            "server.",
        ),
        "zh": (
            "将以明文 http 连接 {host}，途中任何人都能读到内容。",
            "请使用 https 地址。明文 http 仅用于本机，除非您为该服务器明确允许。",
        ),
    },
    "remote-key-text": {
        "en": (
            "The key has characters that no key has.",
            "Copy it again, without spaces or line breaks.",
        ),
        "zh": ("密钥中有不该出现的字符。", "请重新复制，不要带空格或换行。"),
    },
    "remote-ca": {
        "en": (
            "The file of certificates {path} cannot be used: {detail}.",
            "Choose the certificate of your newsroom's authority, a file in PEM format.",
        ),
        "zh": (
            "无法使用证书文件 {path}：{detail}。",
            "请选择本单位证书颁发机构的证书（PEM 格式）。",
        ),
    },
    "remote-proxy": {
        "en": (
            "The proxy {proxy} cannot be used: {detail}.",
            "Give the address of an HTTP proxy, or none. Nothing was sent.",
        ),
        "zh": (
            "无法使用代理 {proxy}：{detail}。",
            "请填写 HTTP 代理的地址，或留空。没有发送任何内容。",
        ),
    },
    "remote-unreachable": {
        "en": (
            "{host} cannot be reached: {detail}.",
            "Check the network and the address, ask those who run the server, or choose a model "
            "on this computer.",
        ),
        "zh": (
            "无法连接 {host}：{detail}。",
            "请检查网络和地址，询问服务器管理员，或选用本机上的模型。",
        ),
    },
    "remote-untrusted": {
        "en": (
            "{host} does not prove who it is: {detail}. Nothing was sent to it.",
            "Ask those who run the server for the certificate of their authority, and choose its "
            "file in the server's settings.",
        ),
        "zh": (
            "{host} 未能证明其身份：{detail}。没有向它发送任何内容。",
            "请向服务器管理员索取其证书颁发机构的证书，并在服务器设置中选择该文件。",
        ),
    },
    "remote-key": {
        "en": (
            "{host} does not accept the key (status {status}).",
            "Ask those who run the server for a key, and enter it in the server's settings.",
        ),
        "zh": (
            "{host} 不接受该密钥（状态码 {status}）。",
            "请向服务器管理员索取密钥，并在服务器设置中填写。",
        ),
    },
    "remote-model-missing": {
        "en": (
            "{host} has no model or style {model} any more.",
            "Press Try in the server's settings to see what it has, and choose another one.",
        ),
        "zh": (
            "{host} 上已没有模型或风格 {model}。",
            "请在服务器设置中点击“试连”查看现有模型，再选择其他模型。",
        ),
    },
    "remote-no-api": {
        "en": (
            "{host} answers, but not as a server of models: {detail}.",
            "Check the path in the address: most servers have /v1, OpenVINO Model Server /v3.",
        ),
        "zh": (
            "{host} 有响应，但不是模型服务器：{detail}。",
            "请检查地址中的路径：多数服务器为 /v1，OpenVINO Model Server 为 /v3。",
        ),
    },
    "remote-redirect": {
        "en": (
            "{host} sends requests on to {target}. Nothing was sent there.",
            "If that is the right server, enter its address.",
        ),
        "zh": (
            "{host} 将请求转往 {target}。没有向那里发送任何内容。",
            "若那才是正确的服务器，请填写它的地址。",
        ),
    },
    "remote-too-long": {
        "en": (
            "The article and the questions are too long for the model at {host}.",
            "Leave out part of the article, or begin a new conversation.",
        ),
        "zh": (
            "文章和问题对 {host} 上的模型来说太长。",
            "请略去文章的一部分，或开始新对话。",
        ),
    },
    "remote-busy": {
        "en": (
            "{host} is busy or still loading, and asks to wait for {seconds} seconds.",
            "Try again after that time, or choose a model on this computer.",
        ),
        "zh": (
            "{host} 正忙或仍在加载，要求等待 {seconds} 秒。",
            "请稍后重试，或选用本机上的模型。",
        ),
    },
    "remote-crowded": {
        "en": (
            "{host} has too many requests at the moment.",
            "Try again in a minute, or choose a model on this computer.",
        ),
        "zh": ("{host} 目前请求过多。", "请一分钟后重试，或选用本机上的模型。"),
    },
    "remote-failed": {
        "en": (
            "{host} could not answer (status {status}).",
            "Try again. If that does not help, tell those who run the server.",
        ),
        "zh": ("{host} 无法作答（状态码 {status}）。", "请重试。若无效，请告知服务器管理员。"),
    },
    "remote-refused": {
        "en": (
            "{host} refuses the request (status {status}): {detail}.",
            "Tell those who run the server.",
        ),
        "zh": ("{host} 拒绝该请求（状态码 {status}）：{detail}。", "请告知服务器管理员。"),
    },
    "remote-broken": {
        "en": (
            "{host} sent what cannot be read: {detail}.",
            "What has arrived is kept. Try again; if that does not help, tell those who run the "
            "server.",
        ),
        "zh": (
            "{host} 发来的内容无法读取：{detail}。",
            "已收到的部分会保留。请重试；若无效，请告知服务器管理员。",
        ),
    },
    "remote-cut": {
        "en": (
            "The connection to {host} ended before the answer did.",
            "What has arrived is kept. Try again.",
        ),
        "zh": ("回答尚未结束，与 {host} 的连接就断开了。", "已收到的部分会保留。请重试。"),
    },
    "remote-slow": {
        "en": (
            "{host} has sent nothing for {seconds} seconds.",
            "What has arrived is kept. Try again, or choose a model on this computer.",
        ),
        "zh": (
            "{host} 已有 {seconds} 秒没有发来任何内容。",
            "已收到的部分会保留。请重试，或选用本机上的模型。",
        ),
    },
    "remote-unknown": {
        "en": (
            "The server {host} is not set up on this computer.",
            "Set it up again under Models, or choose a model on this computer.",
        ),
        "zh": (
            "本机未设置服务器 {host}。",
            "请在“模型”中重新设置，或选用本机上的模型。",
        ),
    },
    "remote-not-agreed": {
        "en": (
            "Nobody has agreed yet that texts go to {host}. Nothing was sent.",
            "Choose the server's model again and read what is sent.",
        ),
        "zh": (
            "尚未同意将文本发送给 {host}。没有发送任何内容。",
            "请重新选择该服务器的模型，并阅读将发送的内容。",
        ),
    },
    "remote-elsewhere": {
        "en": (
            "This conversation goes on only where it was begun.",
            "Nothing was sent. Begin a new conversation, or choose the model that it was begun "
            "with.",
        ),
        "zh": (
            "本对话只能在开始时的位置继续。",
            "没有发送任何内容。请开始新对话，或选用开始本对话时的模型。",
        ),
    },
    "remote-private": {
        "en": (
            "A private conversation does not leave this computer.",
            "Nothing was sent. Choose a model on this computer, or leave the private conversation.",
        ),
        "zh": (
            "保密对话不会离开本机。",
            "没有发送任何内容。请选用本机上的模型，或退出保密对话。",
        ),
    },
}
