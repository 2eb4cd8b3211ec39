// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/formats/ply.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <fstream>

#include "shared/core/error.h"
#include "shared/core/random.h"
#include "shared/io/file.h"
#include "shared/types/disc_normals.h"
#include "shared/types/parameter_limits.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::FloatNear;
using ::testing::HasSubstr;
using ::testing::Pointwise;
using ::testing::ThrowsMessage;

GaussianCloud RandomCloud(size_t count) {
  Random random(11);
  GaussianCloud cloud;
  cloud.Resize(count);
  for (auto* values :
       {&cloud.means, &cloud.colors, &cloud.rotations, &cloud.logit_opacities, &cloud.log_scales}) {
    for (float& value : *values) value = static_cast<float>(random.NextNormal());
  }
  return cloud;
}

std::string Bytes(std::initializer_list<float> values) {
  return {reinterpret_cast<const char*>(values.begin()), values.size() * sizeof(float)};
}

class SplatPly : public ::testing::Test {
 protected:
  TemporaryFolder folder_;
  std::filesystem::path path_ = folder_ / "splats.ply";

  GaussianCloud ReadText(const std::string& text) {
    std::ofstream(path_, std::ios::binary) << text;
    return ReadSplatPly(path_).cloud;
  }
  void ExpectRefused(const std::string& text, const std::string& why) {
    EXPECT_THAT([&] { ReadText(text); },
                ThrowsMessage<Error>(AllOf(HasSubstr("splats.ply: "), HasSubstr(why))))
        << text;
  }
};

