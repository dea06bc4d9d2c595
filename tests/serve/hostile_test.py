# SPDX-License-Identifier: Apache-2.0
"""What nobody should send: the service's error, or a closed connection, and the next one is served."""

import json
import select
import signal
import socket
import threading
import unittest

from local import PATIENCE_SECONDS
from served import Served

HEAD = (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-amz-json-1.1\r\n"
        b"X-Amz-Target: AmazonSSM.ListDocuments\r\n")


def request(body=b"{}", *headers):
    more = b"".join(header + b"\r\n" for header in headers)
    return HEAD + more + b"Content-Length: %d\r\n\r\n" % len(body) + body


def everything(connection):
    """What the server sends until it closes."""
    received = b""
    try:
        while part := connection.recv(65536):
            received += part
    except ConnectionResetError:
        pass
    return received


def answer(connection):
    """The next response: status and body. None when the connection is closed instead."""
    file = connection.makefile("rb")
    first = file.readline()
    if not first:
        return None
    length = 0
    while (line := file.readline()) not in (b"\r\n", b""):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    return int(first.split()[1]), json.loads(file.read(length) or b"{}")


class Hostile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.served = Served("--request-timeout", "1", "--idle-timeout", "1",
                            "--max-connections", "100")

    @classmethod
    def tearDownClass(cls):
        cls.served.__exit__()

    def tearDown(self):
        self.assertIsNone(self.served.server.poll(), self.served.diagnostics())
        status, _, body = self.served.post("ListDocuments")
        self.assertEqual(status, 200)
        self.assertTrue(body["DocumentIdentifiers"])

    def send(self, *portions):
        """The status and body of the first answer."""
        with self.served.connect() as connection:
            try:
                for portion in portions:
                    connection.sendall(portion)
            except (BrokenPipeError, ConnectionResetError):
                pass
            return answer(connection)

    def refused(self, operation, body, code, status=400):
        got, headers, error = self.served.post(operation, body)
        self.assertEqual((got, error.get("__type")), (status, code), error)
        self.assertEqual(headers["Content-Type"], "application/x-amz-json-1.1")
        self.assertTrue(headers["x-amzn-RequestId"])
        return error

    def test_bodies_that_are_no_json(self):
        for body in (b"{", b"nothing", b"{\"a\":}", b"\x00", b"{}{}", b"[1,", b"\xff\xfe{}",
                     b"{\"DocumentFilterList\": \"\xc3\x28\"}", b"{\"a\":\"\\ud800\"}",
                     b"[" * 100000, b"{\"a\":" * 50000):
            with self.subTest(body=body[:40]):
                self.refused("ListDocuments", body, "SerializationException")

    def test_values_of_the_wrong_type(self):
        for operation, value in (
                ("ListDocuments", {"MaxResults": "ten"}), ("ListDocuments", {"MaxResults": 1e300}),
                ("ListDocuments", {"Filters": {}}), ("ListDocuments", []),
                ("ListDocuments", "text"), ("ListDocuments", 5),
                ("GetDocument", {"Name": 7}), ("GetDocument", {"Name": ["a"]}),
                ("StartAutomationExecution", {"DocumentName": "X", "Parameters": [1]}),
                ("StartAutomationExecution", {"DocumentName": "X", "Parameters": {"A": "x"}})):
            with self.subTest(operation=operation, value=value):
                self.refused(operation, json.dumps(value), "SerializationException")

    def test_null_and_unknown_members_are_no_members(self):
        status, _, _ = self.served.post("ListDocuments", b'{"Filters": null, "NewMember": [1]}')
        self.assertEqual(status, 200)

    def test_nul_characters_in_values(self):
        self.refused("GetDocument", b'{"Name": "a\\u0000bcd"}', "ValidationException")
        self.refused("CreateDocument", b'{"Name": "Nul", "Content": "\\u0000", '
                                       b'"DocumentType": "Automation"}', "InvalidDocumentContent")

    def test_unknown_targets(self):
        for target in ("Nonsense", "", "list-documents", "ListDocuments\t1", "A" * 5000):
            with self.subTest(target=target[:20]):
                self.refused(target, b"{}", "UnknownOperationException")
        status, error = self.send(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}")
        self.assertEqual((status, error["__type"]), (400, "UnknownOperationException"))

    def test_what_is_no_http(self):
        for text in (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"hello\r\n\r\n",
                     b"\x00" * 100, b"POST / HTTP/9.9\r\n\r\n", b"POST\r\n\r\n",
                     b"GET /\x00 HTTP/1.1\r\n\r\n",
                     HEAD + b"Content-Length: -1\r\n\r\n", HEAD + b"Content-Length: 1x\r\n\r\n",
                     HEAD + b"Content-Length: 99999999999999999999999\r\n\r\n",
                     HEAD + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
                     HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"):
            with self.subTest(text=text[:60]):
                status, error = self.send(text)
                self.assertEqual(status, 400, error)
                self.assertIn("__type", error)

    def test_other_methods_and_paths(self):
        for line, expected in ((b"GET / HTTP/1.1", 404), (b"DELETE / HTTP/1.1", 405),
                               (b"OPTIONS * HTTP/1.1", 405), (b"CONNECT a:1 HTTP/1.1", 405),
                               (b"POST /x HTTP/1.1", 404), (b"GET /healthz HTTP/1.1", 200)):
            with self.subTest(line=line):
                status, _ = self.send(line + b"\r\nHost: x\r\n\r\n")
                self.assertEqual(status, expected)

    def test_a_page_in_a_browser(self):
        with self.served.connect() as connection:
            connection.sendall(request(b"{}", b"Origin: http://evil.example"))
            status, error = answer(connection)
        self.assertEqual((status, error["__type"]), (403, "AccessDeniedException"))

    def test_oversize(self):
        with self.subTest("announced"):
            status, error = self.send(HEAD + b"Content-Length: 104857600\r\n\r\n" + b" " * 65536)
            self.assertEqual((status, error["__type"]), (413, "RequestEntityTooLargeException"))
        with self.subTest("chunked"):
            chunk = b"100000\r\n" + b" " * 0x100000 + b"\r\n"
            status, error = self.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *[chunk] * 6)
            self.assertEqual((status, error["__type"]), (413, "RequestEntityTooLargeException"))
        for name, text in (("one header", b"X: " + b"y" * 100000 + b"\r\n"),
                           ("many headers", b"".join(b"X%d: y\r\n" % n for n in range(2000)))):
            with self.subTest(name):
                self.assertEqual(self.send(HEAD + text + b"Content-Length: 2\r\n\r\n{}")[0], 431)
        with self.subTest("target"):
            self.assertEqual(self.send(b"GET /" + b"x" * 100000 + b" HTTP/1.1\r\n\r\n")[0], 431)

    def test_half_sent_requests(self):
        whole = request(b'{"MaxResults": 1}')
        for size in range(1, len(whole), 7):
            with self.served.connect() as connection:
                connection.sendall(whole[:size])
        with self.served.connect() as connection:
            connection.sendall(whole[:-5])
            connection.shutdown(socket.SHUT_WR)
            everything(connection)

    def test_a_request_byte_by_byte(self):
        with self.served.connect() as connection:
            for byte in request(b'{"MaxResults": 1}'):
                connection.sendall(bytes([byte]))
            status, body = answer(connection)
        self.assertEqual((status, len(body["DocumentIdentifiers"])), (200, 1))

    def test_a_slow_client_is_given_up(self):
        with self.served.connect() as connection:
            connection.sendall(HEAD)
            for _ in range(10000):  # each byte comes well within any pause; the whole does not
                readable, _, _ = select.select([connection], [], [], 0.05)
                if readable:
                    break
                connection.sendall(b"X")
            self.assertEqual(answer(connection)[0], 408)

    def test_an_idle_connection_is_closed(self):
        with self.served.connect() as connection:
            connection.sendall(request())
            self.assertEqual(answer(connection)[0], 200)
            self.assertIsNone(answer(connection))

    def test_blank_lines_do_not_keep_a_connection(self):
        with self.served.connect() as connection:
            for _ in range(10000):
                readable, _, _ = select.select([connection], [], [], 0.05)
                if readable:
                    break
                try:
                    connection.sendall(b"\r\n")
                except (BrokenPipeError, ConnectionResetError):
                    break
            self.assertEqual(everything(connection), b"")

    def test_pipelined_requests_are_answered_in_order(self):
        bodies = [b'{"MaxResults": %d}' % n for n in (1, 2, 3)] * 20
        with self.served.connect() as connection:
            connection.sendall(b"".join(map(request, bodies)) + request(b"{}", b"Connection: close"))
            file = everything(connection)
        self.assertEqual(file.count(b"HTTP/1.1 200 OK"), len(bodies) + 1)
        sizes = [part.count(b"SchemaVersion") for part in file.split(b"HTTP/1.1 200 OK")[1:]]
        self.assertEqual(sizes[:-1], [1, 2, 3] * 20)

    def test_a_client_that_never_reads(self):
        with self.served.connect() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.setblocking(False)
            sent = 0
            many = request() * 100
            try:
                while sent < 64 * 1024 * 1024:
                    sent += connection.send(many)
            except BlockingIOError:
                pass
            # The server has stopped reading; others are served meanwhile.
            self.assertEqual(self.served.post("ListDocuments")[0], 200)

    def test_a_client_that_waits_to_be_asked_for_the_body(self):
        with self.served.connect() as connection:
            connection.sendall(HEAD + b"Expect: 100-continue\r\nContent-Length: 2\r\n\r\n")
            self.assertEqual(connection.recv(25), b"HTTP/1.1 100 Continue\r\n\r\n")
            connection.sendall(b"{}")
            self.assertEqual(answer(connection)[0], 200)


