// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0

const byId = (id) => document.getElementById(id);

/// The last lines of the log; follows its end unless the user has scrolled up.
export class LogPanel {
  show(lines) {
    if (!byId("log_panel").open) return;
    const log = byId("log");
    const atEnd = log.scrollTop + log.clientHeight >= log.scrollHeight - 4;
    const text = lines.map(shortLine).join("\n");
    if (log.textContent === text) return;
    log.textContent = text;
    if (atEnd) log.scrollTop = log.scrollHeight;
  }
}

/// 2026-12-01T02:56:50.609+00:00 [14056] info: TEXT becomes 02:56:50 TEXT; warnings and errors stay named.
export function shortLine(line) {
  return line.replace(/^\S*T(\d\d:\d\d:\d\d)\S* \[\d+\] (?:info: |debug: )?/, "$1 ");
}

/// What is said over the scene: in its middle while there is nothing to see, and as a line below.
export class Notice {
  show(title, text = "") {
    byId("notice").hidden = title === "";
    byId("notice_title").textContent = title;
    byId("notice_text").textContent = text;
  }

  hint(text, kind = "") {
    byId("hint").hidden = text === "";
    byId("hint").textContent = text;
    byId("hint").dataset.kind = kind;
  }

  /// Says why there is nothing to see, where that is so.
  showEmpty({run, status}, {mesh, splats}) {
    const shown = (mesh.shown && mesh.triangles > 0) || (splats.shown && splats.splats > 0) || (!mesh.shown && !splats.shown);
    if (shown || !status) {
      this.show(shown ? "" : "Connecting");
    } else if (splats.shown) {
      this.show(status.gaussians > 0 ? "Loading the splats" : "There are no Gaussians yet");
    } else if (!run.live && !status.mesh_triangles) {
      this.show("This run has no mesh", "isogs extract_mesh makes one; Splats shows the Gaussians.");
    } else if (status.mesh_triangles > 0) {
      this.show("Loading the mesh");
    } else {
      this.show(status.state === "waiting" ? "Waiting for SLAM" : "Waiting for the first mesh", status.waiting);
    }
  }
}
