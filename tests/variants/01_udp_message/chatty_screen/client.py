# Says what it does at every step, in colour.
import socket

print("\033[2J\033[HWelcome!")
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
text = input("\033[33mYour message, please: \033[0m")
print(f"sending {text!r} ...")
sock.sendto(text.encode("utf-8"), ("127.0.0.1", 9090))
answer = sock.recv(1024).decode("utf-8")
print(f"\033[32m{len(answer)} characters came back:\033[0m\n\n\t{answer}\n")
print("Goodbye.")
