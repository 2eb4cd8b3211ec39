# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""The page of `isogs web` in headless Chromium, with real runs of the sample."""

import base64
import os
import pathlib
import signal
import subprocess
import tempfile
import unittest
import urllib.error
import urllib.request

from chromium import Chromium, program
from page_helpers import ISOGS, Server, child, run_sample

FOLDER = tempfile.TemporaryDirectory(prefix="isogs_page_")
RUNS = pathlib.Path(FOLDER.name)
STAGE = (100, 120, 900, 640)  # left, top, right, bottom of what is surely scene


def vivid_pixels(browser):
    """pixels of the scene that have a colour, which the ground has not"""
    picture = base64.b64encode(browser.picture()).decode()
    left, top, right, bottom = STAGE
    return browser.run(f"""(async () => {{
      const image = new Image();
      image.src = "data:image/png;base64,{picture}";
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      const context = canvas.getContext("2d");
      context.drawImage(image, 0, 0);
      const data = context.getImageData({left}, {top}, {right - left}, {bottom - top}).data;
      let count = 0;
      for (let i = 0; i < data.length; i += 4) {{
        const [r, g, b] = [data[i], data[i + 1], data[i + 2]];
        count += Math.max(r, g, b) - Math.min(r, g, b) > 40;
      }}
      return count;
    }})()""")


class Page(unittest.TestCase):
    """Each test opens the page anew in one browser."""

    @classmethod
    def setUpClass(cls):
        cls.browser = Chromium()

    @classmethod
    def tearDownClass(cls):
        cls.browser.__exit__()

    def open(self, url):
        self.browser.events.clear()
        self.browser.open(url)
        self.browser.wait("window.isogs?.connected")

    def press(self, button):
        self.browser.run(f"document.getElementById('{button}').click()")

    def no_complaints(self, server):
        self.assertEqual(self.browser.complaints(), [])
        self.assertEqual([url for url in self.browser.requests() if not url.startswith(("data:", "blob:", *server.origins))], [])


