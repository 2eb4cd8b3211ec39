// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>

#include "shared/core/error.h"
#include "shared/formats/splat_formats.h"
#include "shared/formats/splat_values.h"
#include "shared/io/file.h"
#include "shared/types/parameter_limits.h"
#include "tests/shared/legacy_spz.h"
#include "tests/shared/splat_clouds.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

using ::testing::AllOf;
using ::testing::FloatNear;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pointwise;
using ::testing::ThrowsMessage;

class SplatSpz : public ::testing::Test {
 protected:
  GaussianCloud ReadBytes(const std::string& bytes) const {
    std::ofstream(path_, std::ios::binary) << bytes;
    return ReadSplatSpz(path_);
  }
  std::string Written(const GaussianCloud& cloud) const {
    WriteSplatSpz(path_, cloud);
    return ReadWholeFile(path_);
  }
  void ExpectRefused(const std::string& bytes, const std::string& why) const {
    EXPECT_THAT([&] { ReadBytes(bytes); },
                ThrowsMessage<Error>(AllOf(HasSubstr("splats.spz: "), HasSubstr(why), Not(HasSubstr("\n")))));
  }

  TemporaryFolder folder_;
  std::filesystem::path path_ = folder_ / "splats.spz";
};

/// All but the rotations and positions, which differ between versions.
void ExpectWithinSteps(const GaussianCloud& read, const GaussianCloud& cloud) {
  ASSERT_EQ(read.size(), cloud.size());
  EXPECT_EQ(read.timesteps.size(), cloud.size());
  EXPECT_THAT(read.log_scales, Pointwise(FloatNear(0.5f / 16 + 1e-5f), cloud.log_scales));
  EXPECT_THAT(read.colors, Pointwise(FloatNear(0.5f / 135 + 1e-5f), cloud.colors));
  for (size_t i = 0; i < cloud.size(); ++i) {
    EXPECT_NEAR(OpacityOf(read, i), OpacityOf(cloud, i), 0.5 / 255 + 1e-6) << i;
  }
}

