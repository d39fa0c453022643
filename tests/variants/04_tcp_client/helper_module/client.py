# The work is done by a module beside the program.
from network import Connection

connection = Connection()
for message in connection:
    print(message)
    connection.say("bye")
