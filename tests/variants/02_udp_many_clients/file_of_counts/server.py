# The counts are kept in a JSON file beside the program, begun anew at every start.
import json
import pathlib
import socket

file = pathlib.Path("counts.json")
file.write_text("{}")
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
while True:
    data, addr = sock.recvfrom(1024)
    counts = json.loads(file.read_text())
    key = f"{addr[0]} {addr[1]}"
    counts[key] = counts.get(key, 0) + 1
    file.write_text(json.dumps(counts))
    sock.sendto(f"{counts[key]}:{data.decode('utf-8')}".encode("utf-8"), addr)