TEST_F(SplatSpz, ReadsBackWhatItWroteWithinTheSteps) {
  for (const size_t count : {0, 1, 40'000}) {
    const GaussianCloud cloud = test::SplatCloud(count);
    const GaussianCloud read = ReadBytes(Written(cloud));
    ExpectWithinSteps(read, cloud);
    EXPECT_THAT(read.means, Pointwise(FloatNear(0.5f / 4096 + 1e-6f), cloud.means));
    EXPECT_LT(test::LargestTurn(read, cloud), 0.0048);  // 2 sqrt(12) halves of a step of sqrt(0.5) / 511
  }
}

TEST_F(SplatSpz, OpaqueStaysOpaqueAndInvisibleIsLeftOut) {
  GaussianCloud cloud = test::SplatCloud(3);
  cloud.logit_opacities = {kOpaqueLogit, -12.0f, 0.0f};
  const GaussianCloud read = ReadBytes(Written(cloud));
  ASSERT_EQ(read.size(), 2u);
  EXPECT_EQ(read.logit_opacities[0], kOpaqueLogit);
  EXPECT_NEAR(read.logit_opacities[1], 0.0f, 0.01f);
  EXPECT_NEAR(read.means[3], cloud.means[6], 0.5 / 4096 + 1e-6);
}

TEST_F(SplatSpz, ALargeMapHasCoarserSteps) {
  GaussianCloud cloud = test::SplatCloud(2);
  cloud.means[4] = -3000.0f;
  EXPECT_NEAR(ReadBytes(Written(cloud)).means[4], -3000.0f, 0.5 / 2048);
}

TEST_F(SplatSpz, ReadsVersions1To3) {
  const GaussianCloud cloud = test::SplatCloud(1000);
  for (const uint32_t version : {1u, 2u, 3u}) {
    SCOPED_TRACE(version);
    for (const auto degree : {uint8_t{0}, uint8_t{3}}) {
      const GaussianCloud read = ReadBytes(test::Gzip(test::LegacySpzBytes(cloud, version, degree)));
      ExpectWithinSteps(read, cloud);
      const float step = version == 1 ? 4.0f / 1024 : 0.5f / 4096 + 1e-6f;  // of a half below 8
      EXPECT_THAT(read.means, Pointwise(FloatNear(step), cloud.means));
      EXPECT_LT(test::LargestTurn(read, cloud), version < 3 ? 0.2 : 0.0048);  // w of 0 is known least
    }
  }
}

TEST_F(SplatSpz, KeepsHalvesThatAreNoNumbers) {
  std::string bytes = test::LegacySpzBytes(test::SplatCloud(2), 1);
  bytes[16] = '\x00', bytes[17] = '\x7e';
  const GaussianCloud read = ReadBytes(test::Gzip(bytes));
  ASSERT_EQ(read.size(), 2u);
  EXPECT_TRUE(std::isnan(read.means[0]));
}

TEST_F(SplatSpz, SkipsExtensions) {
  const GaussianCloud cloud = test::SplatCloud(10);
  std::string legacy = test::LegacySpzBytes(cloud, 3);
  legacy[14] = 2;
  ExpectWithinSteps(ReadBytes(test::Gzip(legacy + std::string(5000, 'x'))), cloud);
  std::string now = Written(cloud);
  now[14] = 2, now[16] = 32 + 12;
  ExpectWithinSteps(ReadBytes(now.insert(32, "extended by.")), cloud);
}

TEST_F(SplatSpz, WhatIsCutOffIsRefused) {
  const GaussianCloud cloud = test::SplatCloud(20);
  for (const std::string& whole : {Written(cloud), test::Gzip(test::LegacySpzBytes(cloud, 2)),
                                   test::Gzip(test::LegacySpzBytes(cloud, 3, 3))}) {
    for (size_t size = 0; size < whole.size(); size += 7) ExpectRefused(whole.substr(0, size), "");
  }
  ExpectRefused(test::Gzip(test::LegacySpzBytes(cloud, 2).substr(0, 100)), "expected at least");
}

TEST_F(SplatSpz, WhatIsNotSoIsRefused) {
  const GaussianCloud cloud = test::SplatCloud(20);
  const std::string good = Written(cloud), legacy = test::LegacySpzBytes(cloud, 3);
  const auto with = [](std::string bytes, size_t at, uint32_t value) {
    std::memcpy(&bytes[at], &value, sizeof(value));
    return bytes;
  };
  ExpectRefused("", "0 bytes, expected a header");
  ExpectRefused("solid of somebody else's making", "is no SPZ file, expected one that begins with NGSP");
  ExpectRefused(with(good, 4, 5), "is version 5 of SPZ, expected 4, or 1 to 3 in gzip");
  ExpectRefused(legacy, "is version 3 of SPZ");
  ExpectRefused(test::Gzip(with(legacy, 4, 4)), "is version 4 in gzip of SPZ");
  ExpectRefused(with(good, 8, 4'000'000'000u), "claims 4000000000 Gaussians");
  ExpectRefused(test::Gzip(with(legacy, 8, 4'000'000'000u)), "claims 4000000000 Gaussians");
  ExpectRefused(with(good, 8, 21), "has 180 bytes in stream 0, expected 9 for each of 21 Gaussians");
  ExpectRefused(test::Gzip(with(legacy, 8, 21)), "expected at least");
  ExpectRefused(with(good, 13, 0x05000019), "25 fractional bits, expected at most 24");
  ExpectRefused(with(good, 15, 4), "has 4 streams, expected at least 5");
  ExpectRefused(with(good, 16, 1u << 31), "expected 2147483648");
  ExpectRefused(with(good, 112, 0), "is no zstd, or damaged");
}

TEST_F(SplatSpz, DamageIsFoundByTheChecksum) {
  std::string packed = test::Gzip(test::LegacySpzBytes(test::SplatCloud(20), 3));
  packed[packed.size() - 8] ^= 1;
  ExpectRefused(packed, "is no gzip, or damaged: incorrect data check");
}

TEST_F(SplatSpz, AMissingFileIsNamed) {
  EXPECT_THAT([&] { ReadSplatSpz(folder_ / "none.spz"); }, ThrowsMessage<Error>(HasSubstr("none.spz")));
}

}  // namespace
}  // namespace isogs
