# No dictionary: two lists side by side, one of addresses and one of numbers.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
addresses = []
numbers = []
while True:
    data, addr = sock.recvfrom(1024)
    found = -1
    for i in range(len(addresses)):
        if addresses[i][0] == addr[0] and addresses[i][1] == addr[1]:
            found = i
    if found == -1:
        addresses.append(addr)
        numbers.append(0)
    numbers[found] = numbers[found] + 1
    sock.sendto(bytes(str(numbers[found]) + ":" + str(data, "utf-8"), "utf-8"), addr)
