# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""Parts of the page, each alone, in headless Chromium."""

import math
import re
import struct
import threading
import unittest
from http.server import ThreadingHTTPServer

from chromium import Chromium, program
from page_helpers import PAGE, PageFiles

NOT_TURNED = 3 << 30 | 511 << 20 | 511 << 10 | 511


def splat_page(positions, sigmas, colors, rotation=NOT_TURNED):
    """a page of splats as the server sends it; sigmas: three for all"""
    logs = [math.log(sigma) for sigma in sigmas]
    low, step = min(logs), max(1e-9, (max(logs) - min(logs)) / 255)
    count = len(positions)
    quantized = [round((value + 10) / 0.001) for position in positions for value in position]
    data = struct.pack("<IIII8f", 2, 1, 0, count, -10, -10, -10, 0.001, 0.001, 0.001, low, step)
    data += struct.pack(f"<{count}I", *[rotation] * count)
    data += b"".join(bytes(color) for color in colors)
    for part in (struct.pack(f"<{3 * count}H", *quantized), bytes([round((log - low) / step) for log in logs] * count)):
        data += part + bytes(-len(part) % 4)
    return data


def modules_of(name):
    """a module and all that it imports"""
    needed, found = [name], set()
    while needed:
        name = needed.pop()
        if name not in found:
            found.add(name)
            needed += re.findall(r'from "\./(\w+\.js)"', (PAGE / name).read_text())
    return found


