# SPDX-License-Identifier: Apache-2.0
"""Small HTTP servers on this machine, made for one test. Standard library only."""

import http.server
import ssl
import subprocess
import threading


def make_certificate(folder):
    """A certificate for localhost and a.localhost that nobody vouches for: a file with its key, and one without."""
    private, public = folder / "certificate.pem", folder / "public.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         "/CN=test", "-addext", "subjectAltName=DNS:localhost,DNS:a.localhost", "-keyout",
         private, "-out", public], check=True, capture_output=True)
    private.write_text(private.read_text() + public.read_text())
    return private, public


class Canned:
    """A server that gives prepared answers: (status, body), or None to hang up. `requests`: headers and
    body of each request, `paths`: where it went."""

    def __init__(self, *answers, certificate=None):
        self.requests, self.paths, answers = [], [], list(answers)
        canned = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                canned.requests.append((self.headers, body))
                canned.paths.append(self.path)
                answer = answers.pop(0)
                if answer is None:
                    self.close_connection = True
                    return
                status, text = answer
                self.send_response(status)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
            self.scheme = "https"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def url(self, host="127.0.0.1"):
        return f"{self.scheme}://{host}:{self.server.server_port}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
