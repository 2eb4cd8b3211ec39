// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// publish_scene RUN_DIR --dataset DIR --mesh PLY: plays a sequence with its true poses, and the part of a
// true mesh that its cameras have had in sight, as SLAM and the mesher would publish them. For trying a
// viewer.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <thread>

#include "datasets/dataset.h"
#include "shared/cli/program.h"
#include "shared/core/error.h"
#include "shared/formats/mesh_file.h"
#include "shared/image/convert.h"
#include "tests/viewer/published_run.h"

namespace isogs {
namespace {

constexpr double kFarthest_m = 6.0;

/// Marks the vertices in a camera's pyramid, whatever stands before them.
void MarkSeen(const TriangleMesh& mesh, const Camera& camera, const Pose& world_from_camera,
              std::vector<bool>& seen) {
  const Pose camera_from_world = world_from_camera.inverse();
  for (size_t i = 0; i < seen.size(); ++i) {
    if (seen[i]) continue;
    const Eigen::Vector3d p =
        camera_from_world * Eigen::Map<const Eigen::Vector3f>(&mesh.vertices[3 * i]).cast<double>();
    const double u = camera.fx * p.x() / p.z() + camera.cx, v = camera.fy * p.y() / p.z() + camera.cy;
    seen[i] = p.z() > 0.1 && p.z() < kFarthest_m && u >= 0 && v >= 0 && u < camera.width && v < camera.height;
  }
}

TriangleMesh SeenPart(const TriangleMesh& mesh, const std::vector<bool>& seen) {
  TriangleMesh part = mesh;
  part.triangles.clear();
  for (size_t i = 0; i < mesh.triangles.size(); i += 3) {
    const auto corners = std::span(mesh.triangles).subspan(i, 3);
    if (std::ranges::all_of(corners, [&](uint32_t v) { return seen[v]; })) {
      part.triangles.insert(part.triangles.end(), corners.begin(), corners.end());
    }
  }
  return part;
}

void Run(int argc, char** argv) {
  std::string run_directory, mesh_file;
  Config config;
  config.dataset.width = 320;
  double fps = 10.0;
  int64_t step = 1, frames = 0;
  CLI::App app("Publish a sequence with its true poses and a true mesh, for trying a viewer.");
  app.add_option("run_directory", run_directory)->required();
  app.add_option("--dataset", config.dataset.path)->required();
  app.add_option("--mesh", mesh_file)->required();
  app.add_option("--fps", fps)->capture_default_str();
  app.add_option("--stride", step)->capture_default_str();
  app.add_option("--frames", frames, "0: all");
  ParseCommandLine(app, argc, argv);

  const auto dataset = OpenDataset(config.dataset);
  const TriangleMesh mesh = ReadMesh(mesh_file);
  std::vector<bool> seen(mesh.vertex_count());
  const int64_t total = frames > 0 ? frames : dataset->frame_count() / step;
  PublishedRun run(run_directory, dataset->camera(), total, config);
  run.status().fps = fps;
  for (int64_t i = 0; i < total; ++i) {
    const Frame frame = dataset->Read(i * step);
    if (!frame.world_from_camera) throw UsageError(config.dataset.path + ": a sequence without poses");
    run.status().gaussians += 1000;
    run.PublishFrame(*frame.world_from_camera);
    run.PublishPreview(ToBytes(frame.color));
    MarkSeen(mesh, frame.camera, *frame.world_from_camera, seen);
    if (i % 5 == 0 || i + 1 == total) run.PublishMesh(SeenPart(mesh, seen), i + 1 == total);
    std::this_thread::sleep_for(std::chrono::duration<double>(1.0 / fps));
  }
  run.status().state = RunState::kFinished;
  run.PublishStatus();
  std::this_thread::sleep_for(std::chrono::seconds(1));
}

}  // namespace
}  // namespace isogs

int main(int argc, char** argv) {
  return isogs::RunProgram("publish_scene", [&] { isogs::Run(argc, argv); });
}
