// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the files hold, byte by byte; tests/exports has readers of others open them.
#include "shared/formats/splat_formats.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zstd.h>

#include <array>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "shared/core/error.h"
#include "shared/io/file.h"
#include "shared/types/parameter_limits.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

using ::testing::ElementsAre;

template <typename T>
T At(const std::string& bytes, size_t offset) {
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof(value));
  return value;
}

/// Two Gaussians: one opaque in the middle, one half transparent, turned by 90 degrees about x.
GaussianCloud Pair() {
  GaussianCloud cloud;
  cloud.Resize(2);
  cloud.means = {0, 0, 0, 1, -2, 3};
  cloud.colors = {0.5f, 1.0f, 0.0f, 1.5f, 0.25f, -0.5f};
  cloud.rotations = {2, 0, 0, 0, 1, 1, 0, 0};
  cloud.logit_opacities = {kOpaqueLogit, 0.0f};
  cloud.log_scales = {0, 0, 0, std::log(0.25f), -12.0f, 6.5f};
  return cloud;
}

class SplatFormats : public ::testing::Test {
 protected:
  std::string Write(void (*write)(const std::filesystem::path&, const GaussianCloud&),
                    const GaussianCloud& cloud) {
    write(folder_ / "splats", cloud);
    return ReadWholeFile(folder_ / "splats");
  }

  TemporaryFolder folder_;
};

TEST_F(SplatFormats, GlbHasTheAttributesOfTheExtension) {
  const std::string glb = Write(WriteSplatGlb, Pair());
  EXPECT_EQ(At<uint32_t>(glb, 8), glb.size());
  const auto json_size = At<uint32_t>(glb, 12);
  EXPECT_EQ(json_size % 4, 0u);
  const auto gltf = nlohmann::json::parse(glb.substr(20, json_size));
  const auto& primitive = gltf["meshes"][0]["primitives"][0];
  EXPECT_EQ(gltf["extensionsUsed"], nlohmann::json({"KHR_gaussian_splatting"}));
  EXPECT_EQ(primitive["mode"], 0);
  EXPECT_EQ(primitive["extensions"]["KHR_gaussian_splatting"],
            (nlohmann::json{{"kernel", "ellipse"}, {"colorSpace", "srgb_rec709_display"}}));
  EXPECT_EQ(gltf["accessors"][0]["min"], nlohmann::json({0.0, -2.0, 0.0}));
  const auto second = [&](const std::string& name, size_t k) {  // a number of the second Gaussian
    const size_t accessor = primitive["attributes"][name];
    const auto& view = gltf["bufferViews"][gltf["accessors"][accessor]["bufferView"].get<size_t>()];
    const size_t size = view["byteLength"].get<size_t>() / 2;
    return At<float>(glb, 28 + json_size + view["byteOffset"].get<size_t>() + size + k * sizeof(float));
  };
  EXPECT_EQ(second("POSITION", 1), -2.0f);
  EXPECT_FLOAT_EQ(second("KHR_gaussian_splatting:ROTATION", 0), std::sqrt(0.5f));  // x
  EXPECT_FLOAT_EQ(second("KHR_gaussian_splatting:ROTATION", 3), std::sqrt(0.5f));  // w
  EXPECT_FLOAT_EQ(second("KHR_gaussian_splatting:SCALE", 0), 0.25f);
  EXPECT_EQ(second("KHR_gaussian_splatting:OPACITY", 0), 0.5f);
  EXPECT_FLOAT_EQ(second("KHR_gaussian_splatting:SH_DEGREE_0_COEF_0", 0), 3.5449077f);
}

TEST_F(SplatFormats, GlbWithoutGaussiansIsAnEmptyScene) {
  const std::string glb = Write(WriteSplatGlb, {});
  const auto gltf = nlohmann::json::parse(glb.substr(20));
  EXPECT_EQ(gltf["scenes"].size(), 1u);
  EXPECT_FALSE(gltf.contains("meshes"));
}

TEST_F(SplatFormats, SpzHasFiveStreamsInTheAxesOfTheFormat) {
  const std::string spz = Write(WriteSplatSpz, Pair());
  EXPECT_EQ(spz.substr(0, 4), "NGSP");
  EXPECT_EQ(At<uint32_t>(spz, 4), 4u);   // version
  EXPECT_EQ(At<uint32_t>(spz, 8), 2u);   // Gaussians
  EXPECT_EQ(At<uint8_t>(spz, 13), 12u);  // fractional bits
  ASSERT_EQ(At<uint8_t>(spz, 15), 5u);   // streams
  std::vector<std::vector<uint8_t>> streams;
  for (size_t k = 0, at = 32 + 5 * 16; k < 5; ++k) {
    const auto packed = At<uint64_t>(spz, 32 + 16 * k);
    streams.emplace_back(At<uint64_t>(spz, 40 + 16 * k));
    EXPECT_EQ(ZSTD_decompress(streams[k].data(), streams[k].size(), spz.data() + at, packed),
              streams[k].size());
    at += packed;
  }
  // 1, 2, -3 m in steps of 1/4096: y and z have changed their signs.
  EXPECT_THAT(std::vector(streams[0].begin() + 9, streams[0].end()),
              ElementsAre(0, 0x10, 0, 0, 0x20, 0, 0, 0xd0, 0xff));
  EXPECT_THAT(streams[1], ElementsAre(255, 128));  // opaque, half
  EXPECT_THAT(streams[2],
              ElementsAre(128, 195, 60, 255, 94, 0));  // the last one's colours are beyond the range
  EXPECT_THAT(streams[3], ElementsAre(160, 160, 160, 138, 0, 255));
  // Two numbers are largest, the first is left out: w = x / sqrt(1/2) in nine bits.
  EXPECT_THAT(std::vector(streams[4].begin(), streams[4].begin() + 4), ElementsAre(0, 0, 0, 0xc0));
  EXPECT_THAT(std::vector(streams[4].begin() + 4, streams[4].end()), ElementsAre(0xff, 0x01, 0, 0));
}

TEST_F(SplatFormats, SpzOfALargeMapHasCoarserSteps) {
  GaussianCloud cloud = Pair();
  cloud.means[4] = -3000.0f;
  EXPECT_EQ(At<uint8_t>(Write(WriteSplatSpz, cloud), 13), 11u);
  cloud.means[4] = 1e8f;
  EXPECT_THROW(WriteSplatSpz(folder_ / "far", cloud), Error);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "far"));
}

}  // namespace
}  // namespace isogs
