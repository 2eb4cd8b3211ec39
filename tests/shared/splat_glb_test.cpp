// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>

#include "shared/core/error.h"
#include "shared/formats/mesh_file.h"
#include "shared/formats/splat_formats.h"
#include "shared/formats/splat_values.h"
#include "shared/io/file.h"
#include "shared/types/parameter_limits.h"
#include "tests/shared/glb_bytes.h"
#include "tests/shared/splat_clouds.h"
#include "tests/shared/temporary_folder.h"
#include "tests/shared/test_meshes.h"

namespace isogs {
namespace {

using ::testing::AllOf;
using ::testing::FloatNear;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pointwise;
using ::testing::ThrowsMessage;
using Json = nlohmann::ordered_json;

class SplatGlb : public ::testing::Test {
 protected:
  GaussianCloud ReadBytes(const std::string& bytes) const {
    std::ofstream(path_, std::ios::binary) << bytes;
    return ReadSplatGlb(path_);
  }
  std::string Written(const GaussianCloud& cloud) const {
    WriteSplatGlb(path_, cloud);
    return ReadWholeFile(path_);
  }
  /// What our writer made of `cloud`, after `change` of its document.
  std::string Changed(const GaussianCloud& cloud, const std::function<void(Json&)>& change) const {
    test::GlbParts parts = test::SplitGlb(Written(cloud));
    change(parts.gltf);
    return test::JoinGlb(parts);
  }
  void ExpectRefused(const std::string& bytes, const std::string& why) const {
    EXPECT_THAT([&] { ReadBytes(bytes); },
                ThrowsMessage<Error>(AllOf(HasSubstr("splats.glb: "), HasSubstr(why), Not(HasSubstr("\n")))));
  }
  void ExpectChangeRefused(const std::function<void(Json&)>& change, const std::string& why) const {
    ExpectRefused(Changed(test::SplatCloud(4), change), why);
  }

