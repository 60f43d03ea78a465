"""The words of errors about the program as a server, in English and Chinese; see `messages`.

Knows nothing of where they are shown.
"""

from __future__ import annotations

from collections.abc import Mapping

SERVER_ERRORS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "server-missing": {
        "en": (
            "The server's packages are not installed ({package} is missing).",
            'Install them: pip install "newsassistant[server]".',
        ),
        "zh": (
            "服务器所需的软件包尚未安装（缺少 {package}）。",
            '请安装：pip install "newsassistant[server]"。',
        ),
    },
    "server-open": {
        "en": (
            "Other computers could use this server at {host}, and anybody on them.",
            "Make a key for each user with --new-key NAME --keys FILE, and start with --keys FILE.",
        ),
        "zh": (
            "在 {host} 上，其他计算机上的任何人都能使用此服务器。",
            "请用 --new-key 姓名 --keys 文件 为每位用户生成密钥，并以 --keys 文件 启动。",
        ),
    },
    "server-plain": {
        "en": (
            "Articles and keys would go to {host} unencrypted.",
            "Give --tls-cert and --tls-key, or --behind-proxy where a proxy does the encryption.",
        ),
        "zh": (
            "稿件和密钥会以未加密的方式发往 {host}。",
            "请指定 --tls-cert 和 --tls-key；若由代理负责加密，请使用 --behind-proxy。",
        ),
    },
    "port-unusable": {
        "en": (
            "The server cannot listen at {address}: {detail}.",
            "Choose another --port or --host, or end the program that uses it.",
        ),
        "zh": (
            "服务器无法在 {address} 上监听：{detail}。",
            "请更换 --port 或 --host，或结束占用它的程序。",
        ),
    },
    "tls-unusable": {
        "en": (
            "The certificate {path} cannot be used: {detail}.",
            "Give --tls-cert and --tls-key as PEM files that belong together, without a password.",
        ),
        "zh": (
            "无法使用证书 {path}：{detail}。",
            "--tls-cert 和 --tls-key 须为相互对应的 PEM 文件，且不带密码。",
        ),
    },
    "keys-empty": {
        "en": (
            "There is no user in {path}, so nobody could use the server.",
            "Make a key for each user, with --new-key NAME and --keys FILE.",
        ),
        "zh": (
            "{path} 中没有用户，无人能使用服务器。",
            "请用 --new-key 姓名 和 --keys 文件 为每位用户生成密钥。",
        ),
    },
    "keys-user": {
        "en": (
            "{user} cannot be the name of a user.",
            "Take up to 40 of the signs A-Z a-z 0-9 . _ - and begin with a letter or digit.",
        ),
        "zh": (
            "{user} 不能作为用户名。",
            "请使用至多 40 个字符（A-Z a-z 0-9 . _ -），并以字母或数字开头。",
        ),
    },
    "keys-taken": {
        "en": (
            "{user} has a key in {path} already.",
            "Take the user's line out of the file first; the old key ends with the next start.",
        ),
        "zh": (
            "{user} 在 {path} 中已有密钥。",
            "请先删除该用户所在的行；旧密钥在下次启动时失效。",
        ),
    },
    "keys-open": {
        "en": (
            "Other users of this computer can read {path}.",
            "Take it from them: chmod 600, and let it belong to who starts the server.",
        ),
        "zh": (
            "本机的其他用户可以读取 {path}。",
            "请收回权限：chmod 600，并使文件属于启动服务器的用户。",
        ),
    },
    "keys-invalid": {
        "en": (
            "Line {line} of {path} is no user with a key.",
            "Make lines with --new-key only, one a user.",
        ),
        "zh": ("{path} 的第 {line} 行不是带密钥的用户。", "请只用 --new-key 生成，每位用户一行。"),
    },
}
