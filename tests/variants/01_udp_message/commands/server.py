# `quit` from a client stops the server; an empty datagram is left out; other bytes than UTF-8 are answered with a question mark.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
while True:
    data, addr = sock.recvfrom(1024)
    match data.decode("utf-8", errors="replace"):
        case "":
            continue
        case "quit" | "exit":
            break
        case text:
            print(text)
            sock.sendto(text.replace("\ufffd", "?").upper().encode("utf-8"), addr)
sock.close()
