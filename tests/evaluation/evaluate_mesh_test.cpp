// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "evaluation/evaluate_mesh.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "datasets/dataset.h"
#include "evaluation/evaluation_file.h"
#include "run/params_file.h"
#include "shared/core/error.h"
#include "shared/formats/mesh_file.h"
#include "shared/io/file.h"
#include "tests/shared/temporary_folder.h"
#include "tests/shared/test_meshes.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

TriangleMesh Moved(TriangleMesh mesh, const Pose& pose) {
  for (size_t i = 0; i < mesh.vertices.size(); i += 3) {
    Eigen::Map<Eigen::Vector3f> vertex(&mesh.vertices[i]);
    vertex = (pose * vertex.cast<double>()).cast<float>();
  }
  return mesh;
}

Pose SmallMotion() {
  Twist xi;
  xi << 0.3, -0.2, 0.1, 0.05, 0.1, -0.15;
  return ExpSe3(xi);
}

/// The run directory of three frames of the sample, without a map.
class EvaluateMeshTest : public ::testing::Test {
 protected:
  EvaluateMeshTest() {
    std::ofstream(Run() / "config.yaml")
        << "dataset:\n  path: datasets/sample\n  layout: replica\n  width: 80\n"
           "  height: 60\n";
    DatasetConfig config;
    config.path = "datasets/sample";
    config.layout = "replica";
    config.width = 80;
    config.height = 60;
    dataset_ = OpenDataset(config);
    params_.camera = dataset_->camera();
    params_.map.Resize(1);
    params_.map.rotations[0] = 1.0f;
    for (const int64_t index : {0, 20, 40}) {
      FrameRecord record;
      record.dataset_index = index;
      record.timestamp_s = static_cast<double>(index);
      record.world_from_camera_truth = dataset_->Read(index).world_from_camera;
      record.camera_from_map = record.world_from_camera_truth->inverse();
      params_.frames.push_back(record);
    }
    params_.keyframes = {0};
    WriteParams(Run() / "params.npz", params_);
    options_.run_directory = Run();
    options_.mesh = Run() / "mesh.ply";
    options_.truth = Run() / "truth.ply";
    options_.samples = 20'000;
  }

  const fs::path& Run() const { return folder_.path(); }

  /// The surface that a frame measured, in the world; triangles over less than 5 cm of depth.
  TriangleMesh SurfaceOf(int64_t index) const {
    const Frame frame = dataset_->Read(index);
    const Camera& camera = frame.camera;
    TriangleMesh mesh;
    for (int y = 0; y < camera.height; ++y) {
      for (int x = 0; x < camera.width; ++x) {
        const double z = frame.depth_m.at(y, x);
        const Eigen::Vector3f p =
            (*frame.world_from_camera *
             Eigen::Vector3d(z * (x - camera.cx) / camera.fx, z * (y - camera.cy) / camera.fy, z))
                .cast<float>();
        mesh.vertices.insert(mesh.vertices.end(), p.begin(), p.end());
        if (x + 1 == camera.width || y + 1 == camera.height) continue;
        const std::array<float, 4> depths = {frame.depth_m.at(y, x), frame.depth_m.at(y, x + 1),
                                             frame.depth_m.at(y + 1, x), frame.depth_m.at(y + 1, x + 1)};
        const auto [low, high] = std::ranges::minmax(depths);
        if (!(low > 0.0f) || high - low > 0.05f) continue;
        const auto a = static_cast<uint32_t>(y * camera.width + x),
                   b = a + static_cast<uint32_t>(camera.width);
        for (const uint32_t i : {a, b, a + 1, a + 1, b, b + 1}) mesh.triangles.push_back(i);
      }
    }
    return mesh;
  }

  nlohmann::json Figures() const {
    return nlohmann::json::parse(ReadWholeFile(Run() / "evaluation.json"))["mesh"];
  }

  TemporaryFolder folder_;
  std::unique_ptr<Dataset> dataset_;
  Params params_;
  EvaluateMeshOptions options_;
};

TEST_F(EvaluateMeshTest, AddsFiguresToEvaluationJson) {
  WriteMesh(options_.mesh, test::Room({1, 1, 1}, 2));
  WriteMesh(options_.truth, test::Room({1, 1, 1}, 3));
  std::ofstream(Run() / "evaluation.json") << R"({"trajectory": {"frames": 3}, "mesh": {"old": 1}})";
  const MeshEvaluation evaluation = EvaluateMesh(options_);
  WriteMeshEvaluation(Run() / "evaluation.json", evaluation.figures);
  EXPECT_EQ(Figures()["f1_5cm"], evaluation.figures.f1_5cm);
  EXPECT_FALSE(Figures().contains("old"));
  EXPECT_EQ(nlohmann::json::parse(ReadWholeFile(Run() / "evaluation.json"))["trajectory"]["frames"], 3);
  EXPECT_GT(evaluation.figures.f1_5cm, 0.999);
  EXPECT_NEAR(evaluation.figures.accuracy_m, evaluation.of_truth.accuracy_m, 2e-4);
}

