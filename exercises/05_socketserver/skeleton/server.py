"""05 A server for many: say hello to every client, print what it answers, and its port.

05 同时服务许多客户端的服务器：对每个客户端说 hello，打印它的回答和它的端口。
"""

import socketserver

ADDRESS = ("127.0.0.1", 9090)  # where the server waits / 服务器在这里等待

# TODO 1: Write a handler class that derives from socketserver.BaseRequestHandler.
#         编写一个处理类，继承 socketserver.BaseRequestHandler。
#         Its method handle(self) talks to one client. In it, repeat for ever:
#         它的方法 handle(self) 和一个客户端对话。在里面不断重复：
#         a. Send hello. self.request is the connection to this client.
#            发送 hello。self.request 是和这个客户端的连接。
#         b. Wait for what the client says (at most 1024 bytes).
#            等待客户端说的话（最多 1024 字节）。
#         c. Print it together with the client's port, on one line.
#            把它和客户端的端口打印在同一行。
#            self.client_address is a pair: (IP, port).
#            self.client_address 是一个二元组：(IP, 端口)。

# TODO 2: Make a server with ADDRESS and your class, one that gives every client a thread of its own.
#         用 ADDRESS 和你的类创建服务器，要选每个客户端都有自己线程的那一种。
#         Let it run for ever. / 让它一直运行。
