# A non-blocking socket that is watched by the selectors module, connect_ex() included.
import errno
import selectors
import socket

sock = socket.socket()
sock.setblocking(False)
status = sock.connect_ex(("127.0.0.1", 9090))
if status not in (0, errno.EINPROGRESS):
    raise OSError(status, "cannot connect")
selector = selectors.DefaultSelector()
selector.register(sock, selectors.EVENT_WRITE)
connected = answering = False
while True:
    for key, events in selector.select():
        if not connected:
            problem = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if problem:
                raise OSError(problem, "cannot connect")
            connected = True
            selector.modify(sock, selectors.EVENT_READ)
        elif events & selectors.EVENT_READ:
            data = sock.recv(1024)
            if not data:
                raise SystemExit
            print(data.decode("utf-8"))
            selector.modify(sock, selectors.EVENT_WRITE)
        else:
            sock.send(b"bye")
            selector.modify(sock, selectors.EVENT_READ)
