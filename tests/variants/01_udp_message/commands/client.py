# Asks again for an empty line, and leaves at `q`.
import socket

while not (text := input("(q: quit) ")):
    print("Say something.")
if text.lower() not in ("q", "quit", "exit", "bye", "88") and not text.startswith(("/", ":")):
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.sendto(text.encode("utf-8"), ("127.0.0.1", 9090))
    while True:
        answer, sender = sock.recvfrom(1024)
        if sender[0] == "127.0.0.1":  # from a stranger otherwise
            break
    print(answer.decode("utf-8"))
