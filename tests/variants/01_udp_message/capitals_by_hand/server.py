# The capitals are worked out by hand, a to z alone; the text is printed in pieces.
import socket


def capitals(text):
    result = ""
    for letter in text:
        if "a" <= letter <= "z":
            letter = chr(ord(letter) - 32)
        result += letter
    return result


sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
while True:
    data, addr = sock.recvfrom(1024)
    text = data.decode("utf-8")
    for letter in text:
        print(letter, end="")
    print()
    sock.sendto(capitals(text).encode("utf-8"), addr)
