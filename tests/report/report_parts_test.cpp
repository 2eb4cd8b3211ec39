// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <fstream>

#include "report/frame_series.h"
#include "report/packed_mesh.h"
#include "report/page_script.h"
#include "report/run_path.h"
#include "report/stage_rows.h"
#include "shared/core/error.h"
#include "tests/shared/temporary_folder.h"
#include "tests/shared/test_meshes.h"

namespace isogs {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(FrameSeries, ReadsWhatALineSays) {
  const TemporaryFolder folder;
  std::ofstream(folder / "metrics.jsonl")
      << R"({"frame":0,"dataset_index":4,"state":"tracking","track_ms":1.5,"map_ms":9,"map":{"gaussians":7,"psnr_db":null}})"
      << "\n\xff\n"
      << R"({"frame":1,"state":"lost","doubt":"speed","taken_back":{"keyframes":[3,4],"gaussians":12,"off_m":0.1}})"
      << "\n"
      << R"({"frame":1,"state":"lost"})"
      << "\n"
      << R"({"frame":2,"state":"fine"})"
      << "\n"
      << R"({"frame":3,"state":"tracking","loop":"x")";
  const FrameSeries series = ReadFrameSeries(folder / "metrics.jsonl");
  ASSERT_EQ(series.frames.size(), 2u);
  EXPECT_EQ(series.frames[0].dataset_index, 4);
  EXPECT_EQ(series.frames[0].gaussians, 7.0);
  EXPECT_TRUE(std::isnan(series.frames[0].mapped_psnr_db));
  EXPECT_TRUE(std::isnan(series.frames[1].map_ms));
  EXPECT_EQ(series.frames[1].doubt, "speed");
  ASSERT_EQ(series.taken_back.size(), 1u);
  EXPECT_EQ(series.taken_back[0].keyframes, 2);
  EXPECT_EQ(series.damaged.count, 3)
      << "no JSON, a frame twice, a state that is none; not the last, half-written";
  EXPECT_EQ(series.damaged.first, 2);
}

TEST(PackedMesh, CoordinatesComeBackWithinHalfAStep) {
  TriangleMesh mesh = test::Room({4.0f, 3.0f, 2.5f}, 3);
  for (float& value : mesh.vertices) value -= 1.25f;
  mesh.colors.assign(mesh.vertices.size(), 77);
  const PackedMesh packed = Pack(mesh);
  const size_t corners = (6 * packed.vertices + 3) / 4 * 4;
  ASSERT_EQ(packed.bytes.size(), corners + 12 * packed.triangles + 3 * packed.vertices);
  for (size_t i = 0; i < mesh.vertices.size(); ++i) {
    uint16_t steps = 0;
    std::memcpy(&steps, &packed.bytes[2 * i], 2);
    EXPECT_NEAR(packed.origin[i % 3] + packed.step_m * steps, mesh.vertices[i], 0.51f * packed.step_m);
  }
  uint32_t corner = 0;
  std::memcpy(&corner, &packed.bytes[corners + 4 * 5], 4);
  EXPECT_EQ(corner, mesh.triangles[5]);
  EXPECT_EQ(packed.bytes.back(), 77);
  EXPECT_EQ(Pack(TriangleMesh()).bytes, "");
}

TEST(PageScript, JoinsModulesInTheOrderOfTheirNeeds) {
  const std::string script = JoinedModules("mesh_view.js");
  EXPECT_THAT(script, AllOf(Not(HasSubstr("\nimport ")), Not(HasSubstr("\nexport ")),
                            HasSubstr("function showMesh(")));
  EXPECT_LT(script.find("class MeshLayer"), script.find("function showMesh("));
  EXPECT_EQ(script.find("class OrbitCamera"), script.rfind("class OrbitCamera"));
  EXPECT_THROW(JoinedModules("none.js"), Error);
}

TEST(StageRows, StandInTheirTreeWithTheirShares) {
  const TemporaryFolder folder;
  std::ofstream(folder / "profile.json")
      << R"({"seconds": 2, "threads": [{"name": "slam", "stages": [{"name": "frame", "calls": 4, "total_ms": 1500,
             "stages": [{"name": "map", "calls": 1, "total_ms": 500}, {"name": "tiny", "calls": 1, "total_ms": 1}]}, 3]}]})";
  const std::vector<StageRow> rows = ReadStageRows(folder / "profile.json");
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0].name, "thread slam");
  EXPECT_EQ(rows[1].share, 0.75);
  EXPECT_EQ(rows[2].name, "map");
  EXPECT_EQ(rows[2].level, 2);
  std::ofstream(folder / "profile.json") << R"({"seconds": 0, "threads": []})";
  EXPECT_THROW(ReadStageRows(folder / "profile.json"), Error);
}

TEST(PlanAxes, AreTheWorldsWhereOneIsVertical) {
  const PlanAxes z_up = PlanAxesOf(Eigen::Vector3d(0.1, 0.0, 1.0).normalized());
  EXPECT_EQ(z_up.right_name + z_up.ahead_name + z_up.up_name, "xyz");
  const PlanAxes y_down = PlanAxesOf(-Eigen::Vector3d::UnitY());
  EXPECT_EQ(y_down.right_name + y_down.ahead_name + y_down.up_name, "xz-y");
  EXPECT_EQ(y_down.ahead, Eigen::Vector3d::UnitZ());
  const PlanAxes tilted = PlanAxesOf(Eigen::Vector3d(1, 1, 1).normalized());
  EXPECT_EQ(tilted.up_name, "up");
  EXPECT_NEAR(tilted.right.cross(tilted.ahead).dot(tilted.up), 1.0, 1e-12) << "right-handed";
}

}  // namespace
}  // namespace isogs
