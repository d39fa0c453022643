# socketserver.UDPServer: one handler object for every datagram; serve_forever() looks up twice a second.
import json
import socketserver


class ChatHandler(socketserver.BaseRequestHandler):
    def handle(self):
        data, sock = self.request
        message = json.loads(data.decode("utf-8"))
        print("消息来自%s : %s" % (message["username"], message["msg"]))
        answer = {"msg": input(">>> "), "username": "server"}
        sock.sendto(json.dumps(answer).encode("utf-8"), self.client_address)


if __name__ == "__main__":
    with socketserver.UDPServer(("127.0.0.1", 9090), ChatHandler) as server:
        server.serve_forever()
