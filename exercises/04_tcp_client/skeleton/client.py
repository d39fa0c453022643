"""04 A TCP client: print what the server says, answer bye, again and again.

04 TCP 客户端：打印服务器说的话，回答 bye，不断重复。
"""

import socket

SERVER = ("127.0.0.1", 9090)  # where the server waits / 服务器在这里等待

# TODO 1: Make a TCP socket and connect it to SERVER. Once is enough.
#         创建 TCP 套接字，连接到 SERVER。只连接一次。

# TODO 2: Repeat for ever / 不断重复：
#         a. Wait for what the server says (at most 1024 bytes).
#            等待服务器说的话（最多 1024 字节）。
#         b. Print it, as text or as it came (b'...').
#            打印出来，打印文本或者原样打印字节（b'...'）都可以。
#         c. Send bye. A socket sends bytes, not text.
#            发送 bye。套接字发送的是字节，不是文本。
