"""A small exercise with connections and crowds, and mistakes in it, in the form of `mistakes`."""

from __future__ import annotations

import pytest

TALK = """\
schema: grader/exercise/v1
id: 01_echo
title: {en: A talk, zh: 对话}
files: [server.py, client.py]
actors:
  server: {program: server.py, listens: 9090/tcp}
  counter: {program: server.py, listens: 9092/udp}
  client: {program: client.py}
  ann: {tcp_client: server}
  ben: {tcp_client: server}
  crowd: {tcp_client: server, count: 3}
  alice: {udp_client: counter}
  twin: {udp_client: counter, ip: 127.0.0.2, port_of: alice}
  many: {udp_client: counter, count: 2}
  fake: {tcp_server: 9091}
checks:
  greets: {points: 2, title: {en: It greets, zh: 会打招呼}}
  threads: {points: 1, title: {en: It has threads, zh: 有线程}, requires: [greets]}
  connects: {points: 1, title: {en: It connects, zh: 会连接}}
  counts: {points: 1, title: {en: It counts, zh: 会计数}}
runs:
  talk:
    vary: {a: word, n: number 1..9}
    steps:
      - start: server
      - connect: [ann, ben]
      - send: {from: ann, line: "{a}"}
      - expect: {at: ann, gets: {line: "{a.upper}"}, for: greets}
      - close: {who: ann, how: half}
      - expect: {at: ann, closed: true, for: greets}
      - close: ben
      - restart: server
    facts:
      - source:
          of: server
          any:
            - uses: socketserver.ThreadingMixIn
            - class: {derives_from: socketserver.TCPServer, defines: process_request}
          for: threads
      - source: {of: server, uses: socket, for: threads}
  crowds:
    vary: {x: chinese}
    steps:
      - start: [server, counter]
      - each:
          of: crowd
          steps:
            - connect: crowd
            - send: {from: crowd, text: "{x} {crowd.index} {crowd.port}"}
            - expect: {at: crowd, gets: {json: "{crowd.index}"}, for: greets}
      - parallel:
          - each:
              of: many
              steps:
                - send: {from: many, text: "{many.index}"}
                - expect: {at: many, gets: {text: "{x.lower}"}, for: counts}
      - nothing: {at: [crowd, many], for: counts}
      - send: {from: twin, text: twin}
      - expect: {at: twin, gets: {text: "1"}, for: counts}
  client_alone:
    steps:
      - start: client
      - expect: {at: fake, connects: client, for: connects}
      - send: {from: fake, text: hello}
      - nothing: {at: fake, connects: client, for: connects}
      - await: {at: fake, closed: true}
"""

PEERS = [
    pytest.param(
        "ann: {tcp_client: server}",
        "ann: {tcp_client: «counter}",
        "`counter` does not listen on TCP",
        "`listens: 9090/tcp`",
        id="TCP client of a UDP server",
    ),
    pytest.param(
        "alice: {udp_client: counter}",
        "alice: {udp_client: «server}",
        "`server` does not listen on UDP",
        "`listens: 9090/udp`",
        id="UDP client of a TCP server",
    ),
    pytest.param("server, count: 3}", "server, count: «0}", "from 1 to 500", "", id="a crowd of none"),
    pytest.param("server, count: 3}", "server, count: «501}", "from 1 to 500", "", id="too large a crowd"),
    pytest.param("{tcp_server: 9091}", "{tcp_server: «70000}", "from 1 to 65535", "", id="TCP port"),
    pytest.param("ip: 127.0.0.2", "ip: «10.0.0.2", "no address of this machine", "127.0.0.2", id="foreign address"),
    pytest.param("ip: 127.0.0.2", "ip: «127.0.0.256", "no address of this machine", "", id="no octet"),
    pytest.param("ip: 127.0.0.2", "ip: «127.255.255.255", "no address of this machine", "", id="broadcast"),
    pytest.param(
        "ip: 127.0.0.2, port_of: alice",
        "port_of: «alice",
        "`alice` binds the same port at 127.0.0.1 already",
        "`ip: 127.0.0.2`",
        id="same port and address",
    ),
    pytest.param(
        "  many: {udp",
        "  tris: {udp_client: counter, ip: 127.0.0.2, port_of: «alice}\n  many: {udp",
        "`twin` binds the same port at 127.0.0.2",
        "",
        id="same address as a twin",
    ),
    pytest.param(
        "port_of: alice", "port_of: «twin", "`twin` cannot have its own port", "its own", id="port of oneself"
    ),
    pytest.param(
        "  many: {udp",
        "  tris: {udp_client: counter, ip: 127.0.0.3, port_of: «twin}\n  many: {udp",
        "`twin` has the port of another",
        "",
        id="port of a twin",
    ),
    pytest.param("port_of: alice", "port_of: «many", "a crowd has many ports", "single", id="port of a crowd"),
    pytest.param(
        "port_of: alice", "count: 2, port_of: «alice", "a crowd has many ports", "single", id="a crowd with one port"
    ),
    pytest.param(
        "port_of: alice",
        "port_of: «ann",
        "must name a UDP client, but `ann` is a TCP client",
        "alice",
        id="port of a TCP client",
    ),
]