class Crowd(unittest.TestCase):
    def test_more_connections_than_are_served(self):
        with Served("--max-connections", "40") as served:
            connections = [served.connect() for _ in range(60)]
            for connection in connections[40:]:
                self.assertEqual(answer(connection)[0], 503)
            connections[0].sendall(request())
            self.assertEqual(answer(connections[0])[0], 200)
            for connection in connections:
                connection.close()
            served.await_("a free place", lambda: served.post("ListDocuments")[0] == 200)


class End(unittest.TestCase):
    def test_a_request_under_way_is_answered(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(signal=number), Served() as served, served.connect() as connection, \
                    served.connect() as idle:
                whole = request(b'{"MaxResults": 1}')
                connection.sendall(whole[:-3])
                self.assertEqual(served.post("ListDocuments")[0], 200)  # that one has been read
                served.server.send_signal(number)
                self.assertEqual(everything(idle), b"")  # the end has begun
                connection.sendall(whole[-3:])
                received = everything(connection)
                self.assertIn(b"HTTP/1.1 200 OK", received)
                self.assertIn(b"Connection: close", received)
                self.assertEqual(served.server.wait(PATIENCE_SECONDS), 0)

    def test_many_at_once_until_the_end(self):
        with Served() as served:
            answered, stop = [], threading.Event()

            def call():
                while not stop.is_set():
                    try:
                        answered.append(served.post("ListDocuments")[0])
                    except OSError:
                        return
            threads = [threading.Thread(target=call) for _ in range(8)]
            for thread in threads:
                thread.start()
            served.await_("some answers", lambda: len(answered) > 50)
            self.assertEqual(served.end(), 0)
            stop.set()
            for thread in threads:
                thread.join()
            self.assertEqual(set(answered), {200})


if __name__ == "__main__":
    unittest.main()