class Modules(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = ThreadingHTTPServer(("127.0.0.1", 0), PageFiles)
        threading.Thread(target=cls.server.serve_forever, daemon=True).start()
        cls.browser = Chromium(width=300, height=300)
        cls.browser.open(f"http://127.0.0.1:{cls.server.server_port}/empty")
        cls.browser.wait("document.title === 'empty'")

    @classmethod
    def tearDownClass(cls):
        cls.browser.__exit__()
        cls.server.shutdown()
        cls.server.server_close()

    def run_module(self, name, script, **values):
        """a script with the module as `m`; bytes among the values become ArrayBuffers"""
        lines = [f"const {key} = new Uint8Array({list(value)}).buffer;" if isinstance(value, bytes) else f"const {key} = {value};"
                 for key, value in values.items()]
        return self.browser.run(f"(async () => {{ const m = await import('/{name}.js'); {' '.join(lines)} {script} }})()")

    def test_the_page_names_its_modules_at_once(self):
        """so that a slow connection is not asked for one after the other"""
        named = re.findall(r'rel="modulepreload" href="(\w+\.js)"', (PAGE / "index.html").read_text())
        self.assertEqual(sorted(named + ["page.js"]), sorted(modules_of("page.js")))

    def test_a_view_of_a_mesh_can_be_joined_into_one_script(self):
        """as a report does: no name stands twice at top level, and imports are lines"""
        names = []
        for module in modules_of("mesh_view.js"):
            text = (PAGE / module).read_text()
            names += re.findall(r"^(?:export )?(?:const|let|function|class) (\w+)", text, re.MULTILINE)
            for line in text.splitlines():
                if line.startswith("import"):
                    self.assertRegex(line, r'^import {[\w, ]+} from "\./\w+\.js";$')
        self.assertEqual(sorted(names), sorted(set(names)))

    def test_messages_that_are_cut_off_are_refused(self):
        whole = splat_page([(0, 0, 0), (1, 2, 3)], (0.1, 0.1, 0.1), [(1, 2, 3, 4)] * 2)
        found = self.run_module("messages", """
          let refused = 0;
          for (let bytes = 0; bytes < whole.byteLength - 2; ++bytes) {
            try { m.parseMessage(whole.slice(0, bytes)); } catch (error) { refused += error instanceof RangeError; }
          }
          return [refused, m.parseMessage(whole).count, m.parseMessage(whole).sequence];""", whole=whole)
        self.assertEqual(found, [len(whole) - 2, 2, 1])

    def test_pages_become_positions_and_covariances(self):
        page = splat_page([(0, 0, 0), (1, -2, 3)], (0.2, 0.1, 0.05), [(10, 20, 30, 40)] * 2)
        positions, sizes, box, word = self.run_module("splat_pages", """
          const {parseMessage} = await import("/messages.js");
          const decoded = m.decodePage(parseMessage(page));
          return [[...decoded.positions], [...decoded.sizes], decoded.box, decoded.texels[4]];""", page=page)
        for got, expected in zip(positions, (0, 0, 0, 1, -2, 3)):
            self.assertAlmostEqual(got, expected, places=4)
        self.assertAlmostEqual(sizes[0], 0.2, places=5)
        self.assertAlmostEqual(box["max"][2], 3, places=4)
        self.assertEqual(word & 0xffff, 0x3c00)  # xx by the square of the largest sigma: 1 as a half

    def test_rotations_by_their_smallest_three(self):
        half = math.sqrt(0.5)
        for quaternion, left in (((0, 0, 0, 1), 3), ((half, 0, 0, half), 0), ((0.5, 0.5, 0.5, 0.5), 1), ((0, -0.6, 0.8, 0), 2)):
            others = [value for k, value in enumerate(quaternion) if k != left]
            bits = left << 30
            for k, value in enumerate(others):
                bits |= round((value / half + 1) * 511) << (20 - 10 * k)
            found = self.run_module("splat_pages", "const out = [0, 0, 0, 0]; m.unpackRotation(bits, out); return out;", bits=bits)
            for got, expected in zip(found, quaternion):
                self.assertAlmostEqual(got, expected, delta=0.002)

    def test_splats_are_sorted_from_back_to_front(self):
        found = self.run_module("splat_order", """
          let seed = 1;
          const random = () => (seed = seed * 16807 % 2147483647) / 2147483647;
          const page = (slot) => ({slot, count: 500, positions: Float32Array.from({length: 1500}, () => 4 * random() - 2),
            box: {min: [-2, -2, -2], max: [2, 2, 2]}});
          const pages = [page(0), page(5)];
          const clip = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, -1, 0, 0, 0, 1.5];  // looks along -z from z = 1.5
          const depth = (id) => 1.5 - (id < 1024 ? pages[0] : pages[1]).positions[3 * (id % 1024) + 2];
          const {order, count, total} = m.orderSplats(pages, clip);
          const depths = [...order.subarray(0, count)].map(depth);
          const few = m.orderSplats(pages, clip, 200);
          const away = m.orderSplats(pages, [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, -1, 0, 0, 0, -9]);
          return {total, count, block: order.length % 4096, rest: order[count], distinct: new Set(order.subarray(0, count)).size,
            sorted: depths.every((d, i) => i === 0 || d <= depths[i - 1] + 1e-3), near: Math.min(...depths), few: few.count, away: away.count};""")
        self.assertEqual((found["total"], found["block"], found["rest"], found["away"]), (1000, 0, 0xffffffff, 0))
        self.assertTrue(found["sorted"] and found["near"] >= 0.05 and found["distinct"] == found["count"] > 700, found)
        self.assertTrue(120 < found["few"] < 220, found)

    def draw_splats(self, pages, read):
        """What `read` (a script) says of the picture, drawn by quads and by the points of a view that moves on a slow machine;
        seen from 2 m along -z, 201 px wide. And the focal length in pixels."""
        return self.run_module("splat_layer", f"""
          const {{Viewport}} = await import("/viewport.js");
          document.body.innerHTML = "<canvas style='display:block;width:201px;height:201px'></canvas>";
          const viewport = new Viewport(document.querySelector("canvas"));
          const layer = new m.SplatLayer(viewport.gl, () => {{}});
          layer.shown = true;
          viewport.layers.push(layer);
          Object.assign(viewport.camera, {{distance: 2, azimuthRad: 0, elevationRad: 0, centre: [0, 0, 0], up: [0, 1, 0],
            horizontal: [[0, 0, 1], [1, 0, 0]]}});
          layer.takePage(pages);
          for (let i = 0; i < 400 && layer.count === 0; ++i) {{
            viewport.draw(0);
            await new Promise((resolve) => setTimeout(resolve, 10));
          }}
          const {{gl}} = viewport;
          const pictures = [0, 1].map((thrift) => {{
            viewport.thrift = thrift;
            viewport.hasMoved = thrift > 0;
            viewport.draw(0);
            const pixels = new Uint8Array(4 * 201 * 201);
            gl.readPixels(0, 0, 201, 201, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
            return pixels;
          }});
          const focal = 201 / (2 * Math.tan(viewport.camera.fovYRad / 2));
          {read}""", pages=pages)

    def test_a_splat_is_as_the_run_draws_it(self):
        """alpha = opacity exp(-q / 2), with 0.3 px^2 added to the image covariance; a nearer one over a farther one"""
        pages = splat_page([(0, 0, 0), (0, 0, -3)], (0.1, 0.1, 0.1), [(255, 0, 0, 204), (0, 255, 0, 255)])
        rows, focal = self.draw_splats(pages, "return [pictures.map((all) => [...all.subarray(4 * 201 * 100, 4 * 201 * 101)]), focal];")
        for u in range(70, 132, 6):
            alphas = []
            for depth, opacity in ((2, 204 / 255), (5, 1)):
                variance = (focal * 0.1 / depth) ** 2 + 0.3
                alpha = opacity * math.exp(-0.5 * (u - 100) ** 2 / variance)
                alphas.append(min(0.99, alpha) if alpha >= 1 / 255 else 0)
            red, green = 255 * alphas[0], 255 * (1 - alphas[0]) * alphas[1]
            for row in rows:
                self.assertAlmostEqual(row[4 * u], red, delta=3)
                self.assertAlmostEqual(row[4 * u + 1], green, delta=3)

    def test_a_long_splat_lies_as_it_is_turned(self):
        eighth = 511 + round(511 * math.sin(math.pi / 8) / math.sqrt(0.5))  # 45 degrees around z
        pages = splat_page([(0, 0, 0)], (0.2, 0.02, 0.02), [(255, 255, 255, 255)], rotation=3 << 30 | 511 << 20 | 511 << 10 | eighth)
        along, across = self.draw_splats(pages, """
          const at = (u, v) => pictures.map((all) => all[4 * (201 * (100 + v) + 100 + u)]);  // v is up
          return [at(12, 12), at(12, -12)];""")
        for value in along:
            self.assertGreater(value, 150)
        self.assertEqual(across, [0, 0])

    def test_a_ray_meets_the_front_of_a_mesh(self):
        hit, back, beside = self.run_module("picking", """
          const {quantizedCell} = await import("/mesh_cells.js");
          const cell = quantizedCell({positions: new Float32Array([0, 0, 1, 2, 0, 1, 0, 2, 1]), indices: new Uint32Array([0, 1, 2])});
          cell.first = cell.origin.map((value) => Math.round(value / cell.step));
          cell.box = {min: [0, 0, 1], max: [2, 2, 1]};
          return [[[0.5, 0.5, 3], [0, 0, -1]], [[0.5, 0.5, -3], [0, 0, 1]], [[1.5, 1.5, 3], [0, 0, -1]]].map(
            ([origin, direction]) => m.pickMesh([cell], {origin, direction}));""")
        for got, expected in zip(hit, (0.5, 0.5, 1)):
            self.assertAlmostEqual(got, expected, places=3)
        self.assertIsNone(back)
        self.assertIsNone(beside)

    def test_an_overview_shows_all_and_the_middle_is_the_centre(self):
        inside, ray, followed = self.run_module("orbit_camera", """
          const {transform, dot} = await import("/matrix.js");
          const camera = new m.OrbitCamera([0, 0, 1]);
          camera.fit({min: [-3, -2, 0], max: [3, 2, 2]}, 0.6);
          const corners = [0, 1, 2, 3, 4, 5, 6, 7].map((k) => [k & 1 ? 3 : -3, k & 2 ? 2 : -2, k & 4 ? 2 : 0]);
          const inside = corners.every((corner) => {
            const [x, y, z, w] = transform(camera.clipFromWorld(0.6), corner);
            return Math.abs(x) < w && Math.abs(y) < w && Math.abs(z) < w;
          });
          const {origin, direction} = camera.ray(0.5, 0.5, 0.6);
          const ray = origin.map((value, k) => value + camera.distance * direction[k]);
          camera.follow([1, 2, 3], [0, 1, 0]);
          return [inside, ray, dot(camera.direction(), [0, -1, 0])];""")
        self.assertTrue(inside)
        for got, expected in zip(ray, (0, 0, 1)):
            self.assertAlmostEqual(got, expected, places=9)
        self.assertGreater(followed, 0.9)

    def test_frames_that_come_again_replace_the_old_ones(self):
        frames, rates, centres = self.run_module("run_record", """
          const record = new m.RunRecord();
          const frames = (from, count) => ({from, columns: {frame: Array.from({length: count}, (_, i) => from + i),
            total_ms: Array.from({length: count}, (_, i) => 100 * (from + i)), psnr_db: Array(count).fill(null)}});
          record.takeFrames(frames(0, 20));
          record.takeFrames(frames(15, 10));
          record.takePath({from: 0, centres: [0, 0, 0, 1, 1, 1]});
          record.takePath({from: 1, centres: [2, 2, 2]});
          return [record.columns.frame, record.columns.fps, record.centres];""")
        self.assertEqual(frames, list(range(25)))
        self.assertIsNone(rates[0])
        self.assertAlmostEqual(rates[24], 10)
        self.assertEqual(centres, [0, 0, 0, 2, 2, 2])

    def test_lines_of_the_log_are_shortened(self):
        lines = self.run_module("text_panels", """
          return ["2026-12-01T02:56:50.609+00:00 [14056] info: a", "2026-12-01T02:56:50.609+00:00 [1] warning: b", "c"].map(m.shortLine);""")
        self.assertEqual(lines, ["02:56:50 a", "02:56:50 warning: b", "c"])

    def test_numbers_are_written_for_people(self):
        texts = self.run_module("texts", """
          return [m.count(950), m.count(48210), m.count(999600), m.count(1034000), m.duration(7), m.duration(3723), m.memory(12.34),
            m.memory(2048), m.distance(0.0123), m.distance(0.456), m.distance(1.2344)];""")
        self.assertEqual(texts, ["950", "48.2k", "1.00M", "1.03M", "0:07", "1:02:03", "12.3 MiB", "2.00 GiB", "12.3 mm", "45.6 cm", "1.234 m"])


if __name__ == "__main__":
    if program() is None:
        raise SystemExit(77)
    unittest.main()
