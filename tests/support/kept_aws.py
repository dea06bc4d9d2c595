# SPDX-License-Identifier: Apache-2.0
"""The AWS CLI with its modules loaded: to load them takes longer than all that it does for a test. Every command has a
process of its own, forked from one that has loaded them, with its caller's arguments, environment and streams.

    kept_aws.py --serve SOCKET     run by the Python that `aws` runs on: prints a line when it serves
    kept_aws.py SOCKET WORD...     does what `aws WORD...` does
"""

import json
import os
import socket
import sys
import time
import traceback

SERVICES = ("ec2", "sns", "ssm", "sts")
MODELS = ("service-2", "paginators-1", "endpoint-rule-set-1")
TABLES = ("endpoints", "partitions", "_retry", "sdk-default-configuration")
LARGEST_MESSAGE = 1 << 20  # bytes: the words and the environment of a command


def keep(kind, name):
    """What a method of a class answers is the same for all that are of it: files do not change."""
    ask, kept = getattr(kind, name), {}

    def answer_once(self, *given, **named):
        what = (*given, *named.values())
        if what not in kept:
            kept[what] = ask(self, *what)
        return kept[what]

    setattr(kind, name, answer_once)


def load():
    """The AWS CLI's main function, and the variables that loading it has set."""
    before = dict(os.environ)
    import awscli.clidriver
    import botocore.exceptions
    import botocore.loaders
    keep(botocore.loaders.JSONFileLoader, "load_file")
    keep(botocore.loaders.Loader, "list_available_services")
    loader = awscli.clidriver.create_clidriver().session.get_component("data_loader")
    for name in TABLES:
        try:
            loader.load_data(name)
        except botocore.exceptions.DataNotFoundError:
            pass  # of another version
    for kind in MODELS:
        loader.list_available_services(kind)
        for service in SERVICES:
            try:
                loader.load_service_model(service, kind)
            except botocore.exceptions.DataNotFoundError:
                pass
    return awscli.clidriver.main, dict(os.environ.items() - before.items())


def answer(connection, main, variables):
    """One command, to its end: its exit code goes back as a byte."""
    message, streams, _, _ = socket.recv_fds(connection, LARGEST_MESSAGE, 3)
    words, environment, folder = json.loads(message)
    for stream, own in enumerate(streams):
        os.dup2(own, stream)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update({**variables, **environment})
    time.tzset()
    sys.argv = ["aws", *words]
    try:
        status = main() or 0
    except SystemExit as end:
        status = end.code or 0
    sys.stdout.flush()
    sys.stderr.flush()
    connection.send(bytes([status & 255]))


def serve(path):
    main, variables = load()
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    listener.bind(path)
    listener.listen(64)
    print("serving", flush=True)
    running = 0
    while True:
        connection, _ = listener.accept()
        while running and os.waitpid(-1, os.WNOHANG)[0]:
            running -= 1
        running += 1
        if os.fork() == 0:
            listener.close()
            try:
                answer(connection, main, variables)
            except BaseException:
                traceback.print_exc()
            os._exit(0)
        connection.close()


def ask(path, words):
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    connection.connect(path)
    message = json.dumps([words, dict(os.environ), os.getcwd()]).encode()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2 * len(message))
    socket.send_fds(connection, [message], [0, 1, 2])
    status = connection.recv(1)
    return status[0] if status else "the AWS CLI has died"


if __name__ == "__main__":
    sys.exit(serve(sys.argv[2]) if sys.argv[1] == "--serve" else ask(sys.argv[1], sys.argv[2:]))
