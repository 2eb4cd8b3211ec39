// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <exception>

#include "meshing/decimate.h"
#include "report/packed_mesh.h"
#include "report/page_script.h"
#include "report/sections.h"
#include "shared/core/error.h"
#include "shared/formats/mesh_file.h"
#include "shared/image/codecs.h"
#include "shared/mesh_view/dollhouse.h"
#include "shared/page/data_url.h"
#include "shared/page/html_text.h"

namespace isogs {
namespace {

constexpr size_t kTriangles = 100'000;      // of all meshes of a page
constexpr size_t kLeastTriangles = 25'000;  // of one
constexpr size_t kMostMeshes = 4;
constexpr int kPictureWidth = 720, kPictureHeight = 480;
constexpr int kPictureQuality = 85;

constexpr const char* kStyle = R"(<style>
.meshes { display: grid; gap: 14px; grid-template-columns: repeat(auto-fill, minmax(min(100%, 420px), 1fr)); }
.mesh { position: relative; aspect-ratio: 3 / 2; max-height: 80vh; background: var(--panel); border-radius: 6px; overflow: hidden; }
.mesh img, .mesh canvas { position: absolute; inset: 0; width: 100%; height: 100%; display: block; }
.mesh img { object-fit: contain; } .mesh canvas { visibility: hidden; cursor: grab; } .mesh.live canvas { visibility: visible; } .mesh.live img { visibility: hidden; }
@media print { .hint { display: none; } .mesh canvas { visibility: hidden !important; } .mesh img { visibility: visible !important; } }
</style>
)";

// Behind mesh_view.js in one script.
constexpr const char* kScript = R"(
const startMesh = async figure => {
  const { vertices, triangles, origin, step, up, colors } = JSON.parse(figure.dataset.mesh);
  const text = atob(figure.querySelector('script').textContent.trim()), bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; ++i) bytes[i] = text.charCodeAt(i);
  const corners = Math.ceil(6 * vertices / 4) * 4, steps = new Uint16Array(bytes.buffer, 0, 3 * vertices);
  const positions = Float32Array.from(steps, (value, i) => origin[i % 3] + step * value);
  const indices = new Uint32Array(bytes.buffer, corners, 3 * triangles);
  figure.view = showMesh(figure.querySelector('canvas'), { positions, indices,
    colors: colors ? bytes.subarray(corners + 12 * triangles) : null }, { up });
  figure.querySelector('.mesh').classList.add('live');
};
for (const figure of document.querySelectorAll('figure[data-mesh]')) {
  startMesh(figure).catch(error => figure.querySelector('.why').textContent = 'A picture only: ' + error.message + '.');
}
)";

/// Which way is up where the mesh lies: in the run's own world.
Eigen::Vector3d UpOf(const ReportedRun& run) {
  if (!run.path) return Eigen::Vector3d::UnitZ();
  return run.path->truth_from_world.linear().transpose() * run.path->up;
}

std::string PosterUrl(const TriangleMesh& mesh, const Eigen::Vector3d& up) {
  const MeshViewpoint viewpoint = DollhouseViewpoint(mesh, up, kPictureWidth, kPictureHeight);
  return DataUrl("image/jpeg", EncodeJpeg(RenderMesh(mesh, viewpoint), kPictureQuality, "mesh"));
}

std::string FigureOf(const ReportedRun& run, bool named, size_t most_triangles) {
  const TriangleMesh whole = ReadMesh(run.mesh);
  if (whole.triangle_count() == 0) throw Error("it has no triangle");
  const DecimatedMesh light = Decimate(whole, most_triangles);
  const PackedMesh packed = Pack(light.mesh);
  const Eigen::Vector3d up = UpOf(run);
  std::string html = fmt::format(
      R"(<figure data-mesh='{{"vertices":{},"triangles":{},"origin":[{},{},{}],"step":{},"up":[{},{},{}],"colors":{}}}'>)"
      "\n<div class='mesh'><img src='{}' alt='the mesh from above'><canvas tabindex='0' aria-label='the "
      "mesh, turned "
      "by drags and arrow keys'></canvas></div>\n",
      packed.vertices, packed.triangles, packed.origin[0], packed.origin[1], packed.origin[2], packed.step_m,
      up.x(), up.y(), up.z(), packed.has_colors, PosterUrl(light.mesh, up));
  html += fmt::format(
      "<figcaption>{}{} of {} triangles, off by about {:.1f} mm. <span class='why'></span></figcaption>\n",
      named ? EscapedForHtml(run.name) + ": " : "", packed.triangles, whole.triangle_count(),
      1e3 * (light.error_m + packed.step_m));
  return html + "<script type='text/plain'>" + Base64(packed.bytes) + "</script></figure>\n";
}

}  // namespace

std::string MeshSection(std::span<const ReportedRun> runs) {
  const auto meshes = static_cast<size_t>(
      std::ranges::count_if(runs, [](const ReportedRun& run) { return !run.mesh.empty(); }));
  if (meshes == 0) return "";
  const size_t shown = std::min(meshes, kMostMeshes);
  const size_t most_triangles = std::max(kTriangles / shown, kLeastTriangles);
  std::string figures;
  size_t done = 0;
  for (const ReportedRun& run : runs) {
    if (run.mesh.empty() || done++ == shown) continue;
    try {
      figures += FigureOf(run, runs.size() > 1, most_triangles);
    } catch (const Error& error) {
      figures += fmt::format("<p class='faint'>{}: mesh.ply is left out: {}</p>\n", EscapedForHtml(run.name),
                             EscapedForHtml(error.what()));
    }
  }
  std::string html = std::string(kStyle) +
                     "<h2>Mesh</h2>\n<p class='faint hint'>Drag to turn, shift and drag to move, "
                     "wheel to come nearer, Home for all of it.</p>\n";
  if (meshes > shown) {
    html += fmt::format("<p class='faint'>The first {} of {} meshes.</p>\n", shown, meshes);
  }
  return html + "<div class='meshes'>\n" + figures + "</div>\n<script type='module'>\n" +
         JoinedModules("mesh_view.js") + kScript + "</script>\n";
}

}  // namespace isogs
