// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "measure/measure_text.h"
#include "measure/measured_mesh.h"
#include "measure/plan_grid.h"
#include "measure/surface_point.h"
#include "shared/core/error.h"
#include "shared/formats/mesh_file.h"
#include "tests/shared/temporary_folder.h"
#include "tests/shared/test_meshes.h"

namespace isogs {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

TEST(NearestSurfacePoint, LiesOnFacesEdgesAndCorners) {
  const TriangleMesh mesh = test::Tetrahedron();
  EXPECT_TRUE(NearestSurfacePoint(mesh, {0.2, 0.2, -3.0}).isApprox(Eigen::Vector3d(0.2, 0.2, 0.0)));
  EXPECT_TRUE(NearestSurfacePoint(mesh, {0.5, -1.0, -1.0}).isApprox(Eigen::Vector3d(0.5, 0.0, 0.0)));
  EXPECT_TRUE(NearestSurfacePoint(mesh, {4.0, -1.0, -1.0}).isApprox(Eigen::Vector3d(1.0, 0.0, 0.0)));
  EXPECT_TRUE(NearestSurfacePoint(mesh, {1.0, 1.0, 1.0}).isApprox(Eigen::Vector3d::Constant(1.0 / 3.0)));
  EXPECT_THROW(NearestSurfacePoint(TriangleMesh(), {0, 0, 0}), Error);
}

TEST(PlanGrid, FillsWhatIsEnclosedButNothingOpenOrLarge) {
  for (const bool open : {false, true}) {
    for (const double most_m2 : {0.5, 2.0}) {
      PlanGrid grid({0, 0}, {1, 1}, 0.02);
      grid.FillEdges({{{0, 0}, {1, 0}, {1, 1}}}, 1);
      grid.FillEdges({{{0, 0}, {1, 1}, {open ? 0.5 : 0.0, 1}}}, 1);
      grid.FillGaps(1, 2, most_m2);
      double filled_m2 = 0.0;
      for (const uint8_t cell : grid.cells()) filled_m2 += (cell & 2) != 0 ? grid.cell_area_m2() : 0.0;
      EXPECT_NEAR(filled_m2, open ? 0.7 : 0.93, 0.08);
    }
  }
}

TEST(PlanGrid, AreasComeOutRight) {
  PlanGrid grid({0, 0}, {3, 2}, 0.02);
  grid.FillMiddles({{{0, 0}, {3, 0}, {0, 2}}}, 1);
  double area_m2 = 0.0;
  for (const uint8_t cell : grid.cells()) area_m2 += cell != 0 ? grid.cell_area_m2() : 0.0;
  EXPECT_NEAR(area_m2, 3.0, 0.05);
  EXPECT_THROW(PlanGrid({0, 0}, {1e9, 1}, 0.02), Error);
}

TEST(MeasuredMesh, SaysWhatIsMissing) {
  const TemporaryFolder folder;
  const auto read = [&](const std::filesystem::path& input) { return ReadMeasuredMesh(input, std::nullopt); };
  EXPECT_THAT([&] { read(folder.path() / "none"); }, ThrowsMessage<UsageError>(HasSubstr("does not exist")));
  EXPECT_THAT([&] { read(folder.path()); }, ThrowsMessage<UsageError>(HasSubstr("no mesh.ply")));
  WriteMesh(folder.path() / "mesh.ply", test::Room({2, 2, 2}, 2));
  const MeasuredMesh mesh = read(folder.path());
  EXPECT_EQ(mesh.up, Eigen::Vector3d::UnitZ());
  EXPECT_THAT(mesh.up_from, HasSubstr("no run beside"));
  EXPECT_EQ(ReadMeasuredMesh(folder.path() / "mesh.ply", Eigen::Vector3d::UnitY()).up,
            Eigen::Vector3d::UnitY());
}

TEST(MeasureText, SaysFiguresAndWhatIsNotKnown) {
  Measurement measurement{.mesh = "<room>.ply", .up_from = "near --up", .room = {}, .distance = {}};
  measurement.room = MeasureRoom(test::Room({5.0f, 4.0f, 2.5f}, 20), Eigen::Vector3d::UnitZ());
  measurement.distance = Distance{.from = {0, 0, 0}, .to = {3, 0, 4}, .to_moved_m = 0.2};
  EXPECT_THAT(ToText(measurement),
              AllOf(HasSubstr("2.500 m from floor to ceiling"), HasSubstr("5.000 x 4.000 m"),
                    HasSubstr("5.0000 m: 3.0000 level, +4.0000 up"),
                    HasSubstr("200.0 mm from the point asked for: there is no surface nearer")));
  const auto json = nlohmann::json::parse(ToJsonText(measurement));
  EXPECT_NEAR(json["height_m"], 2.5, 1e-3);
  EXPECT_EQ(json["distance"]["m"], 5.0);
  measurement.room.height_m.reset();
  measurement.room.area.reset();
  EXPECT_THAT(ToText(measurement), HasSubstr("floor     not known"));
  EXPECT_TRUE(nlohmann::json::parse(ToJsonText(measurement))["floor_area"].is_null());
}

}  // namespace
}  // namespace isogs
