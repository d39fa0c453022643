# Every way in which a client can leave is caught and named.
import socketserver


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        who = "client at port %s" % self.client_address[1]
        try:
            while True:
                self.request.sendall(b"hello")
                data = self.request.recv(1024)
                if not data:
                    print(who, "has left")
                    break
                print(who, "says", data.decode("utf-8", "backslashreplace"))
        except ConnectionResetError:
            print(who, "has reset the connection")
        except BrokenPipeError:
            print(who, "was gone already")
        except OSError as error:
            print(who, error)


server = socketserver.ThreadingTCPServer(("127.0.0.1", 9090), Handler)
server.serve_forever()
