"""Codes for files that cannot be run and programs that do not become ready."""

from __future__ import annotations

from grader.messages import N_
from grader.report.codes.code import Code

STARTING: dict[str, Code] = {
    "no_file": Code(
        N_("A file is missing"),
        N_("There is no file {file}."),
        N_("Save your program as {file}, in the folder that is checked. Capital and small letters count."),
    ),
    "empty_file": Code(
        N_("A file is empty"),
        N_("{file} is empty."),
        N_("Write your program into {file} and save it."),
    ),
    "not_a_file": Code(
        N_("A folder or something else stands where a file should be"),
        N_("{file} is not a file."),
        N_("Rename or delete what is called {file} (a folder, perhaps), and save your program under this name."),
    ),
    "syntax_error": Code(
        N_("Python cannot read the file"),
        N_("Python cannot read {file}: {detail}."),
        N_(
            "Look at line {line}. If it is fine, look at the line before it:"
            " a bracket or a quote that is never closed is noticed only later."
        ),
    ),
    "import_error": Code(
        N_("An import fails"),
        N_("{file} cannot import something: {detail}."),
        N_("Check how the name is spelled. Modules outside Python's standard library are not installed here."),
    ),
    "crashed": Code(
        N_("The program stopped with an exception"),
        N_("{program} stopped with an exception that nothing caught: {error}."),
    ),
    "raised": Code(
        N_("A part of the program stopped with an exception"),
        N_("In {program} an exception was raised that nothing caught: {error}."),
    ),
    "killed": Code(
        N_("The program was ended by a signal"),
        N_("{program} was ended by the signal {signal}."),
        N_("Look for os.kill(), terminate() or abort() in your program, or for code that uses too much memory."),
    ),
    "exited_nonzero": Code(
        N_("The program ended with an error status"),
        N_("{program} ended by itself with status {status}; 0 would mean that all is well."),
        N_("Look for sys.exit(), exit() or os._exit() in {program}. A program that ends well ends with status 0."),
    ),
    "wrong_port": Code(
        N_("The program listens on another port"),
        N_("{program} listens on {protocol} port {port}; it should be port {wanted}."),
        N_("Change the port in bind(): the address is a pair, ('127.0.0.1', {wanted})."),
    ),
    "wrong_protocol": Code(
        N_("The program uses another protocol"),
        N_("{program} opened a {got} socket on port {port}; the exercise asks for {wanted}."),
        N_("socket.socket() without a type makes a TCP socket. For UDP, write socket.socket(type=socket.SOCK_DGRAM)."),
    ),
    "wrong_address": Code(
        N_("The program listens on an address where nobody reaches it"),
        N_("{program} listens on the address {address}; it should be {wanted}."),
        N_("Change the address in bind() to '{wanted}'."),
    ),
    "ipv6_only": Code(
        N_("The program listens on IPv6 only"),
        N_("{program} listens on port {port} of IPv6 only; the others use IPv4, 127.0.0.1."),
        N_("Leave out socket.AF_INET6 (IPv4 is what you get without it) and bind to '127.0.0.1'."),
    ),
    "address_in_use": Code(
        N_("The port is taken already"),
        N_("{program} cannot bind its port: it is taken already."),
        N_(
            "Nobody else uses this port here, so your own program has taken it before:"
            " look for a second bind(), or for bind() inside a loop."
        ),
    ),
    "port_in_use_after_restart": Code(
        N_("The port is still taken after a restart"),
        N_("{program} was ended and started again, and could not bind its port: it was still taken."),
        N_(
            "Connections of the run before keep the port taken for a minute. Set SO_REUSEADDR before bind(). With"
            " socketserver, write allow_reuse_address = True into a class that derives from the server's class."
        ),
        task=True,
    ),
    "ended_before_ready": Code(
        N_("The program ended before it was ready"),
        N_("{program} ended (with status {status}) before it listened on its port."),
        N_("A server goes on for ever: bind(), then a loop that receives and answers. Is the loop ever entered?"),
    ),
    "input_before_ready": Code(
        N_("The program reads the keyboard before it listens"),
        N_("{program} waits for the keyboard and has not bound its port yet."),
        N_("Move input() behind bind() and recvfrom(): first wait for a message, then ask what to answer."),
        waits=True,
    ),
    "not_listening": Code(
        N_("The program listens on no port"),
        N_("{program} is running, but it listens on no port; {wanted} was expected."),
        N_("A server needs bind() with its address before anybody can reach it. Is that line ever reached?"),
        waits=True,
    ),
    "stdlib_shadowed": Code(
        N_("A file has the name of a standard module"),
        N_("Your file {file} has the same name as Python's own module {module}: import {module} finds your file."),
        N_("Give {file} another name."),
        severity="remark",
    ),
}