TEST_F(SplatPly, ReadsBackWhatItWrote) {
  for (const size_t count : {0, 1, 70'000}) {  // more than one chunk
    const GaussianCloud cloud = RandomCloud(count);
    WriteSplatPly(path_, cloud);
    const GaussianCloud read = ReadSplatPly(path_).cloud;
    EXPECT_EQ(read.means, cloud.means);
    EXPECT_EQ(read.rotations, cloud.rotations);
    EXPECT_EQ(read.logit_opacities, cloud.logit_opacities);
    EXPECT_EQ(read.log_scales, cloud.log_scales);
    EXPECT_THAT(read.colors, Pointwise(FloatNear(1e-6f), cloud.colors));
    EXPECT_EQ(read.timesteps.size(), count);
  }
}

TEST_F(SplatPly, KeepsTheSideThatWasSeen) {
  GaussianCloud cloud = RandomCloud(4);
  cloud.means = {0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0};
  for (size_t i = 0; i < 4; ++i) {
    const float flat = i == 1 ? 0.0f : -4.0f;  // the second is round
    std::copy_n(std::array{0.0f, 0.0f, flat}.begin(), 3, &cloud.log_scales[3 * i]);
    std::copy_n(std::array{1.0f, 0.0f, 0.0f, 0.0f}.begin(), 4, &cloud.rotations[4 * i]);
  }
  cloud.timesteps = {0, 0, 1, 7};
  cloud.logit_opacities[0] = -INFINITY;
  const std::vector<Eigen::Vector3f> centers = {{3, 0, 4}, {0, 0, -2}};
  const std::vector<float> normals = SeenNormals(cloud, centers);
  const std::vector<float> expected = {0, 0, 1, 0.6f, 0, 0.8f, 0, 0, -1, 0, 0, 0};
  EXPECT_THAT(normals, Pointwise(FloatNear(1e-6f), expected));
  WriteSplatPly(path_, cloud, normals);
  const Splats read = ReadSplatPly(path_);
  EXPECT_EQ(read.cloud.size(), 3u);
  EXPECT_EQ(read.normals, std::vector(normals.begin() + 3, normals.end()));  // opacity 0 is left out
  WriteSplatPly(path_, cloud);
  EXPECT_TRUE(ReadSplatPly(path_).normals.empty());
}

TEST_F(SplatPly, HasTheLayoutThatViewersRead) {
  GaussianCloud cloud = RandomCloud(1);
  cloud.colors = {0.5f, 1.0f, 0.0f};
  WriteSplatPly(path_, cloud);
  const std::string text = ReadWholeFile(path_);
  const std::string header =
      "ply\nformat binary_little_endian 1.0\nelement vertex 1\n"
      "property float x\nproperty float y\nproperty float z\n"
      "property float nx\nproperty float ny\nproperty float nz\n"
      "property float f_dc_0\nproperty float f_dc_1\nproperty float f_dc_2\nproperty float opacity\n"
      "property float scale_0\nproperty float scale_1\nproperty float scale_2\n"
      "property float rot_0\nproperty float rot_1\nproperty float rot_2\nproperty float rot_3\nend_header\n";
  ASSERT_EQ(text.size(), header.size() + 17 * sizeof(float));
  EXPECT_EQ(text.substr(0, header.size()), header);
  std::array<float, 17> values;
  std::memcpy(values.data(), text.data() + header.size(), sizeof(values));
  EXPECT_EQ(values[0], cloud.means[0]);
  EXPECT_EQ(values[6], 0.0f);
  EXPECT_FLOAT_EQ(values[7], 1.7724539f);  // 0.5 / 0.28209479177387814
  EXPECT_FLOAT_EQ(values[8], -1.7724539f);
  EXPECT_EQ(values[13], cloud.rotations[0]);
}

TEST_F(SplatPly, HasZerosForReadersThatInsistOnHarmonics) {
  const GaussianCloud cloud = RandomCloud(3);
  WriteSplatPly(path_, cloud, {}, 3);
  const std::string text = ReadWholeFile(path_);
  EXPECT_THAT(text, HasSubstr("f_dc_2\nproperty float f_rest_0\n"));
  EXPECT_THAT(text, HasSubstr("f_rest_44\nproperty float opacity\n"));
  const size_t values = text.find("end_header\n") + 11;
  ASSERT_EQ(text.size() - values, size_t{3} * 62 * sizeof(float));
  EXPECT_EQ(text.substr(values + 9 * sizeof(float), 45 * sizeof(float)),
            std::string(45 * sizeof(float), '\0'));
  EXPECT_EQ(ReadSplatPly(path_).cloud.log_scales, cloud.log_scales);
  WriteSplatPly(path_, cloud, {}, 1);
  EXPECT_THAT(ReadWholeFile(path_), HasSubstr("f_rest_8\nproperty float opacity\n"));
}

TEST_F(SplatPly, LeavesOutWhatCannotBeDrawn) {
  GaussianCloud cloud = RandomCloud(6);
  std::vector<float> normals(18, 1.0f);
  normals[3] = 7.0f;
  cloud.means[0] = NAN;
  cloud.colors[6] = INFINITY;
  cloud.log_scales[9] = 200.0f;  // no float holds that sigma
  std::fill_n(&cloud.rotations[16], 4, 0.0f);
  cloud.logit_opacities[5] = NAN;
  const float kept = cloud.means[3];
  EXPECT_EQ(RemoveUnusable(&cloud, &normals), 5u);
  ASSERT_EQ(cloud.size(), 1u);
  EXPECT_EQ(cloud.means[0], kept);
  EXPECT_EQ(normals, (std::vector<float>{7.0f, 1.0f, 1.0f}));
}

constexpr const char* kStart = "ply\nformat binary_little_endian 1.0\n";
constexpr const char* kSplatProperties =
    "property float x\nproperty float y\nproperty float z\nproperty float f_dc_0\nproperty float f_dc_1\n"
    "property float f_dc_2\nproperty float opacity\nproperty float scale_0\nproperty float scale_1\n"
    "property float scale_2\nproperty float rot_0\nproperty float rot_1\nproperty float rot_2\n"
    "property float rot_3\n";

TEST_F(SplatPly, ReadsPropertiesInAnyOrderAndIgnoresOthers) {
  const std::string header =
      std::string(kStart) +
      "comment by someone\r\nelement vertex 1\nproperty uchar tag\nproperty float rot_3\nproperty float "
      "rot_2\n"
      "property float rot_1\nproperty float rot_0\nproperty float f_rest_0\nproperty float scale_0\n"
      "property float scale_1\nproperty float scale_2\nproperty float opacity\nproperty float32 f_dc_0\n"
      "property float f_dc_1\nproperty float f_dc_2\nproperty double z\nproperty float y\nproperty float x\n"
      "element face 1\nproperty list uchar int vertex_indices\nend_header\n";
  const double z = 3.0;
  const GaussianCloud cloud =
      ReadText(header + "t" + Bytes({4, 3, 2, 1, 99, -1, -2, -3, 0.25f, 0, 0, 0}) +
               std::string(reinterpret_cast<const char*>(&z), sizeof(z)) + Bytes({2, 1}) + "faces");
  EXPECT_THAT(cloud.means, ElementsAre(1, 2, 3));
  EXPECT_THAT(cloud.rotations, ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(cloud.log_scales, ElementsAre(-1, -2, -3));
  EXPECT_THAT(cloud.colors, ElementsAre(0.5f, 0.5f, 0.5f));
  EXPECT_THAT(cloud.logit_opacities, ElementsAre(0.25f));
}

TEST_F(SplatPly, LimitsAreNoDamage) {
  GaussianCloud cloud = RandomCloud(6);
  cloud.logit_opacities[0] = INFINITY;   // opacity 1: what an alpha of 255 becomes
  cloud.logit_opacities[1] = -INFINITY;  // opacity 0
  cloud.log_scales[3 * 2 + 0] = -INFINITY;
  cloud.log_scales[3 * 3 + 2] = NAN;
  cloud.log_scales[3 * 4 + 1] = INFINITY;
  for (size_t k = 0; k < 3; ++k) cloud.log_scales[15 + k] = -INFINITY;
  WriteSplatPly(path_, cloud);
  const GaussianCloud read = ReadSplatPly(path_).cloud;
  ASSERT_EQ(read.size(), 5u);
  EXPECT_EQ(read.timesteps.size(), 5u);
  EXPECT_EQ(read.logit_opacities[0], kOpaqueLogit);
  EXPECT_THAT(std::vector(read.means.begin() + 3, read.means.end()),
              ::testing::ElementsAreArray(cloud.means.begin() + 6, cloud.means.end()));
  const float* disc = &cloud.log_scales[6];
  EXPECT_FLOAT_EQ(read.log_scales[3], std::min(disc[1], disc[2]) + std::log(kDiscThickness));
  EXPECT_EQ(read.log_scales[4], disc[1]);
  EXPECT_TRUE(std::isnan(read.log_scales[8]));  // damage stays,
  EXPECT_EQ(read.log_scales[10], INFINITY);     // and so does what is infinitely large
  EXPECT_EQ(read.log_scales[12], -INFINITY);    // or a point
}

TEST_F(SplatPly, ReadsDiscsWithoutThickness) {
  const std::string header =
      "ply\nformat binary_little_endian 1.0\nelement vertex 1\nproperty float x\nproperty float y\n"
      "property float z\nproperty float f_dc_0\nproperty float f_dc_1\nproperty float f_dc_2\n"
      "property float opacity\nproperty float scale_0\nproperty float scale_1\nproperty float rot_0\n"
      "property float rot_1\nproperty float rot_2\nproperty float rot_3\nend_header\n";
  const GaussianCloud cloud = ReadText(header + Bytes({1, 2, 3, 0, 0, 0, 0.5f, -3, -4, 1, 0, 0, 0}));
  EXPECT_THAT(cloud.log_scales, ElementsAre(-3, -4, FloatNear(-4 + std::log(kDiscThickness), 1e-6f)));
  EXPECT_THAT(cloud.rotations, ElementsAre(1, 0, 0, 0));
}

TEST_F(SplatPly, RefusesOtherFormats) {
  ExpectRefused("", "header is truncated");
  ExpectRefused("plx\n", "'ply'");
  ExpectRefused("ply\nformat binary_middle_endian 1.0\n", "binary_middle_endian");
  ExpectRefused("ply\nformat ascii 2.0\n", "ascii 2.0");
  ExpectRefused("ply\nelement vertex 0\nend_header\n", "no line 'format'");
  ExpectRefused(std::string(kStart) +
                    "element chunk 1\nproperty float min_x\nelement vertex 1\nproperty uint "
                    "packed_position\nend_header\n",
                "compressed");
  ExpectRefused(std::string(kStart) + "end_header\n", "no vertices");
  ExpectRefused(std::string(kStart) + "element face 3\nend_header\n", "expected vertex");
  ExpectRefused(std::string(kStart) + "element vertex many\nend_header\n", "count 'many'");
  ExpectRefused(std::string(kStart) + "element vertex 1\nproperty list uchar int x\nend_header\n", "scalar");
  ExpectRefused(std::string(kStart) + "nonsense\nend_header\n", "'nonsense'");
  ExpectRefused(std::string(kStart) + std::string(100'000, 'x'), "header is truncated");
  EXPECT_THAT([&] { ReadSplatPly(folder_ / "none.ply"); }, ThrowsMessage<Error>(HasSubstr("none.ply")));
  EXPECT_THROW(ReadSplatPly(folder_.path()), Error);
}

TEST_F(SplatPly, ReadsText) {
  const std::string vertex = std::string("element vertex 2\n") + kSplatProperties;
  const GaussianCloud cloud = ReadText("\xEF\xBB\xBFply\nformat ascii 1.0\n" + vertex + "end_header\n" +
                                       "+1 2e0 -3 0 0 0 inf -1 -2 -3 1 0 0 0\r\n"
                                       "1e-50\t2 3 0 0 0 .5 -1 -2 -inf 1 0 0 0");
  EXPECT_THAT(cloud.means, ElementsAre(1, 2, -3, 0, 2, 3));
  EXPECT_THAT(cloud.logit_opacities, ElementsAre(kOpaqueLogit, 0.5f));
  EXPECT_THAT(cloud.rotations, ElementsAre(1, 0, 0, 0, 1, 0, 0, 0));
  ExpectRefused("ply\nformat ascii 1.0\n" + vertex + "end_header\n" + std::string(100, '1'), "truncated");
  ExpectRefused("ply\nformat ascii 1.0\n" + vertex + "end_header\n1 2 x\1\n" + std::string(60, ' '),
                "has 'x?', expected a number");
  ExpectRefused("ply\nformat ascii 1.0\nelement vertex 1000000000000\n" + std::string(kSplatProperties) +
                    "end_header\n1 2",
                "bytes for 1000000000000");
}

TEST_F(SplatPly, ReadsHeadersAsProgramsWriteThem) {
  const std::string header = std::string("element  vertex\t1 \n") + kSplatProperties + "\nend_header \n";
  const std::string values = Bytes({1, 2, 3, 0, 0, 0, 0.5f, -3, -4, -5, 1, 0, 0, 0});
  for (const char* start : {"ply \ncomment first\nformat binary_little_endian 1.0\n",
                            "ply\nformat  binary_little_endian   1.0 \n",
                            "ply\r\nobj_info x\r\n\r\nformat binary_little_endian 1.0\r\n"}) {
    EXPECT_THAT(ReadText(std::string(start).append(header).append(values)).means, ElementsAre(1, 2, 3))
        << start;
  }
  std::string swapped = values;
  for (size_t i = 0; i < swapped.size(); i += 4) std::reverse(&swapped[i], &swapped[i] + 4);
  EXPECT_THAT(ReadText("ply\nformat binary_big_endian 1.0\n" + header + swapped).means, ElementsAre(1, 2, 3));
}

TEST_F(SplatPly, RefusesFilesThatAreShorterThanTheirHeaderSays) {
  const auto header = [](const std::string& count) {
    return std::string(kStart) + "element vertex " + count + "\n" + kSplatProperties + "end_header\n";
  };
  ExpectRefused(header("2") + std::string(14 * 4 * 2 - 1, 'x'), "expected 2 vertices of 56");
  ExpectRefused(header("1000000000000"), "expected 1000000000000 vertices");
  ExpectRefused(header("18446744073709551615"), "expected 18446744073709551615 vertices");
  ExpectRefused(header("99999999999999999999999"), "count");
  ExpectRefused(header("-1"), "expected");
  ExpectRefused(std::string(kStart) + "element vertex 1\nend_header\nxxxx", "'x'");
  ExpectRefused(std::string(kStart) + "element vertex 1\nproperty float x\nend_header\nxxxx", "'y'");
}

TEST(GaussianCloudTransformed, MovesMeansAndTurnsRotations) {
  Random random(5);
  Twist xi;
  for (int i = 0; i < 6; ++i) xi(i) = random.NextNormal();
  const Pose pose = ExpSe3(xi);
  const GaussianCloud cloud = RandomCloud(100);
  const GaussianCloud moved = Transformed(cloud, pose);
  for (size_t i = 0; i < cloud.size(); ++i) {
    const Eigen::Vector3d mean = Eigen::Map<const Eigen::Vector3f>(&cloud.means[3 * i]).cast<double>();
    const Eigen::Vector3d moved_mean = Eigen::Map<const Eigen::Vector3f>(&moved.means[3 * i]).cast<double>();
    EXPECT_LT((moved_mean - pose * mean).norm(), 1e-5);
    const auto rotation = [&](const GaussianCloud& c) {
      const float* q = &c.rotations[4 * i];
      return Eigen::Quaterniond(q[0], q[1], q[2], q[3]).normalized().toRotationMatrix();
    };
    EXPECT_LT((rotation(moved) - pose.linear() * rotation(cloud)).norm(), 1e-5);
  }
  EXPECT_EQ(moved.colors, cloud.colors);
  EXPECT_EQ(moved.log_scales, cloud.log_scales);
}

}  // namespace
}  // namespace isogs
