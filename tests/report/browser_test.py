# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""A report in headless Chromium: nothing complains, nothing is loaded, the mesh is drawn and turns, curves say values."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/web"))

from chromium import Chromium  # noqa: E402

DRAWN = """(() => {
  const {viewport} = document.querySelector('figure[data-mesh]').view, gl = viewport.gl;
  viewport.draw(performance.now());
  const pixels = new Uint8Array(4 * viewport.canvas.width * viewport.canvas.height);
  gl.readPixels(0, 0, viewport.canvas.width, viewport.canvas.height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
  let drawn = 0;
  for (let i = 3; i < pixels.length; i += 4) drawn += pixels[i] > 0;
  return drawn / (pixels.length / 4);
})()"""
LIVE = "document.querySelector('.mesh.live') !== null"


def isogs(*arguments):
    subprocess.run([os.environ["ISOGS_BIN"] + "/isogs", *map(str, arguments)], check=True, cwd=ROOT,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class ReportInABrowser(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="isogs_report_")
        run = pathlib.Path(cls.folder.name) / "<img src=x onerror=alert(1)>"
        isogs("slam", "configs/demo.yaml", "--output", run, "--frames", 12, "--set", "dataset.width=80", "--set",
              "mapping.iterations=6", "--set", "mapping.first_iterations=6")
        isogs("extract_mesh", run, "--voxel-size", 0.05)
        isogs("evaluate", run, "--every", 2)
        isogs("report", run, "-o", run / "report.html")
        cls.url = (run / "report.html").as_uri()

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def check_quiet(self, browser):
        self.assertEqual(browser.complaints(), [])
        self.assertEqual([url for url in browser.requests() if not url.startswith(("file:", "data:", "blob:"))], [])

    def test_the_mesh_is_drawn_and_turns(self):
        for scheme in ("light", "dark"):
            with self.subTest(scheme), Chromium(1200, 900, scheme) as browser:
                browser.open(self.url)
                browser.wait(LIVE)
                self.assertGreater(browser.run(DRAWN), 0.05)
                box = browser.run("""(() => { const box = document.querySelector('canvas').getBoundingClientRect();
                                     return [box.x + box.width / 2, box.y + box.height / 2]; })()""")
                angle = "document.querySelector('figure[data-mesh]').view.viewport.camera.azimuthRad"
                before = browser.run(angle)
                browser.drag(box, (box[0] + 80, box[1]))
                self.assertNotAlmostEqual(browser.run(angle), before)
                self.check_quiet(browser)

    def test_a_curve_says_its_values(self):
        with Chromium(1200, 900) as browser:
            browser.open(self.url)
            browser.wait(LIVE)
            x, y = browser.run("""(() => { const svg = document.querySelector('svg[aria-label="Gaussians"]');
                svg.scrollIntoView({block: 'center'}); const box = svg.getBoundingClientRect();
                return [box.x + box.width / 2, box.y + box.height / 2]; })()""")
            browser.mouse("mouseMoved", x, y, button="none")
            self.assertEqual(browser.wait("document.querySelector('#tip').style.display"), "block")
            self.assertRegex(browser.run("document.querySelector('#tip').textContent"), r"^[\d.]+\n[\d.]+$")
            self.check_quiet(browser)

    def test_a_telephone_scrolls_down_only(self):
        with Chromium(375, 700, mobile=True) as browser:
            browser.open(self.url)
            browser.wait(LIVE)
            self.assertLessEqual(browser.run("document.documentElement.scrollWidth"), 375)
            self.check_quiet(browser)

    def test_without_webgl_there_is_a_picture(self):
        with Chromium(1200, 900, webgl=False) as browser:
            browser.open(self.url)
            browser.wait("document.querySelector('.why')?.textContent")
            self.assertIn("A picture only", browser.run("document.querySelector('.why').textContent"))
            self.assertEqual(browser.run("getComputedStyle(document.querySelector('.mesh img')).visibility"), "visible")


if __name__ == "__main__":
    unittest.main()
