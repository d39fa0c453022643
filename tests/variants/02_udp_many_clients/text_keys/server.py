# The key is the text IP:PORT.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
counts = {}
while True:
    data, (host, port) = sock.recvfrom(1024)
    key = "%s:%s" % (host, port)
    counts[key] = counts.get(key, 0) + 1
    print(key, counts[key], data)
    sock.sendto("{}:{}".format(counts[key], data.decode("utf-8")).encode("utf-8"), (host, port))