  TemporaryFolder folder_;
  std::filesystem::path path_ = folder_ / "splats.glb";
};

void ExpectNear(const GaussianCloud& read, const GaussianCloud& cloud) {
  ASSERT_EQ(read.size(), cloud.size());
  EXPECT_EQ(read.timesteps.size(), cloud.size());
  EXPECT_THAT(read.means, Pointwise(FloatNear(1e-5f), cloud.means));
  EXPECT_THAT(read.log_scales, Pointwise(FloatNear(1e-5f), cloud.log_scales));
  EXPECT_THAT(read.colors, Pointwise(FloatNear(1e-5f), cloud.colors));
  EXPECT_LT(test::LargestTurn(read, cloud), 1e-3);
  for (size_t i = 0; i < cloud.size(); ++i) {
    EXPECT_NEAR(OpacityOf(read, i), OpacityOf(cloud, i), 1e-6) << i;
  }
}

TEST_F(SplatGlb, ReadsBackWhatItWrote) {
  for (const size_t count : {0, 1, 40'000}) {
    const GaussianCloud cloud = test::SplatCloud(count);
    ExpectNear(ReadBytes(Written(cloud)), cloud);
  }
}

TEST_F(SplatGlb, OpaqueStaysOpaqueAndLimitsAreFinite) {
  GaussianCloud cloud = test::SplatCloud(3);
  cloud.logit_opacities = {kOpaqueLogit, -200.0f, 0.0f};  // the second is invisible
  cloud.log_scales[8] = -200.0f;                          // a disc
  const GaussianCloud read = ReadBytes(Written(cloud));
  ASSERT_EQ(read.size(), 2u);
  EXPECT_EQ(read.logit_opacities[0], kOpaqueLogit);
  EXPECT_NEAR(read.log_scales[5], std::min(cloud.log_scales[6], cloud.log_scales[7]) + std::log(0.01f), 1e-5);
}

TEST_F(SplatGlb, NodesMoveTurnAndScale) {
  const GaussianCloud cloud = test::SplatCloud(5);
  const double half = std::sqrt(0.5);
  const GaussianCloud read = ReadBytes(Changed(cloud, [&](Json& gltf) {
    gltf["nodes"] = {{{"translation", {10, 20, 30}}, {"scale", {2, 2, 2}}, {"children", {1}}},
                     {{"rotation", {half, 0, 0, half}}, {"mesh", 0}}};  // y becomes z
  }));
  ASSERT_EQ(read.size(), 5u);
  EXPECT_NEAR(read.means[0], 10 + 2 * cloud.means[0], 1e-4);
  EXPECT_NEAR(read.means[1], 20 - 2 * cloud.means[2], 1e-4);
  EXPECT_NEAR(read.means[2], 30 + 2 * cloud.means[1], 1e-4);
  EXPECT_NEAR(read.log_scales[4], cloud.log_scales[4] + std::log(2.0), 1e-5);
  EXPECT_NEAR(test::LargestTurn(read, cloud), M_PI / 2, 1e-3);
}

TEST_F(SplatGlb, AllMeshesOfTheSceneCount) {
  const GaussianCloud cloud = test::SplatCloud(5);
  const GaussianCloud read = ReadBytes(Changed(cloud, [](Json& gltf) {
    gltf["nodes"] = {{{"mesh", 0}},
                     {{"mesh", 0}, {"matrix", {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 7, 0, 0, 1}}}};
    gltf["scenes"][0]["nodes"] = {0, 1};
  }));
  ASSERT_EQ(read.size(), 10u);
  EXPECT_NEAR(std::abs(read.means[15] - read.means[0]), 7.0, 1e-5);
}

TEST_F(SplatGlb, LinearColoursBecomeSrgb) {
  GaussianCloud cloud = test::SplatCloud(1);
  cloud.colors = {0.0f, 0.2140411f, 1.0f};
  const GaussianCloud read = ReadBytes(Changed(cloud, [](Json& gltf) {
    gltf["meshes"][0]["primitives"][0]["extensions"]["KHR_gaussian_splatting"]["colorSpace"] =
        "lin_rec709_display";
  }));
  EXPECT_THAT(read.colors, Pointwise(FloatNear(1e-4f), std::vector{0.0f, 0.5f, 1.0f}));
}

TEST_F(SplatGlb, ReadsBytesAndShortsAndStrides) {
  test::GlbParts parts = test::SplitGlb(Written(test::SplatCloud(2)));
  Json& gltf = parts.gltf;
  const std::string begin = parts.buffer;
  parts.buffer += std::string({0, 0, 0, 127, -128, 0, 0, 0, 127, 0, 0, 0});  // two rotations, a gap
  parts.buffer += std::string({'\xff', '\xff', 0, 0, 0, '\x80', 0, 0});      // two opacities in 8 bytes
  const auto add = [&](size_t accessor, size_t offset, size_t size, size_t stride, int component) {
    gltf["bufferViews"].push_back(
        {{"buffer", 0}, {"byteOffset", offset}, {"byteLength", size}, {"byteStride", stride}});
    gltf["accessors"][accessor]["bufferView"] = gltf["bufferViews"].size() - 1;
    gltf["accessors"][accessor]["componentType"] = component;
    gltf["accessors"][accessor]["normalized"] = true;
  };
  add(1, begin.size(), 12, 8, 5120);
  add(3, begin.size() + 12, 8, 4, 5123);
  const GaussianCloud read = ReadBytes(test::JoinGlb(parts));
  ASSERT_EQ(read.size(), 2u);
  EXPECT_THAT(read.rotations, Pointwise(FloatNear(1e-6f), std::vector<float>{1, 0, 0, 0, 0, 1, 0, 0}));
  EXPECT_EQ(read.logit_opacities[0], kOpaqueLogit);
  EXPECT_NEAR(OpacityOf(read, 1), 0x8000 / 65535.0, 1e-6);
}

TEST_F(SplatGlb, KeepsNumbersThatAreNotFinite) {
  test::GlbParts parts = test::SplitGlb(Written(test::SplatCloud(2)));
  const float nan = NAN;
  std::memcpy(parts.buffer.data(), &nan, sizeof(nan));
  const GaussianCloud read = ReadBytes(test::JoinGlb(parts));
  ASSERT_EQ(read.size(), 2u);
  EXPECT_TRUE(std::isnan(read.means[0]));
}

TEST_F(SplatGlb, WhatIsCutOffIsRefused) {
  const std::string whole = Written(test::SplatCloud(3));
  for (size_t size = 0; size < whole.size(); size += 7) ExpectRefused(whole.substr(0, size), "");
}

TEST_F(SplatGlb, OtherFilesAreRefused) {
  ExpectRefused("{\"asset\": {}}  ", "is no binary glTF");
  ExpectRefused(test::JoinGlb({.gltf = Json::array(), .buffer = ""}), "document is no JSON object");
  WriteMesh(folder_ / "mesh.glb", test::Room({1, 2, 3}, 1));
  ExpectRefused(ReadWholeFile(folder_ / "mesh.glb"), "holds no Gaussians, expected points with KHR_gaussian");
  EXPECT_THAT([&] { ReadSplatGlb(folder_ / "none.glb"); }, ThrowsMessage<Error>(HasSubstr("none.glb")));
}

TEST_F(SplatGlb, WhatIsNotSoIsRefused) {
  ExpectChangeRefused([](Json& g) { g["accessors"][0]["count"] = 5; },
                      "accessor 0 has 5 elements, its bufferView 4");
  ExpectChangeRefused([](Json& g) { g["accessors"][0]["count"] = 3; },
                      "values of an attribute, expected one");
  ExpectChangeRefused([](Json& g) { g["accessors"][0]["count"] = 1ULL << 63; },
                      "accessor 0 has 9223372036854775808");
  ExpectChangeRefused([](Json& g) { g["accessors"][0]["count"] = -1; }, "'count' is no whole number");
  ExpectChangeRefused([](Json& g) { g["accessors"][0]["type"] = "VEC4"; }, "of type 'VEC4', expected VEC3");
  ExpectChangeRefused([](Json& g) { g["accessors"][0]["componentType"] = 5130; }, "componentType 5130");
  ExpectChangeRefused([](Json& g) { g["accessors"][0]["sparse"] = Json::object(); }, "is sparse");
  ExpectChangeRefused([](Json& g) { g["bufferViews"][0]["byteLength"] = 1ULL << 63; }, "ends beyond");
  ExpectChangeRefused([](Json& g) { g["bufferViews"][0]["byteOffset"] = ~0ULL; }, "ends beyond");
  ExpectChangeRefused([](Json& g) { g["bufferViews"][0]["byteStride"] = 4; }, "does not fit");
  ExpectChangeRefused([](Json& g) { g["buffers"][0]["uri"] = "/etc/passwd"; }, "outside of its buffer");
  ExpectChangeRefused([](Json& g) { g["nodes"] = {{{"children", {0}}}}; }, "reaches node 0 twice");
  ExpectChangeRefused([](Json& g) { g["nodes"][0]["scale"] = {1, 2, 1}; }, "stretches or mirrors");
  ExpectChangeRefused([](Json& g) { g["nodes"][0]["scale"] = {0, 0, 0}; }, "stretches or mirrors");
  ExpectChangeRefused([](Json& g) { g["nodes"][0]["rotation"] = "x"; },
                      "'rotation' is expected to be 4 numbers");
  ExpectChangeRefused([](Json& g) { g["scenes"][0]["nodes"] = {7}; },
                      "names element 7 of nodes, which has 1");
  ExpectChangeRefused([](Json& g) { g["extensionsRequired"] = {"KHR_spz_compression"}; },
                      "'KHR_spz_compression'");
}

TEST_F(SplatGlb, OtherKindsOfGaussiansAreRefused) {
  const auto splats = [](Json& g) -> Json& {
    return g["meshes"][0]["primitives"][0]["extensions"]["KHR_gaussian_splatting"];
  };
  ExpectChangeRefused([&](Json& g) { splats(g)["kernel"] = "box"; }, "kernel 'box', expected ellipse");
  ExpectChangeRefused([&](Json& g) { splats(g)["colorSpace"] = "xyz"; }, "colours in 'xyz', expected srgb");
  ExpectChangeRefused([&](Json& g) { splats(g)["extensions"]["X_spz"] = 1; }, "X_spz");
  ExpectChangeRefused([](Json& g) { g["meshes"][0]["primitives"][0]["mode"] = 4; }, "POINTS");
  ExpectChangeRefused(
      [](Json& g) { g["meshes"][0]["primitives"][0]["attributes"].erase("KHR_gaussian_splatting:SCALE"); },
      "has no 'KHR_gaussian_splatting:SCALE'");
  ExpectChangeRefused(
      [](Json& g) {
        for (int i = 0; i < 99; ++i)
          g["nodes"].push_back({{"mesh", 0}}), g["scenes"][0]["nodes"].push_back(i + 1);
      },
      "shows more Gaussians than its");
  ExpectChangeRefused(  // positions for sigmas
      [](Json& g) { g["meshes"][0]["primitives"][0]["attributes"]["KHR_gaussian_splatting:SCALE"] = 0; },
      "expected sigmas of 0 or more");
}

}  // namespace
}  // namespace isogs
