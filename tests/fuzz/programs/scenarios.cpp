// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/programs/scenarios.h"

#include <algorithm>
#include <array>

#include "datasets/replica_writer.h"
#include "run/params_file.h"
#include "run/slam_state.h"
#include "shared/config/config_writer.h"
#include "shared/formats/mesh_file.h"
#include "shared/formats/ply.h"
#include "shared/io/file.h"
#include "tests/datasets/tiny_datasets.h"
#include "tests/run/random_params.h"
#include "tests/shared/test_meshes.h"

namespace isogs::fuzz {
namespace {

namespace fs = std::filesystem;

/// Discs on a wall in front of the cameras.
GaussianCloud Wall() {
  constexpr size_t kSide = 20;
  GaussianCloud wall;
  wall.Resize(kSide * kSide);
  for (size_t i = 0; i < wall.size(); ++i) {
    const size_t row = i / kSide, column = i % kSide;
    const std::array<float, 3> mean = {0.05f * static_cast<float>(column), 0.05f * static_cast<float>(row),
                                       2.0f};
    std::ranges::copy(mean, &wall.means[3 * i]);
    std::ranges::copy(std::array<float, 3>{-3.0f, -3.0f, -6.0f}, &wall.log_scales[3 * i]);
    wall.rotations[4 * i] = 1.0f;
    wall.logit_opacities[i] = 3.0f;
    wall.timesteps[i] = static_cast<float>(i % 3);
  }
  return wall;
}

void MakeRun(const fs::path& folder) {
  fs::create_directory(folder / "run");
  Params params = MakeParams(300, 3);
  params.map = Wall();
  params.world_from_map = Pose::Identity();
  for (FrameRecord& frame : params.frames) frame.camera_from_map = Pose::Identity();
  WriteParams(folder / "run/params.npz", params);
  WriteFileAtomically(folder / "run/config.yaml", ToYaml(Config()));
  WriteFileAtomically(folder / "run/metrics.jsonl", "{\"frame\":0}\n{\"frame\":1}\n{\"frame\":2}\n");
  WriteMesh(folder / "run/mesh.ply", test::Room({4, 3, 2.5f}, 8));
}

void MakeSplats(const fs::path& folder) { WriteSplatPly(folder / "splats.ply", Wall()); }

void MakeMeshes(const fs::path& folder) {
  MakeRun(folder);
  WriteMesh(folder / "mesh.ply", test::Room({4, 3, 2.5f}, 8));
  WriteMesh(folder / "mesh.obj", test::Room({4, 3, 2.5f}, 8));
}

/// A wall, larger than what alignment needs.
void MakeSequence(const fs::path& folder) {
  ReplicaWriter writer(folder / "data");
  for (int64_t i = 0; i < 3; ++i) {
    Frame frame = TinyFrame(i);
    frame.camera = {64, 48, 60, 60, 31.5, 23.5};
    frame.color = Image<float>(3, 48, 64);
    frame.depth_m = Image<float>(1, 48, 64);
    for (int y = 0; y < 48; ++y) {
      for (int x = 0; x < 64; ++x) {
        frame.depth_m.at(y, x) = 1.0f + 0.01f * static_cast<float>(x + y);
        for (int c = 0; c < 3; ++c)
          frame.color.at(c, y, x) = static_cast<float>((x * (c + 3) + y * 7) % 32) / 32.0f;
      }
    }
    writer.Add(frame);
  }
  writer.Finish();
}

void MakeSlam(const fs::path& folder) {
  MakeSequence(folder);
  WriteFileAtomically(folder / "config.yaml",
                      "dataset:\n  path: data\nframes: 2\nmapping:\n  iterations: 2\n  first_iterations: 2\n"
                      "tracking:\n  alignment:\n    levels: 2\noutput: out\nthreads: 1\n");
}

const std::vector<std::string> kSlamLeaves = {"out"};
const std::vector<std::string> kNone;

}  // namespace

const std::vector<Scenario>& Scenarios() {
  static const std::vector<Scenario> scenarios = {
      {"export",
       "export",
       {"run", "out.ply"},
       kNone,
       MakeRun,
       {{"run/params.npz"}, {"run/params.npz", true}},
       {"out.ply"}},
      {"export of splats",
       "export",
       {"splats.ply", "out.spz"},
       kNone,
       MakeSplats,
       {{"splats.ply"}},
       {"out.spz"}},
      {"export's options",
       "export",
       {"run", "out.ply"},
       {"--sh-degree", "2", "--format", "ply"},
       MakeRun,
       {},
       {"out.ply"}},
      {"status",
       "status",
       {"run", "--json"},
       kNone,
       MakeRun,
       {{"run/params.npz"}, {"run/params.npz", true}},
       kNone},
      {"extract_mesh of a run",
       "extract_mesh",
       {"run", "--voxel-size", "0.1", "--output", "out.ply", "--threads", "1"},
       kNone,
       MakeRun,
       {{"run/params.npz"}, {"run/params.npz", true}},
       {"out.ply", "out.ply.json"}},
      {"extract_mesh of splats",
       "extract_mesh",
       {"splats.ply", "--voxel-size", "0.1", "--output", "out.glb", "--threads", "1"},
       kNone,
       MakeSplats,
       {{"splats.ply"}},
       {"out.glb", "out.glb.json"}},
      {"extract_mesh's options",
       "extract_mesh",
       {"run", "--output", "out.obj", "--threads", "1", "--max-memory", "64MiB"},
       {"--voxel-size", "0.1", "--crop=-1,-1,1,3,3,3", "--min-scale", "0.01", "--kernel-voxels=1.5",
        "--min-component", "20", "--block-size", "16", "--batch-blocks=4", "--max-blocks", "4000"},
       MakeRun,
       {},
       {"out.obj", "out.obj.json"},
       kNone,
       true},
      {"resize_dataset",
       "resize_dataset",
       {"data", "out", "--width", "32"},
       kNone,
       MakeSequence,
       {{"data/cam_params.json"},
        {"data/traj.txt"},
        {"data/results/depth000001.png"},
        {"data/results/frame000001.jpg"}},
       {"out"}},
      {"slam",
       "slam",
       {"config.yaml"},
       kNone,
       MakeSlam,
       {{"data/cam_params.json"},
        {"data/traj.txt"},
        {"data/results/depth000000.png"},
        {"data/results/frame000001.jpg"}},
       {"out"},
       kSlamLeaves},
      {"slam's configuration",
       "slam",
       {"config.yaml", "--output", "out", "--dataset", "data", "--frames", "2"},
       kNone,
       MakeSlam,
       {{"config.yaml"}},
       {"out"},
       kSlamLeaves,
       true},
      {"evaluate of a mesh",
       "evaluate",
       {"run", "--mesh-only", "--mesh", "mesh.ply", "--ground-truth-mesh", "mesh.obj", "--mesh-samples",
        "500"},
       kNone,
       MakeMeshes,
       {{"mesh.ply"}, {"mesh.obj"}},
       {"run/evaluation.json"}},
      {"view",
       "view",
       {"run", "--picture", "out.png"},
       kNone,
       MakeRun,
       {{"run/mesh.ply"}, {"run/params.npz", true}},
       {"out.png"}},
  };
  return scenarios;
}

}  // namespace isogs::fuzz