TALKS = [
    pytest.param(
        "connect: [ann, ben]", "connect: [ann, «alice]", "must name a TCP client", "ann, ben", id="UDP connects"
    ),
    pytest.param(
        "- connect: [ann, ben]",
        "- connect: [ann, ben]\n      - «connect: ann",
        "`ann` would connect more than once",
        "another",
        id="connects twice",
    ),
    pytest.param(
        "- connect: [ann, ben]",
        "- connect: ben\n      - repeat: {times: 2, steps: [«{connect: ann}]}",
        "`ann` would connect more than once",
        "",
        id="connects in a loop",
    ),
    pytest.param(
        "            - connect: crowd\n",
        "            - connect: crowd\n            - «connect: ann\n",
        "`ann` would connect more than once",
        "in its `each`",
        id="connects for each of others",
    ),
    pytest.param(
        "      - connect: [ann, ben]\n",
        "      - connect: ben\n      - «send: {from: ann, text: x}\n",
        "`ann` has not connected",
        "`- connect: ann`",
        id="sends unconnected",
    ),
    pytest.param(
        "      - connect: [ann, ben]\n",
        "      - shuffle: [{connect: ben}, {«send: {from: ben, text: x}}, {connect: ann}]\n",
        "`ben` has not connected",
        "",
        id="another part of a shuffle connects",
    ),
    pytest.param(
        "- restart: server",
        "- restart: server\n      - «expect: {at: ben, closed: true, for: greets}",
        "`ben` has closed its connection",
        "move the step up",
        id="looks at a closed one",
    ),
    pytest.param(
        "- restart: server",
        "- «send: {from: ann, text: x}",
        "`ann` has closed its connection",
        "",
        id="sends after half a close",
    ),
    pytest.param(
        "- close: ben",
        "- repeat: {times: 2, steps: [{«close: ben}]}",
        "`ben` would close more than once",
        "behind the loop",
        id="closes in a loop",
    ),
    pytest.param("how: half", "how: «halve", "one of close, half, reset", "`half`", id="unknown close"),
    pytest.param("- close: ben", "- close: «bem", "no actor `bem`", "`ben`", id="closes nobody"),
    pytest.param("- close: ben", "- close: «alice", "`who` must name a TCP client", "", id="closes UDP"),
    pytest.param("- close: ben", "- «close:", "a mapping with the keys who, how", "", id="closes nothing"),
    pytest.param("- restart: server", "- restart: «ann", "must name a program", "", id="restarts a peer"),
    pytest.param(
        "- restart: server", "- «restart: client", "nothing has started `client`", "", id="restarts what does not run"
    ),
    pytest.param("at: ann, closed: true", "at: ann, closed: «false", "must be true", "leave it out", id="not closed"),
    pytest.param(
        "- restart: server",
        "- expect: {at: server, closed: «true, for: greets}",
        "`server` has no connection",
        "TCP client",
        id="a program closed",
    ),
    pytest.param(
        "at: fake, connects: client, for: connects}\n      - send",
        "at: fake, connects: «fake, for: connects}\n      - send",
        "must name a program",
        "client",
        id="a peer connects",
    ),
    pytest.param(
        "at: fake, connects: client, for: connects}\n      - send",
        "at: client, connects: «client, for: connects}\n      - send",
        "`client` is no fake TCP server",
        "tcp_server",
        id="connects to a program",
    ),
    pytest.param(
        "nothing: {at: fake, connects: client,",
        "nothing: {at: client, connects: «client,",
        "`client` is no fake TCP server",
        "",
        id="nothing connects to a program",
    ),
    pytest.param(
        "nothing: {at: fake, connects: client,",
        "nothing: {at: fake, prints: x, connects: «client,",
        "cannot stand together",
        "two steps",
        id="nothing printed and connected",
    ),
    pytest.param(
        "- expect: {at: fake, connects: client,",
        "- «expect: {at: fake, connects: server,",
        "nothing has started `server`",
        "",
        id="what does not run connects",
    ),
    pytest.param(
        "at: ann, closed: true",
        "at: ann, closed: true, «matches: x",
        "exactly one of prints, matches, gets, connects, closed",
        "",
        id="two looks",
    ),
    pytest.param(
        'from: ann, line: "{a}"', "from: ann, line: «'\\d'", "no escape `\\d`", "\\xNN", id="escape in a line"
    ),
    pytest.param('line: "{a.upper}"', 'line: «"{a.uper}"', "has `upper` and `lower`", "{a.upper}", id="spelling"),
    pytest.param('line: "{a.upper}"', 'line: «"{n.upper}"', "`n` is a number", "write {n}", id="a number in capitals"),
    pytest.param(
        'line: "{a.upper}"', 'line: «"{b.upper}"', "`{b}` is declared nowhere", "a, n", id="nothing in capitals"
    ),
    pytest.param('line: "{a.upper}"', 'line: «"{ann.index}"', "an actor has a `port`", "{ann.port}", id="index of one"),
    pytest.param(
        'line: "{a.upper}"',
        'line: «"{crowd.index}"',
        "`crowd` is a crowd of 3; which",
        "each: {of: crowd, steps: [...]}",
        id="index outside of each",
    ),
    pytest.param(
        "- restart: server",
        "- send: {from: «crowd, text: x}",
        "`crowd` is a crowd of 3; which",
        "each: {of: crowd, steps: [...]}",
        id="crowd outside of each",
    ),
    pytest.param(
        "- restart: server", "- connect: «crowd", "`crowd` is a crowd of 3", "each", id="crowd connects outside of each"
    ),
    pytest.param(
        "- restart: server",
        "- each: {of: «ann, steps: [{restart: server}]}",
        "`ann` is only one",
        "`count: 10`",
        id="each of one",
    ),
    pytest.param(
        "- restart: server",
        "- each: {of: «server, steps: [{restart: server}]}",
        "must name a UDP client or a TCP client",
        "",
        id="each of a program",
    ),
    pytest.param(
        "            - connect: crowd\n",
        "            - connect: crowd\n            - each: {of: «crowd, steps: [{send: {from: crowd, text: x}}]}\n",
        "stands in an `each` of `crowd` already",
        "",
        id="each in itself",
    ),
    pytest.param(
        "- restart: server",
        "- repeat: {times: «'{ann.port}', steps: [{restart: server}]}",
        "a number must stand here that is drawn",
        "number 1..40",
        id="repeat a port",
    ),
    pytest.param("vary: {x: chinese}", "vary: {x: «text 12}", "from 16 to 1024 bytes", "", id="too short a text"),
    pytest.param("vary: {x: chinese}", "vary: {x: «text 1025}", "from 16 to 1024 bytes", "", id="too long a text"),
]

