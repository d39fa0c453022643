"""Stories for what a program sends."""

from __future__ import annotations

from grader.messages import N_
from grader.report.stories.story import Story

_RECEIVE = "data, address = sk.recvfrom(1024)\n"

DATAGRAMS: dict[str, Story] = {
    "no_answer": Story(
        N_(
            "The client sent a message and waits for its answer, but the server has come to rest without sending one."
            " The report shows the line where it waits: it is often a second recvfrom() or an input() that stands"
            " before sendto()."
        ),
        _RECEIVE + "print(data.decode())",
        _RECEIVE + "print(data.decode())\nsk.sendto(input().encode(), address)",
    ),
    "answer_to_wrong_client": Story(
        N_(
            "One UDP socket hears all clients. Which of them a message came from stands in the second value of"
            " recvfrom(), and it is another one each time. A server that keeps the first address, or the last one of"
            " a list, answers somebody else."
        ),
        _RECEIVE + "first = address\nwhile True:\n    data, address = sk.recvfrom(1024)\n    sk.sendto(reply, first)",
        "while True:\n    data, address = sk.recvfrom(1024)\n    sk.sendto(reply, address)",
    ),
    "answered_before_typing": Story(
        N_(
            "The answer is what a person types at the server. An answer that comes before anything was typed cannot"
            " be that: perhaps the server sends back what it got, or something fixed."
        ),
        _RECEIVE + "sk.sendto(data, address)",
        _RECEIVE + "reply = input()\nsk.sendto(reply.encode(), address)",
    ),
    "unexpected_answer": Story(
        N_(
            "A client got something although it is not its turn. A server that sends every answer to all clients it"
            " has ever heard of is a broadcaster; here, only the one who asked gets the answer."
        ),
        "for client in clients:\n    sk.sendto(reply, client)",
        "sk.sendto(reply, address)",
    ),
    "answered_twice": Story(
        N_(
            "One message, one answer. A second datagram is taken for the answer to the next message, and from then on"
            " every answer belongs to the message before."
        ),
        "sk.sendto(reply, address)\nsk.sendto(b'ok', address)",
        "sk.sendto(reply, address)",
    ),
    "not_json": Story(
        N_(
            "JSON is text with fixed rules: keys and texts stand in double quotes, and a quote within a text has a"
            " backslash before it. str() of a dictionary looks like it but uses single quotes. A JSON text that is"
            " put together by hand breaks with the first quote that somebody types. json.dumps() knows the rules."
        ),
        "text = '{\"msg\": \"' + line + '\"}'\nsk.sendto(text.encode(), address)",
        "text = json.dumps({'msg': line})\nsk.sendto(text.encode(), address)",
    ),
    "not_utf8": Story(
        N_(
            "Whoever receives the bytes decodes them as UTF-8. Bytes made with gbk or another encoding cannot be"
            " decoded so. Say which encoding you mean, and mean UTF-8."
        ),
        "data = text.encode('gbk')",
        "data = text.encode('utf-8')",
    ),
    "not_an_object": Story(
        N_(
            "A JSON object has keys and values, like a dictionary. json.dumps() of a text gives a JSON text, of a list"
            " a JSON list. When dumps() is called twice, the result is one long text."
        ),
        "text = json.dumps(json.dumps(message))",
        "text = json.dumps(message)",
    ),
    "missing_key": Story(
        N_(
            "Both sides have agreed on the keys of a message. The other program asks for message['username'] and"
            " fails with a KeyError if you did not send it. Spelling and capital letters count."
        ),
        "message = {'msg': line}",
        "message = {'msg': line, 'username': 'egon'}",
    ),
    "extra_key": Story(
        N_(
            "The exercise says exactly which keys a message has. One more often comes from sending back the"
            " dictionary that was received, with something added to it."
        ),
        "message['reply'] = line\nsk.sendto(json.dumps(message).encode(), address)",
        "message = {'msg': line, 'username': 'server'}\nsk.sendto(json.dumps(message).encode(), address)",
    ),
    "wrong_value": Story(
        N_(
            "The message has the right keys, but a value is another one than the exercise asks for. The text must be"
            " the line as it was typed: no prompt, no blank, no line end added, nothing cut off."
        ),
        "message = {'msg': line + '\\n', 'username': 'server'}",
        "message = {'msg': line, 'username': 'server'}",
    ),
    "wrong_answer": Story(
        N_(
            "Something came, but not what was asked for. The report shows both and marks the first difference:"
            " a blank, a line end, a letter, a value from an earlier round."
        )
    ),
    "text_garbled": Story(
        N_(
            "Text was encoded with one encoding and decoded with another, or encoded twice. Inside a program work"
            " with text; turn it into bytes at the last moment and bytes into text at the first, with UTF-8."
        ),
        "line = data.decode('latin-1')\nmessage = {'msg': line}",
        "line = data.decode('utf-8')\nmessage = {'msg': line}",
    ),
    "not_sent": Story(
        N_(
            "A line was typed, and now the client should send it. It has come to rest without sending: the report"
            " shows where it waits. A client that works once and then waits for a second answer, or for a second"
            " line, has its steps in the wrong order."
        ),
        "line = input()\ndata, address = sk.recvfrom(1024)\nsk.sendto(line.encode(), server)",
        "line = input()\nsk.sendto(line.encode(), server)\ndata, address = sk.recvfrom(1024)",
    ),
    "sent_before_typing": Story(
        N_(
            "The client sends what a person types. Whatever it sends before a line was typed, a greeting perhaps,"
            " the server takes for a message."
        ),
        "sk.sendto(b'hello', server)\nline = input()",
        "line = input()\nsk.sendto(line.encode(), server)",
    ),
    "sent_too_much": Story(
        N_(
            "One typed line makes one datagram. If name and text are sent apart, or the same thing is sent twice, the"
            " server sees two messages and the answers get out of step."
        ),
        "sk.sendto(name.encode(), server)\nsk.sendto(line.encode(), server)",
        "message = {'msg': line, 'username': name}\nsk.sendto(json.dumps(message).encode(), server)",
    ),
}
