// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// The program as a user starts it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "shared/formats/mesh_file.h"
#include "shared/formats/ply.h"
#include "shared/io/file.h"
#include "tests/meshing/disc_scenes.h"
#include "tests/meshing/mesh_topology.h"
#include "tests/shared/run_command.h"
#include "tests/shared/temporary_folder.h"

namespace isogs::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class ExtractMeshProgram : public testing::Test {
 protected:
  CommandOutcome Run(const std::string& arguments) { return RunIsogs("extract_mesh " + arguments); }
  fs::path WriteSphere(const GaussianCloud& cloud) {
    fs::path path = folder_.path() / "sphere.ply";
    WriteSplatPly(path, cloud);
    return path;
  }
  /// One line on stderr, this exit code, and no file left.
  void ExpectFailure(const CommandOutcome& result, int code, const std::string& message) {
    EXPECT_EQ(result.code, code) << result.output;
    EXPECT_THAT(result.output, HasSubstr(message));
    EXPECT_FALSE(fs::exists(folder_.path() / "out.ply"));
    EXPECT_FALSE(fs::exists(folder_.path() / "out.ply.json"));
  }
  std::string Output() const { return " --output " + (folder_.path() / "out.ply").string(); }

  TemporaryFolder folder_;
  GaussianCloud cloud_ = SphereOfDiscs(20'000, {0.0, 0.0, 0.0}, 0.3, {}).cloud;
};

TEST_F(ExtractMeshProgram, WritesAMeshAndWhatWasDone) {
  const CommandOutcome result = Run(WriteSphere(cloud_).string() + Output());
  ASSERT_EQ(result.code, 0) << result.output;
  const TriangleMesh mesh = ReadMesh(folder_.path() / "out.ply");
  const Topology topology = TopologyOf(mesh);
  EXPECT_EQ(topology.boundary_edges, 0);
  EXPECT_EQ(topology.genus, 0);
  const auto json = nlohmann::json::parse(ReadWholeFile(folder_.path() / "out.ply.json"));
  EXPECT_EQ(json["triangles"], mesh.triangle_count());
  EXPECT_EQ(json["options"]["surface"], "oriented");
  EXPECT_NEAR(json["bounds"]["high_m"][0], 0.3, 0.01);
}

TEST_F(ExtractMeshProgram, Decimates) {
  const std::string input = WriteSphere(cloud_).string();
  ASSERT_EQ(Run(input + Output()).code, 0);
  const size_t triangles = ReadMesh(folder_.path() / "out.ply").triangle_count();
  for (const std::string& option :
       {std::string("--decimate 0.1"), "--max-triangles " + std::to_string(triangles / 10)}) {
    const CommandOutcome result = Run(std::string(input).append(" ").append(option).append(Output()));
    ASSERT_EQ(result.code, 0) << result.output;
    const TriangleMesh mesh = ReadMesh(folder_.path() / "out.ply");
    EXPECT_LE(mesh.triangle_count(), triangles / 10 + 1);
    EXPECT_GT(mesh.triangle_count(), triangles / 12);
    EXPECT_EQ(TopologyOf(mesh).boundary_edges, 0);
    EXPECT_EQ(mesh.colors.size(), mesh.vertices.size());
    EXPECT_EQ(mesh.normals.size(), mesh.vertices.size());
    const auto json = nlohmann::json::parse(ReadWholeFile(folder_.path() / "out.ply.json"));
    EXPECT_EQ(json["triangles"], triangles);
    EXPECT_EQ(json["decimated"]["triangles"], mesh.triangle_count());
    EXPECT_LT(json["decimated"]["error_m"], 0.003);
  }
  fs::remove(folder_.path() / "out.ply");
  fs::remove(folder_.path() / "out.ply.json");
  ExpectFailure(Run(input + " --decimate 1.5" + Output()), 2, "--decimate");
  ExpectFailure(Run(input + " --max-triangles 0" + Output()), 2, "--max-triangles");
  ExpectFailure(Run(input + " --decimate 0.5 --max-triangles 10" + Output()), 2, "--max-triangles");
}

TEST_F(ExtractMeshProgram, ReplacesItsOwnReportAndNothingElse) {
  const std::string input = WriteSphere(cloud_).string();
  WriteFileAtomically(folder_.path() / "out.json", "mine");
  ASSERT_EQ(Run(input + Output()).code, 0);
  EXPECT_EQ(ReadWholeFile(folder_.path() / "out.json"), "mine");
  ASSERT_EQ(Run(input + Output()).code, 0);
  std::filesystem::remove(folder_.path() / "out.ply");
  WriteFileAtomically(folder_.path() / "out.ply.json", "{\"mine\": 1}");
  const CommandOutcome refused = Run(input + Output());
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.output, HasSubstr("out.ply.json: was not written by extract_mesh"));
  EXPECT_EQ(ReadWholeFile(folder_.path() / "out.ply.json"), "{\"mine\": 1}");
  EXPECT_FALSE(fs::exists(folder_.path() / "out.ply"));
}

TEST_F(ExtractMeshProgram, TakesThePrototypesLine) {
  const CommandOutcome result =
      Run(WriteSphere(cloud_).string() + " --voxel-size 0.01 --iso-level 0.3 --no-cleaning" + Output());
  ASSERT_EQ(result.code, 0) << result.output;
  EXPECT_THAT(result.output, HasSubstr("--iso-level selects"));
  EXPECT_EQ(TopologyOf(ReadMesh(folder_.path() / "out.ply")).boundary_edges, 0);
}

TEST_F(ExtractMeshProgram, LittleMemoryChangesNothing) {
  const std::string input = WriteSphere(cloud_).string() + " --voxel-size 0.002";
  ASSERT_EQ(Run(input + Output()).code, 0);
  const fs::path other = folder_.path() / "other.ply";
  ASSERT_EQ(Run(input + " --max-memory 16MiB --output " + other.string()).code, 0);
  EXPECT_TRUE(ReadWholeFile(folder_.path() / "out.ply") == ReadWholeFile(other));
}

TEST_F(ExtractMeshProgram, DropsGaussiansThatAreNotFinite) {
  cloud_.means[5] = std::nanf("");
  cloud_.log_scales[700] = INFINITY;
  const CommandOutcome result = Run(WriteSphere(cloud_).string() + Output());
  ASSERT_EQ(result.code, 0) << result.output;
  EXPECT_THAT(result.output, HasSubstr("2 of 20000 Gaussians"));
}

TEST_F(ExtractMeshProgram, RefusesWhatCannotBe) {
  const std::string sphere = WriteSphere(cloud_).string();
  ExpectFailure(Run(sphere + " --voxel-size 0.00002" + Output()), 2, "--max-blocks");
  ExpectFailure(Run(sphere + " --max-blocks 10" + Output()), 2, "--max-blocks");
  ExpectFailure(Run(sphere + " --voxel-size 0" + Output()), 2, "--voxel-size");
  ExpectFailure(Run(sphere + " --crop 0,0,0,1,1" + Output()), 2, "--crop");
  ExpectFailure(Run(sphere + " --output " + (folder_.path() / "no/such/folder/out.ply").string()), 1,
                "no/such/folder");
  ExpectFailure(Run("nothing.npz" + Output()), 2, "nothing.npz");
  ExpectFailure(Run(WriteSphere({}).string() + Output()), 1, "holds no Gaussians");
  const fs::path damaged = folder_.path() / "params.npz";
  WriteFileAtomically(damaged, "PK\3\4 and then nothing");
  ExpectFailure(Run(damaged.string() + Output()), 1, "params.npz");
}

}  // namespace
}  // namespace isogs::test
