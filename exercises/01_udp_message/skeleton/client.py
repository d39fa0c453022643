"""01 One message each way over UDP, client side: send a typed line, print the answer.

01 用 UDP 一来一回，客户端：发送输入的一行，打印回复。
"""

import socket

SERVER = ("127.0.0.1", 9090)  # where the server waits / 服务器在这里等待

# TODO 1: Read one line from the keyboard.
#         从键盘读一行。

# TODO 2: Make a UDP socket and send the line to SERVER, as bytes in UTF-8. A client needs no bind().
#         创建 UDP 套接字，把这一行变成 UTF-8 字节发送给 SERVER。客户端不需要 bind()。

# TODO 3: Wait for the answer (at most 1024 bytes) and print it as text.
#         等待回复（最多 1024 字节），作为文本打印出来。
