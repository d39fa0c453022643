"""Raw readers of what the kernel tells: /proc, sock_diag, terminals, namespaces.

Standard library only, and nothing of this package: the broker, which runs with a bare
interpreter, imports these modules too.  Every function returns plain tuples, which `marshal`
can carry from the broker to the worker.
"""
