# The handler stands in a module beside the program.
import socketserver

from greeter import Greeter

if __name__ == "__main__":
    with socketserver.ThreadingTCPServer(("127.0.0.1", 9090), Greeter) as server:
        server.serve_forever()
