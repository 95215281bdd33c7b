"""A chat endpoint on the loopback that answers as a test tells it, and remembers what it was asked.

A behaviour is a function of the handler and the request's body; the last one of a script goes on
for ever. `hang` is let go when the stub closes: no test waits for the clock.
"""

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from armsledger.llm.schema import FIELDS
from armsledger.llm.settings import ModelSettings
from armsledger.model import Report, hash_content

TITLE = "Norway signs for Korean howitzers"
SIGNED = (
    "Norway has signed a contract with South Korea for 24 K9 howitzers worth $215 million, "
    "Defence Minister Arne Vestli said on 20 December 2017."
)
ARRIVE = "The first guns will be delivered in 2019."
OPPOSED = "Lawmakers in Poland warned against the purchase."
TEXT = f"{SIGNED} {ARRIVE}\n\n{OPPOSED}"


def report_of(text, *, title=TITLE, date="2017-12-21", id="r1"):
    return Report(
        id=id,
        text=text,
        title=title,
        date=date,
        content_hash=hash_content(title, text, date, None),
    )


REPORT = report_of(TEXT)


def proposal(**fields):
    """Return a claim as a model proposes it: the order of the howitzers, but for `fields`."""
    order = {
        "quote": SIGNED,
        "trigger": "signed",
        "event": "order",
        "factuality": "fact",
        "supplier": "South Korea",
        "recipient": "Norway",
        "weapon": "K9 howitzers",
        "quantity": "24",
        "value": "$215 million",
        "speaker": "Arne Vestli",
        "speaker_kind": "official",
    }
    return dict.fromkeys(FIELDS, "") | order | fields


def answer(*claims):
    return json.dumps({"claims": list(claims)})


def completion(content, finished="stop"):
    choice = {"index": 0, "message": {"role": "assistant", "content": content}}
    return {"object": "chat.completion", "choices": [choice | {"finish_reason": finished}]}


def says(*claims):
    return says_text(answer(*claims))


def says_text(content, finished="stop"):
    return sends(json.dumps(completion(content, finished)).encode())


def sends(raw, *, status=200, kind="application/json", **headers):
    def behave(handler, _):
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(raw)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(raw)

    return behave


def fails(status, told="", **headers):
    return sends(json.dumps({"error": {"message": told}}).encode(), status=status, **headers)


def hangs(handler, _):
    handler.server.closing.wait()
    handler.close_connection = True


def hangs_up(handler, _):
    handler.close_connection = True


def drips(handler, _):
    """Send a body that never ends, a blank at a time."""
    handler.send_response(200)
    handler.end_headers()
    while not handler.server.closing.wait(0.01):
        handler.wfile.write(b" ")
        handler.wfile.flush()


def knows(form, *claims, otherwise=500):
    """Answer one form of constraint only."""
    good, bad = says(*claims), fails(otherwise, "unsupported response_format")
    return lambda handler, body: (good if form_of(body) == form else bad)(handler, body)


def form_of(body):
    form = body["response_format"]
    if form["type"] == "json_object":
        return "llama.cpp"
    schema = form["json_schema"]["schema"]
    if "max_tokens" not in body:
        return "newer"
    return "bounded" if "maxItems" in schema["properties"]["claims"] else "strict"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        length = int(self.headers.get("Content-Length", 0))
        body = json.loads(self.rfile.read(length))
        stub = self.server.stub
        stub.requests.append(body)
        stub.headers.append(dict(self.headers))
        stub.paths.append(self.path)
        behave = stub.script.pop(0) if len(stub.script) > 1 else stub.script[0]
        try:
            behave(self, body)
        except (BrokenPipeError, ConnectionResetError):  # the reader has had enough
            self.close_connection = True

    def log_message(self, *_):
        pass


@dataclass
class Stub:
    script: list = field(default_factory=lambda: [says()])
    requests: list = field(default_factory=list)
    headers: list = field(default_factory=list)
    paths: list = field(default_factory=list)

    def __enter__(self):
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = True
        self._server.stub = self
        self._server.closing = threading.Event()
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def url(self):
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def does(self, *script):
        self.script[:] = script

    def forms(self):
        return [form_of(body) for body in self.requests]

    def data(self, number=-1):
        """Return the object that a request's user message holds."""
        return json.loads(self.requests[number]["messages"][1]["content"].splitlines()[1])


def settings_for(stub, **more):
    common = {"timeout_s": 30.0, "backoff_s": 1.0}
    return ModelSettings(**({"url": stub.url, "model": "stub"} | common | more))