FACTS = [
    pytest.param("uses: socket,", "uses: «'socket.',", "`socket.` is no name of Python", "socketserver", id="no name"),
    pytest.param(
        "defines: process_request", "defines: «a.b", "`a.b` is no name of Python", "handle", id="no name of a method"
    ),
    pytest.param(
        "{of: server, uses: socket", "{of: «ann, uses: socket", "must name a program", "", id="source of a peer"
    ),
    pytest.param(
        "uses: socket, for: threads",
        "uses: socket, for: «thread",
        "no check `thread`",
        "`threads`",
        id="fact for nothing",
    ),
    pytest.param(
        "source: {of: server, uses: socket, for: threads}",
        "«source: {of: server, for: threads}",
        "exactly one of class, uses, any",
        "add",
        id="no claim",
    ),
    pytest.param(
        "uses: socket, for: threads}",
        "uses: socket, «class: {derives_from: A}, for: threads}",
        "exactly one of class, uses, any",
        "",
        id="two claims",
    ),
    pytest.param(
        "            - uses: socketserver.ThreadingMixIn\n",
        "            - uses: socketserver.ThreadingMixIn\n              «class: {derives_from: A}\n",
        "exactly one of class, uses",
        "",
        id="two signs",
    ),
    pytest.param(
        "- source: {of: server, uses",
        "- «sauce: {of: server, uses",
        "`sauce` is not known",
        "`source`",
        id="unknown fact",
    ),
    pytest.param(
        "  threads: {points: 1, title: {en: It has threads, zh: 有线程}, requires: [greets]}",
        "  «threads: {points: 1, title: {en: It has threads, zh: 有线程}}",
        "only the source counts for `threads`",
        "`requires`",
        id="source alone",
    ),
]
