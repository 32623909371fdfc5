"""A headless Chromium, driven over the DevTools protocol through a WebSocket client of a few lines."""

import base64
import json
import os
import pathlib
import shutil
import socket
import struct
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request

KEY_CODES = {"Enter": 13, "Escape": 27, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40, "F3": 114}


class DevToolsError(Exception):
    """The browser did not do what it was asked to."""


class WebSocket:
    """Text messages to and from one loopback address; no extensions, no proxies."""

    def __init__(self, url, timeout=60):
        parts = urllib.parse.urlsplit(url)
        self.stream = socket.create_connection((parts.hostname, parts.port), timeout=timeout)
        key = base64.b64encode(os.urandom(16)).decode()
        request = (f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nUpgrade: websocket\r\n"
                   f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n")
        self.stream.sendall(request.encode())
        head = b""
        while b"\r\n\r\n" not in head:
            piece = self.stream.recv(1)
            if not piece:
                raise DevToolsError("the browser closed the connection")
            head += piece
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise DevToolsError(head.split(b"\r\n")[0].decode())

    def send(self, text):
        self._send_frame(0x1, text.encode())

    def receive(self):
        message = b""
        while True:
            first, second = self._read(2)
            length = second & 0x7F
            if length == 126:
                (length,) = struct.unpack(">H", self._read(2))
            elif length == 127:
                (length,) = struct.unpack(">Q", self._read(8))
            body = self._read(length)
            kind = first & 0xF
            if kind == 0x8:
                raise DevToolsError("the browser closed the connection")
            if kind == 0x9:
                self._send_frame(0xA, body)
            elif kind in (0x0, 0x1):
                message += body
                if first & 0x80:
                    return message.decode()

    def _send_frame(self, kind, body):
        mask = os.urandom(4)
        size = len(body)
        head = bytes([0x80 | kind])
        if size < 126:
            head += bytes([0x80 | size])
        elif size < 1 << 16:
            head += bytes([0x80 | 126]) + struct.pack(">H", size)
        else:
            head += bytes([0x80 | 127]) + struct.pack(">Q", size)
        self.stream.sendall(head + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(body)))

    def _read(self, size):
        data = b""
        while len(data) < size:
            piece = self.stream.recv(size - len(data))
            if not piece:
                raise DevToolsError("the browser closed the connection")
            data += piece
        return data


class Browser:
    """One page of a browser of its own, with an empty profile that is deleted at the end."""

    def __init__(self, chromium):
        self.chromium = chromium
        self.complaints = []
        self.loaded = False
        self.number = 0

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="flamegraph-check-")
        self.process = subprocess.Popen(
            [self.chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
             "--disable-background-networking", "--no-first-run", "--remote-debugging-port=0",
             f"--user-data-dir={self.folder}", "--window-size=1200,800", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            self.socket = WebSocket(self._page_address())
            for domain in ("Page", "Runtime", "Log"):
                self.call(f"{domain}.enable")
            self.resize(1200, 800)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _page_address(self):
        port_file = pathlib.Path(self.folder) / "DevToolsActivePort"
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise DevToolsError(f"{self.chromium} ended with status {self.process.returncode}")
            try:
                port = int(port_file.read_text().split()[0])
                with opener.open(f"http://127.0.0.1:{port}/json/list", timeout=10) as answer:
                    for target in json.load(answer):
                        if target["type"] == "page":
                            return target["webSocketDebuggerUrl"]
            except (OSError, ValueError, IndexError):
                pass
            time.sleep(0.1)
        raise DevToolsError("the browser did not start within 60 s")

    def call(self, method, **parameters):
        """Calls a method of the protocol; notes what the page complains of meanwhile."""
        self.number += 1
        number = self.number
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self.socket.receive())
            if message.get("id") == number:
                if "error" in message:
                    raise DevToolsError(f"{method}: {message['error']['message']}")
                return message["result"]
            self._note(message)

    def _note(self, message):
        kind, data = message.get("method"), message.get("params", {})
        if kind == "Page.loadEventFired":
            self.loaded = True
        elif kind == "Runtime.exceptionThrown":
            details = data["exceptionDetails"]
            self.complaints.append(details.get("exception", {}).get("description", details["text"]))
        elif kind == "Runtime.consoleAPICalled" and data["type"] in ("error", "warning", "assert"):
            self.complaints.append(" ".join(str(a.get("value", a.get("description"))) for a in data["args"]))
        elif kind == "Log.entryAdded" and data["entry"]["level"] == "error":
            self.complaints.append(data["entry"]["text"])

    def open(self, url):
        """Opens a page and waits until it is loaded."""
        self.loaded = False
        answer = self.call("Page.navigate", url=url)
        if answer.get("errorText"):
            raise DevToolsError(f"{url}: {answer['errorText']}")
        deadline = time.monotonic() + 60
        while not self.loaded:
            if time.monotonic() > deadline:
                raise DevToolsError(f"{url} did not load within 60 s")
            self._note(json.loads(self.socket.receive()))

    def run(self, script):
        """The value of an expression in the page."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True)
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise DevToolsError(details.get("exception", {}).get("description", details["text"]) + " in: " + script)
        return answer["result"].get("value")

    def centre(self, element):
        """Where the middle of an element is that an expression gives; of a frame, of its rectangle."""
        return self.run(f"(function (e) {{ e = e.children[1] || e; e.scrollIntoView({{block: 'nearest'}}); "
                        "var b = e.getBoundingClientRect(); return [b.left + b.width / 2, b.top + b.height / 2]; })"
                        f"({element})")

    def move(self, x, y):
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def click(self, x, y):
        self.move(x, y)
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def key(self, key, modifiers=0):
        """Presses a key; modifiers: 2 is Ctrl."""
        code = KEY_CODES.get(key, ord(key.upper()) if len(key) == 1 else 0)
        name = f"Key{key.upper()}" if len(key) == 1 else key
        for kind in ("rawKeyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=name, modifiers=modifiers,
                      windowsVirtualKeyCode=code)

    def type(self, text):
        self.call("Input.insertText", text=text)

    def resize(self, width, height):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        # Two frames: one for the layout, one for the page's own answer to it.
        self.call("Runtime.evaluate", awaitPromise=True, expression=(
            "new Promise(function (done) { requestAnimationFrame(function () { requestAnimationFrame(done); }); })"))

    def screenshot(self, path):
        image = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        pathlib.Path(path).write_bytes(base64.b64decode(image["data"]))
