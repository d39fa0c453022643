# ThreadingMixIn and TCPServer put together by hand.
import socketserver


class ThreadedServer(socketserver.ThreadingMixIn, socketserver.TCPServer):
    pass


class Conversation(socketserver.BaseRequestHandler):
    def handle(self):
        ip, port = self.client_address
        while True:
            self.request.sendall("hello".encode("utf-8"))
            text = self.request.recv(1024).decode("utf-8")
            if text == "":
                break
            print(f"[{ip}:{port}] {text}")


def main():
    server = ThreadedServer(("127.0.0.1", 9090), Conversation)
    server.serve_forever()


if __name__ == "__main__":
    main()
