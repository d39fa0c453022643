# A prompt on standard error, and the answer without a line end.
import socket
import sys

sys.stderr.write("say: ")
sys.stderr.flush()
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
    sock.sendto(sys.stdin.readline()[:-1].encode("utf-8"), ("127.0.0.1", 9090))
    sys.stdout.write(sock.recv(1024).decode("utf-8"))