class FinishedRun(Page):
    """What is over: made once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        run_sample(RUNS / "done", frames=12)
        subprocess.run([ISOGS, "extract_mesh", RUNS / "done", "--voxel-size", "0.02"], check=True, stdout=subprocess.DEVNULL)
        cls.server = Server(RUNS / "done")
        cls.addClassCleanup(cls.server.stop)

    def setUp(self):
        self.open(self.server.url)
        self.browser.wait("isogs.triangles > 10000 && isogs.triangles === isogs.meshTriangles && isogs.frames === 12")

    def test_shows_the_mesh_and_asks_nobody_else(self):
        self.browser.wait("document.getElementById('notice').hidden")
        self.assertGreater(vivid_pixels(self.browser), 5000)
        self.assertEqual(self.browser.run("isogs.state"), "finished")
        self.assertEqual(self.browser.run("document.title"), "done – IsoGS")
        self.assertIn("mapping:", self.browser.run("document.getElementById('configuration').textContent"))
        self.no_complaints(self.server)

    def test_turns_moves_and_zooms(self):
        before = self.browser.run("isogs.camera")
        self.browser.drag((400, 400), (520, 400))
        turned = self.browser.run("isogs.camera")
        self.assertEqual(turned["centre"], before["centre"])
        self.assertNotEqual(turned["eye"], before["eye"])
        self.browser.send("Input.dispatchMouseEvent", type="mouseWheel", x=400, y=400, deltaX=0, deltaY=-300)
        self.browser.wait(f"JSON.stringify(isogs.camera.eye) !== JSON.stringify({turned['eye']})")
        self.press("overview")
        self.assertEqual([round(x, 6) for x in self.browser.run("isogs.camera.centre")], [round(x, 6) for x in before["centre"]])
        self.no_complaints(self.server)

    def test_shows_splats_instead(self):
        self.press("show_mesh")
        self.browser.wait("document.getElementById('show_mesh').ariaPressed === 'false'")
        self.assertLess(vivid_pixels(self.browser), 3000)
        self.press("show_splats")
        self.browser.wait("isogs.splatsDrawn > 10000 && isogs.splatsDrawn === isogs.splats")
        self.browser.wait("document.getElementById('notice').hidden")
        self.assertGreater(vivid_pixels(self.browser), 5000)
        self.no_complaints(self.server)

    def test_measures_between_two_clicks(self):
        self.press("overview")  # of all cells
        self.press("measure")
        self.browser.click(400, 520)  # the floor, the rug
        self.browser.click(560, 500)
        metres = self.browser.wait("isogs.distanceM")
        self.assertTrue(0.05 < metres < 3, metres)
        label = self.browser.run("document.querySelector('.label').textContent")
        self.assertTrue(label.endswith(("cm", " m")), label)
        self.no_complaints(self.server)

    def test_plays_back(self):
        self.assertEqual(self.browser.run("isogs.frame"), 11)
        self.press("play")
        self.browser.wait("isogs.frame < 6")
        self.browser.wait("isogs.frame === 11 && document.getElementById('play').textContent === 'Play'")
        self.browser.run("document.getElementById('seek').value = 3; document.getElementById('seek').oninput()")
        self.browser.wait("isogs.frame === 3")
        self.no_complaints(self.server)

    def test_a_slow_machine_keeps_up(self):
        self.browser.send("Emulation.setCPUThrottlingRate", rate=6)
        try:
            self.open(self.server.url)
            self.browser.wait("isogs.triangles > 10000 && document.getElementById('notice').hidden", 60)
            self.browser.drag((400, 400), (520, 400), steps=10)
            self.no_complaints(self.server)
        finally:
            self.browser.send("Emulation.setCPUThrottlingRate", rate=1)

    def test_says_that_the_connection_is_lost_and_finds_it_again(self):
        server = Server(RUNS / "done")
        try:
            self.open(server.url)
            self.browser.wait("isogs.triangles > 10000")
            server.stop()
            self.browser.wait("document.getElementById('hint').textContent.startsWith('Connection lost, trying again')")
            self.assertEqual(self.browser.run("isogs.state"), "no connection")
            server = Server(RUNS / "done", port=server.port)
            self.browser.wait("isogs.connected && isogs.triangles > 10000 && isogs.state === 'finished'", 30)
            self.assertTrue(self.browser.run("document.getElementById('hint').hidden"))
        finally:
            server.stop()

    def test_with_a_token_all_is_let_in_by_the_first_address(self):
        server = Server(RUNS / "done", words=["--token", "a-token-of-20-letters"])
        try:
            with self.assertRaisesRegex(urllib.error.HTTPError, "401"):
                urllib.request.urlopen(server.origins[0])
            self.open(server.url)
            self.browser.wait("isogs.triangles > 10000")
            self.no_complaints(server)
        finally:
            server.stop()

    def test_without_webgl_all_else_works(self):
        with Chromium(webgl=False) as browser:
            browser.open(self.server.url)
            browser.wait("window.isogs?.connected && isogs.frames === 12 && isogs.state === 'finished'")
            self.assertIn("no WebGL 2", browser.run("document.getElementById('notice').textContent"))
            self.assertEqual([line for line in browser.complaints() if "WebGL" not in line], [])


class LiveRun(Page):
    def test_from_waiting_to_the_end_with_a_death_between(self):
        run = RUNS / "live"
        run.mkdir()
        server = Server(run)
        self.addCleanup(server.stop)
        self.open(server.url)
        self.browser.wait("document.getElementById('notice_title').textContent === 'Waiting for SLAM'")
        self.assertEqual(self.browser.run("isogs.state"), "waiting")

        supervisor = subprocess.Popen([ISOGS, "run", "configs/demo.yaml", "--output", run, "--no-viewer", "--frames", "40"],
                                      stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            self.browser.wait("isogs.triangles > 0", 60)
            first = self.browser.run("isogs.triangles")
            self.browser.wait(f"isogs.triangles > {first} && isogs.counts.pictures > 0 && isogs.frame > 5", 60)
            self.assertGreater(vivid_pixels(self.browser), 2000)
            os.kill(child(supervisor, "slam"), signal.SIGKILL)
            self.browser.wait("isogs.state === 'SLAM is gone' || isogs.state === 'starting'")
            self.browser.wait("isogs.frame > 10 && isogs.triangles > 0", 60)  # the supervisor has started another
            self.assertEqual(supervisor.wait(120), 0)
        finally:
            supervisor.terminate()
            supervisor.wait()
        self.browser.wait("isogs.state === 'finished' && isogs.frame === 39 && isogs.triangles > 0", 30)
        self.browser.wait("!document.getElementById('playback').hidden", 30)
        self.no_complaints(server)


if __name__ == "__main__":
    if program() is None:
        raise SystemExit(77)
    unittest.main()
