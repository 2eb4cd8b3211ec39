# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""Programs that the tests of the page need."""

import http.server
import os
import pathlib
import subprocess
import urllib.parse

ISOGS = str(pathlib.Path(os.environ.get("ISOGS_BIN", "build/cpu/bin")) / "isogs")


PAGE = pathlib.Path(__file__).parents[2] / "web/page"


class PageFiles(http.server.SimpleHTTPRequestHandler):
    """The page's files, and an empty page beside them."""

    def do_GET(self):
        path = PAGE / self.path.lstrip("/")
        is_file = path.parent == PAGE and path.suffix == ".js" and path.is_file()
        body = path.read_bytes() if is_file else b'<!doctype html><link rel="icon" href="data:,"><title>empty</title>'
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript" if is_file else "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Server:
    """`isogs web` of a run."""

    def __init__(self, run, port=0, words=()):
        self.process = subprocess.Popen([ISOGS, "web", run, "--port", str(port), *words], stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()
        if not self.url.startswith("http://"):
            self.stop()
            raise AssertionError(f"isogs web says {self.url!r}")
        place = urllib.parse.urlsplit(self.url)
        self.port = place.port
        self.origins = (f"http://{place.netloc}/", f"ws://{place.netloc}/")

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()


def run_sample(folder, frames):
    """the sample's first frames, without a mesher"""
    subprocess.run([ISOGS, "slam", "configs/demo.yaml", "--output", folder, "--frames", str(frames)], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def child(parent, name):
    """the process of that name that this one has started"""
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            number, rest = stat.read_text().split(" (", 1)
        except OSError:
            continue  # it has ended meanwhile
        comm, fields = rest.rsplit(") ", 1)
        if comm == name and int(fields.split()[1]) == parent.pid:
            return int(number)
    raise AssertionError(f"no process {name}")
