# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""Headless Chromium, driven over the pipe of its DevTools protocol: nothing but Python's own library is needed."""

import base64
import itertools
import json
import os
import select
import shutil
import signal
import subprocess
import tempfile
import time


def program():
    """the browser's path, or None"""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Chromium:
    """A browser with one page. `events` holds what the page reported, oldest first."""

    def __init__(self, width=1280, height=720, scheme="light", mobile=False, webgl=True):
        self.folder = tempfile.mkdtemp(prefix="isogs_chromium_")
        read_end, to_browser = os.pipe()
        self.from_browser, write_end = os.pipe()
        self.to_browser = to_browser
        self.process = subprocess.Popen(
            [program(), "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-extensions",
             "--use-angle=swiftshader", "--enable-unsafe-swiftshader" if webgl else "--disable-3d-apis",
             "--hide-scrollbars", f"--window-size={width},{height}", f"--user-data-dir={self.folder}",
             "--remote-debugging-pipe", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, close_fds=False,
            preexec_fn=lambda: (os.dup2(read_end, 100), os.dup2(write_end, 101), os.dup2(100, 3), os.dup2(101, 4)))
        os.close(read_end)
        os.close(write_end)
        self.buffer = b""
        self.ids = itertools.count(1)
        self.events = []
        self.session = None
        target = next(t for t in self.send("Target.getTargets")["targetInfos"] if t["type"] == "page")
        self.session = self.send("Target.attachToTarget", targetId=target["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(domain + ".enable")
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=mobile)
        self.send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            os.killpg(self.process.pid, signal.SIGKILL)  # its own group: it and its children
        except ProcessLookupError:
            pass
        self.process.wait()
        os.close(self.from_browser)
        os.close(self.to_browser)
        shutil.rmtree(self.folder, ignore_errors=True)

    def send(self, method, **params):
        """a command's answer; raises where the browser refuses it"""
        number = next(self.ids)
        message = {"id": number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.to_browser, json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + 60
        while True:
            answer = self._receive(deadline)
            if answer is None:
                raise TimeoutError(f"{method}: no answer")
            if answer.get("id") != number:
                self.events.append(answer)
            elif "error" in answer:
                raise RuntimeError(f"{method}: {answer['error']['message']}")
            else:
                return answer["result"]

    def _receive(self, deadline):
        while b"\0" not in self.buffer:
            if not select.select([self.from_browser], [], [], max(0, deadline - time.monotonic()))[0]:
                return None
            piece = os.read(self.from_browser, 1 << 20)
            if not piece:
                raise RuntimeError("the browser has ended")
            self.buffer += piece
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def open(self, url):
        self.send("Page.navigate", url=url)

    def run(self, script):
        """the value of a script, awaited"""
        answer = self.send("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise RuntimeError(details.get("exception", {}).get("description") or details["text"])
        return answer["result"].get("value")

    def wait(self, condition, seconds=20):
        """until a script's value is true"""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            value = self.run(condition)
            if value:
                return value
            time.sleep(0.05)
        raise TimeoutError(f"not true after {seconds} s: {condition}")

    def picture(self):
        """a PNG of the page"""
        return base64.b64decode(self.send("Page.captureScreenshot", format="png")["data"])

    def mouse(self, kind, x, y, button="left", clicks=1, **more):
        self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button=button, clickCount=clicks, **more)

    def drag(self, start, end, steps=4):
        (x, y), (u, v) = start, end
        self.mouse("mousePressed", x, y)
        for k in range(1, steps + 1):
            self.mouse("mouseMoved", x + (u - x) * k / steps, y + (v - y) * k / steps, buttons=1)
        self.mouse("mouseReleased", u, v)

    def click(self, x, y, clicks=1):
        for k in range(1, clicks + 1):
            self.mouse("mousePressed", x, y, clicks=k)
            self.mouse("mouseReleased", x, y, clicks=k)

    def complaints(self):
        """errors and warnings of the console, and what was thrown"""
        found = []
        for event in self.events:
            params = event.get("params", {})
            if event.get("method") == "Runtime.exceptionThrown":
                details = params["exceptionDetails"]
                found.append(details.get("exception", {}).get("description") or details["text"])
            elif event.get("method") == "Runtime.consoleAPICalled" and params["type"] in ("error", "warning"):
                found.append(" ".join(str(a.get("value", a.get("description"))) for a in params["args"]))
            elif event.get("method") == "Log.entryAdded" and params["entry"]["level"] in ("error", "warning"):
                found.append(" ".join((params["entry"]["text"], params["entry"].get("url", ""))).strip())
        return found

    def requests(self):
        """addresses that the page asked for"""
        urls = [e["params"]["request"]["url"] for e in self.events if e.get("method") == "Network.requestWillBeSent"]
        return urls + [e["params"]["url"] for e in self.events if e.get("method") == "Network.webSocketCreated"]
