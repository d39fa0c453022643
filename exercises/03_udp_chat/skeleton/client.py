"""03 The QQ chat, client side: type a line, send it, print the answer.

03 QQ 聊天，客户端：输入一行，发送出去，打印回复。
"""

import json
import socket

SERVER = ("127.0.0.1", 9090)  # where the server waits / 服务器在这里等待

# TODO 1: Make a UDP socket. A client needs no bind().
#         创建 UDP 套接字。客户端不需要 bind()。

# TODO 2: Repeat for ever / 不断重复：
#         a. Read one line from the keyboard.
#            从键盘读一行。
#         b. Send {"msg": ..., "username": "egon"} to SERVER, as JSON in UTF-8.
#            把 {"msg": ..., "username": "egon"} 用 JSON（UTF-8）发送给 SERVER。
#         c. Wait for the answer (at most 1024 bytes).
#            等待回复（最多 1024 字节）。
#         d. Print / 打印：消息来自USERNAME : MSG
