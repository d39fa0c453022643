"""03 The QQ chat, server side: print each message, type an answer, send it back.

03 QQ 聊天，服务器：打印每条消息，输入回复，发送回去。
"""

import json
import socket

ADDRESS = ("127.0.0.1", 9090)  # where the server waits / 服务器在这里等待

# TODO 1: Make a UDP socket and bind it to ADDRESS.
#         创建 UDP 套接字，绑定到 ADDRESS。
#         Mind: socket.socket() alone makes a TCP socket.
#         注意：socket.socket() 什么都不写，得到的是 TCP 套接字。

# TODO 2: Repeat for ever / 不断重复：
#         a. Wait for one datagram (at most 1024 bytes) and keep the address it came from.
#            等待一个数据报（最多 1024 字节），记下它来自哪个地址。
#         b. bytes -> str -> dict: decode() and json.loads()
#            字节 -> 字符串 -> 字典：decode() 和 json.loads()
#         c. Print / 打印：消息来自USERNAME : MSG
#         d. Read one line from the keyboard.
#            从键盘读一行。
#         e. dict -> str -> bytes: {"msg": ..., "username": "server"}, json.dumps() and encode()
#            字典 -> 字符串 -> 字节：{"msg": ..., "username": "server"}，json.dumps() 和 encode()
#         f. Send it to the address of step a.
#            发送到步骤 a 的那个地址。
