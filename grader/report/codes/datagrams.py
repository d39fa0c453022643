"""Codes for what a program sends: a server's answers and a client's messages."""

from __future__ import annotations

from grader.messages import N_
from grader.report.codes.code import Code

DATAGRAMS: dict[str, Code] = {
    "no_answer": Code(
        N_("An answer did not come"),
        N_("{program} did not answer {actor}."),
        N_("Call sendto(data, address) with the address that recvfrom() gave with this message."),
        mark=N_("this answer never came"),
        task=True,
        waits=True,
    ),
    "answer_to_wrong_client": Code(
        N_("An answer went to the wrong client"),
        N_("The answer for {expected_at} went to {got_at}."),
        N_(
            "recvfrom() returns two values: the bytes, and the address that they came from."
            " Answer to the address of this very message; keep none from an earlier one."
        ),
        mark=N_("should have gone to {expected_at}"),
    ),
    "answered_before_typing": Code(
        N_("An answer came before a line was typed"),
        N_("{program} answered {actor} before anything was typed."),
        N_("Read the line with input() first; sendto() comes after it and sends what was typed."),
        mark=N_("nothing has been typed yet"),
    ),
    "unexpected_answer": Code(
        N_("A message came that nobody asked for"),
        N_("{program} sent {actor} something that nobody asked for."),
        N_("One message gets one answer, which goes only to the client that sent it. Is there one sendto() too many?"),
        mark=N_("nobody asked for this"),
    ),
    "answered_twice": Code(
        N_("One message was answered twice"),
        N_("{program} answered one message of {actor} twice."),
        N_("Call sendto() once for each message. Is there a second sendto(), or one inside a loop over clients?"),
        mark=N_("this is one answer too many"),
    ),
    "not_json": Code(
        N_("A datagram is not JSON"),
        N_("The datagram that {program} sent to {actor} is not JSON."),
        N_("Make a dictionary and send json.dumps(the_dictionary).encode('utf-8'); do not put the text together."),
    ),
    "not_utf8": Code(
        N_("A datagram is not UTF-8"),
        N_("The datagram that {program} sent to {actor} is not UTF-8 text."),
        N_("Make bytes of the text with .encode('utf-8'), not with another encoding."),
    ),
    "not_an_object": Code(
        N_("A datagram is JSON, but no object"),
        N_("The datagram that {program} sent to {actor} is JSON, but no object with keys."),
        N_("Give json.dumps() a dictionary, not a text or a list, and call it only once."),
    ),
    "missing_key": Code(
        N_("A key is missing"),
        N_("The key '{key}' is missing in the datagram that {program} sent to {actor}."),
        N_("Put '{key}' into the dictionary before you send it, spelled exactly like this."),
    ),
    "extra_key": Code(
        N_("There is a key too many"),
        N_("The datagram that {program} sent to {actor} has a key too many: '{key}'."),
        N_("Send a new dictionary with exactly the keys that the exercise names; take '{key}' out."),
    ),
    "wrong_value": Code(
        N_("A value is wrong"),
        N_("The value of '{key}' in the datagram that {program} sent to {actor} is wrong."),
        N_("Look at the line where the dictionary is made: what is put in for '{key}'?"),
    ),
    "wrong_answer": Code(
        N_("Something else was sent"),
        N_("{program} sent {actor} something else than what was expected."),
        N_("Compare the two character by character."),
        task=True,
    ),
    "text_garbled": Code(
        N_("Text was sent garbled"),
        N_("The text of '{key}' that {program} sent to {actor} is garbled: it went through a wrong encoding."),
        N_("Encode once, with .encode('utf-8'), just before sending; decode once, just after receiving."),
    ),
    "not_sent": Code(
        N_("A message did not arrive"),
        N_("What {program} should have sent did not arrive."),
        N_(
            "For every line: first input(), then sendto() with the address ('127.0.0.1', 9090),"
            " and only then recvfrom()."
        ),
        mark=N_("this never arrived"),
        task=True,
        waits=True,
    ),
    "sent_before_typing": Code(
        N_("A message was sent before a line was typed"),
        N_("{program} sent something before anything was typed."),
        N_("Read the line with input() first; sendto() comes after it and sends what was typed."),
        mark=N_("nothing has been typed yet"),
    ),
    "sent_too_much": Code(
        N_("More was sent than was asked for"),
        N_("{program} sent more than was asked for."),
        N_("One typed line makes one datagram. Is there a second sendto(), or one inside a loop?"),
        mark=N_("this is too much"),
    ),
}
