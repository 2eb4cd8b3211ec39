#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""What `isogs web` sends to pages: clients of its WebSocket, without a browser and with Python's own library alone.

    benchmarks/web_load.py 127.0.0.1:8080 --seconds 20 --splats                    a fast client
    benchmarks/web_load.py 127.0.0.1:8080 --seconds 60 --splats --mbit 20          one on a connection of 20 Mbit/s
    benchmarks/web_load.py 127.0.0.1:8080 --seconds 60 --clients 10 --kbit 8       slow readers
    benchmarks/web_load.py 127.0.0.1:8080 --seconds 60 --nonsense 10               and those that send what they should not

Prints a line a client: bytes of each kind, when the first mesh came, when the scene stood still, and how often it was sent anew.
"""

import argparse
import base64
import collections
import json
import os
import random
import socket
import struct
import threading
import time

KINDS = {1: "cells", 2: "pages", 3: "pictures"}


class WebSocket:
    def __init__(self, place, path="/ws", receive_bytes=None):
        host, port = place.rsplit(":", 1)
        self.socket = socket.socket()
        if receive_bytes:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
        for attempt in range(100):  # the server may be about to start
            try:
                self.socket.connect((host, int(port)))
                break
            except ConnectionRefusedError:
                if attempt == 99:
                    raise
                time.sleep(0.1)
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET {path} HTTP/1.1\r\nHost: {place}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        self.rate = None  # bytes a second
        self.budget_at = time.monotonic()
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            got = self.socket.recv(1)
            if not got:
                raise ConnectionError("closed")
            head += got
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise ConnectionError(head.split(b"\r\n")[0].decode())

    def exactly(self, size):
        parts = []
        while size:
            got = self.socket.recv(min(size, 16384))
            if not got:
                raise ConnectionError("closed")
            if self.rate:
                self.budget_at = max(self.budget_at, time.monotonic() - 0.05) + len(got) / self.rate
                time.sleep(max(0.0, self.budget_at - time.monotonic()))
            parts.append(got)
            size -= len(got)
        return b"".join(parts)

    def receive(self):
        """(opcode, payload) of the next message"""
        first, second = self.exactly(2)
        size = second & 127
        if size == 126:
            (size,) = struct.unpack(">H", self.exactly(2))
        elif size == 127:
            (size,) = struct.unpack(">Q", self.exactly(8))
        return first & 15, self.exactly(size)

    def send(self, payload, opcode=1):
        mask = os.urandom(4)
        size = bytes([128 | len(payload)]) if len(payload) < 126 else bytes([254]) + struct.pack(">H", len(payload))
        masked = bytes(b ^ mask[i % 4] for i, b in enumerate(payload))
        self.socket.sendall(bytes([128 | opcode]) + size + mask + masked)

    def say(self, **request):
        self.send(json.dumps(request).encode())


def follow(options, report):
    began = time.monotonic()
    connection = WebSocket(options.place, options.path, 65536 if options.mbit or options.kbit else None)
    rate = options.mbit * 125000 if options.mbit else options.kbit * 125 if options.kbit else None
    connection.rate = rate
    connection.say(type="want", mesh=not options.no_mesh, splats=options.splats, picture=options.picture)
    counts, sizes, seen = collections.Counter(), collections.Counter(), collections.Counter()
    first, last, splats = {}, {}, {}
    connection.socket.settimeout(1.0)
    while time.monotonic() - began < options.seconds:
        try:
            opcode, payload = connection.receive()
        except TimeoutError:
            continue
        except ConnectionError:
            break
        now = time.monotonic() - began
        if opcode == 9:
            connection.send(payload, 10)
            continue
        if opcode == 8:
            break
        kind = "text"
        if opcode == 2:
            number, sequence, item = struct.unpack_from("<III", payload)
            kind = KINDS[number]
            if kind == "pages":
                splats[item] = struct.unpack_from("<I", payload, 12)[0]
            seen[kind, item] += 1
            connection.say(type="ack", sequence=sequence)
        counts[kind] += 1
        sizes[kind] += len(payload)
        first.setdefault(kind, now)
        last[kind] = now
    for kind in sizes:
        times = [n for (k, _), n in seen.items() if k == kind]
        report.append(
            f"{kind}: {sizes[kind] / 1e6:.2f} MB in {counts[kind]}, first after {first[kind]:.2f} s, last after {last[kind]:.2f} s"
            + (f", {len(times)} different, each {sum(times) / len(times):.1f} times" if times else "")
            + (f", {sum(splats.values())} splats" if kind == "pages" else "")
        )


def talk_nonsense(options, number, report):
    chance = random.Random(number)
    requests = [b'{"type":"ack","sequence":1}', b'{"type":"want","mesh":true,"splats":true,"picture":true}', b'{"type":"seek","frame":3}']
    ended = 0
    until = time.monotonic() + options.seconds
    while time.monotonic() < until:
        try:
            connection = WebSocket(options.place, options.path)
            for _ in range(20):
                bad = bytearray(chance.choice(requests))
                for _ in range(chance.randrange(4)):
                    bad[chance.randrange(len(bad))] = chance.randrange(256)
                if chance.random() < 0.2:
                    bad *= 50
                connection.send(bytes(bad), chance.choice([1, 1, 1, 2, 9, 3]))
                time.sleep(0.02)
        except OSError:
            time.sleep(0.02)
        ended += 1
    report.append(f"nonsense: {ended} connections")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("place", help="HOST:PORT")
    parser.add_argument("--path", default="/ws", help="with ?token=... where one is asked for")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--clients", type=int, default=1)
    parser.add_argument("--nonsense", type=int, default=0, help="clients of that kind")
    parser.add_argument("--splats", action="store_true")
    parser.add_argument("--picture", action="store_true")
    parser.add_argument("--no-mesh", action="store_true")
    parser.add_argument("--mbit", type=float, help="what each client reads a second")
    parser.add_argument("--kbit", type=float)
    options = parser.parse_args()
    report, threads = [], []
    for _ in range(options.clients if not options.nonsense or options.clients > 1 else 0):
        threads.append(threading.Thread(target=follow, args=(options, report)))
    for number in range(options.nonsense):
        threads.append(threading.Thread(target=talk_nonsense, args=(options, number, report)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("\n".join(report))


if __name__ == "__main__":
    main()
