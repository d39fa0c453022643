"""The greeter: says `hello` to every client and prints what each of them answers, and from which port."""

import socketserver

ADDRESS = ("127.0.0.1", 9090)
LARGEST = 1024  # bytes; no message of this exercise is longer


class Greeter(socketserver.BaseRequestHandler):
    """Talks to one client: socketserver makes an object of this class for every connection."""

    def handle(self):
        port = self.client_address[1]
        try:
            self.talk(port)
        except ConnectionError as error:
            # A reset, or a client that had left when hello was sent: only this conversation is over.
            print(f"(port {port} has gone: {error})")

    def talk(self, port):
        """Says hello and listens in turn until the client leaves."""
        while True:
            self.request.sendall(b"hello")
            data = self.request.recv(LARGEST)
            if not data:
                print(f"(port {port} has left)")
                return
            print(f"{data.decode('utf-8', errors='replace')} (from port {port})")


class Server(socketserver.ThreadingTCPServer):
    """A thread for every connection, so that nobody waits for anybody else."""

    # Without it, connections of the server that ran before keep the port taken for a minute.
    # The constructor binds, so it has to stand in the class.
    allow_reuse_address = True
    # Conversations go on for ever: Ctrl+C must not wait for their end.
    daemon_threads = True


def main():
    with Server(ADDRESS, Greeter) as server:
        server.serve_forever()


if __name__ == "__main__":
    main()