TEST_F(EvaluateMeshTest, AlignMovesTheMeshAsTheTrajectoryMustMove) {
  const Pose truth_from_estimate = SmallMotion();
  for (FrameRecord& frame : params_.frames) {
    frame.camera_from_map = frame.world_from_camera_truth->inverse() * truth_from_estimate;
  }
  WriteParams(Run() / "params.npz", params_);
  const TriangleMesh truth = SurfaceOf(0);
  WriteMesh(options_.truth, truth);
  WriteMesh(options_.mesh, Moved(truth, truth_from_estimate.inverse()));
  EXPECT_LT(EvaluateMesh(options_).figures.f1_5cm, 0.5);
  options_.align = true;
  const MeshEvaluation evaluation = EvaluateMesh(options_);
  EXPECT_NEAR(evaluation.figures.f1_1cm, evaluation.of_truth.f1_1cm, 0.02);
  EXPECT_GT(evaluation.figures.f1_5cm, 0.99);
}

TEST_F(EvaluateMeshTest, AlignNeedsTruePosesThatAreNotOnALine) {
  WriteMesh(options_.mesh, test::Tetrahedron());
  WriteMesh(options_.truth, test::Tetrahedron());
  options_.align = true;
  for (FrameRecord& frame : params_.frames) {
    frame.world_from_camera_truth = Pose(Eigen::Translation3d(0.1 * frame.timestamp_s, 0, 0));
  }
  WriteParams(Run() / "params.npz", params_);
  EXPECT_THAT([&] { EvaluateMesh(options_); }, ThrowsMessage<UsageError>(HasSubstr("on a line")));
  for (FrameRecord& frame : params_.frames) frame.world_from_camera_truth.reset();
  WriteParams(Run() / "params.npz", params_);
  EXPECT_THAT([&] { EvaluateMesh(options_); }, ThrowsMessage<UsageError>(HasSubstr("no true poses")));
}

TEST_F(EvaluateMeshTest, CullLeavesOutWhatNoFrameSaw) {
  const TriangleMesh seen = SurfaceOf(20);
  TriangleMesh truth = seen;
  // As much surface again, behind what the camera saw.
  const Frame frame = dataset_->Read(20);
  const Pose away(Eigen::Translation3d(0.5 * frame.world_from_camera->linear().col(2)));
  const TriangleMesh hidden = Moved(seen, away);
  const auto first = static_cast<uint32_t>(truth.vertex_count());
  truth.vertices.insert(truth.vertices.end(), hidden.vertices.begin(), hidden.vertices.end());
  for (const uint32_t index : hidden.triangles) truth.triangles.push_back(first + index);
  params_.frames = {params_.frames[1]};
  WriteParams(Run() / "params.npz", params_);
  WriteMesh(options_.mesh, seen);
  WriteMesh(options_.truth, truth);
  EXPECT_LT(EvaluateMesh(options_).figures.recall_5cm, 0.7);
  options_.cull = true;
  int64_t frames_done = 0;
  options_.progress = [&](int64_t done, int64_t total) {
    frames_done = done;
    EXPECT_EQ(total, 1);
  };
  const MeshFigures figures = EvaluateMesh(options_).figures;
  EXPECT_GT(figures.recall_5cm, 0.97);
  EXPECT_GT(figures.precision_5cm, 0.97);
  EXPECT_EQ(frames_done, 1);
}

TEST_F(EvaluateMeshTest, ErrorsNameWhatIsMissing) {
  WriteMesh(options_.truth, test::Tetrahedron());
  EXPECT_THAT([&] { EvaluateMesh(options_); }, ThrowsMessage<UsageError>(HasSubstr("mesh.ply")));
  WriteMesh(options_.mesh, test::Tetrahedron());
  options_.cull = true;
  options_.dataset = "none";
  EXPECT_THAT([&] { EvaluateMesh(options_); }, ThrowsMessage<UsageError>(HasSubstr("none")));
  options_.run_directory = Run() / "none";
  EXPECT_THAT([&] { EvaluateMesh(options_); }, ThrowsMessage<UsageError>(HasSubstr("config.yaml")));
  EXPECT_FALSE(fs::exists(Run() / "evaluation.json"));
}

}  // namespace
}  // namespace isogs
