// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "shared/ipc/channel.h"
#include "shared/ipc/gaussian_packer.h"
#include "tests/shared/ipc/ipc_fixture.h"
#include "tests/shared/ipc/test_values.h"

namespace isogs {
namespace {

using testing::ElementsAreArray;
using testing::HasSubstr;

class ValuesTest : public IpcTest {
 protected:
  const RoleLock slam_ = RoleLock::Acquire(run(), Role::kSlam);
  const RoleLock mesher_ = RoleLock::Acquire(run(), Role::kMesher);

  GaussianSnapshot RoundTrip(const SnapshotSource& source) {
    Publisher<SnapshotSource> publisher(slam_, true);
    publisher.Publish(source);
    return std::move(Subscriber<GaussianSnapshot>(run()).TakeLatest()->value);
  }
  template <typename Value>
  std::string FailureOfDecoding(const RoleLock& lock, const Value& value) {
    Publisher<Value> publisher(lock);
    publisher.Publish(value);
    try {
      Subscriber<Value>(run()).TakeLatest();
    } catch (const Error& error) {
      return error.what();
    }
    return "no failure";
  }
};

TEST_F(ValuesTest, AStatusComesThroughUnchanged) {
  Publisher<Status> publisher(slam_, true);
  Subscriber<Status> subscriber(run());
  const Status sent = TestStatus();
  publisher.Publish(sent);
  const auto received = subscriber.TakeLatest();
  ASSERT_TRUE(received.has_value());
  const Status& status = received->value;
  EXPECT_EQ(status.state, sent.state);
  EXPECT_EQ(status.tracking, sent.tracking);
  EXPECT_EQ(status.frames_done, 17);
  EXPECT_EQ(status.camera, sent.camera);
  EXPECT_EQ(status.camera_from_map.matrix(), sent.camera_from_map.matrix());
  EXPECT_EQ(status.psnr_db, 35.5);
  EXPECT_EQ(received->epoch, publisher.writer().epoch());
  EXPECT_FALSE(subscriber.TakeLatest().has_value());
}

TEST_F(ValuesTest, AMeshComesThroughUnchangedWithOrWithoutNormalsAndColors) {
  Publisher<LiveMesh> publisher(mesher_, true);
  Subscriber<LiveMesh> subscriber(run());
  LiveMesh sent = TestMesh();
  for (int i = 0; i < 3; ++i) {
    publisher.Publish(sent);
    const auto received = subscriber.TakeLatest();
    ASSERT_TRUE(received.has_value());
    EXPECT_EQ(received->value.mesh.vertices, sent.mesh.vertices);
    EXPECT_EQ(received->value.mesh.normals, sent.mesh.normals);
    EXPECT_EQ(received->value.mesh.colors, sent.mesh.colors);
    EXPECT_EQ(received->value.mesh.triangles, sent.mesh.triangles);
    EXPECT_EQ(received->value.info.snapshot_number, 3u);
    if (i == 0) sent.mesh.normals.clear(), sent.mesh.colors.clear();
    if (i == 1) sent.mesh = {};
  }
}

TEST(GaussianPacker, DoesWhatPackGaussianDoesForOne) {
  TestMap map(1003);
  GaussianCloud& cloud = map.cloud;
  const float nan = std::numeric_limits<float>::quiet_NaN(),
              infinity = std::numeric_limits<float>::infinity();
  cloud.means[3 * 5] = nan;
  cloud.rotations[4 * 6 + 2] = infinity;
  cloud.logit_opacities[7] = -infinity;
  cloud.log_scales[3 * 1002 + 1] = nan;
  for (size_t k = 0; k < 4; ++k) cloud.rotations[4 * 8 + k] = 0.0f;
  for (size_t k = 0; k < 3; ++k) cloud.log_scales[3 * 9 + k] = -3.0f;  // equal: the first axis
  cloud.logit_opacities[10] = 200.0f, cloud.logit_opacities[11] = -200.0f;
  cloud.log_scales[3 * 12] = 90.0f, cloud.log_scales[3 * 12 + 1] = -90.0f;
  cloud.timesteps[13] = 1e9f, cloud.timesteps[14] = -1.0f, cloud.timesteps[15] = nan;
  const std::vector<std::array<float, 3>> centers = {{0, 0, 0}, {1, 0, 0}, {0, 2, 0}};
  const GaussianArrays arrays = {cloud.means.data(),
                                 cloud.colors.data(),
                                 cloud.rotations.data(),
                                 cloud.logit_opacities.data(),
                                 cloud.log_scales.data(),
                                 cloud.timesteps.data(),
                                 map.ids.data(),
                                 centers[0].data(),
                                 3};
  for (const int64_t begin : {0, 17, 990}) {
    std::vector<GaussianRecord> packed(cloud.size() - static_cast<size_t>(begin));
    const PointBounds bounds =
        PackGaussians(arrays, begin, static_cast<int64_t>(cloud.size()), packed.data());
    PointBounds expected_bounds;
    int flipped = 0;
    for (size_t k = 0; k < packed.size(); ++k) {
      const size_t i = k + static_cast<size_t>(begin);
      const float timestep = cloud.timesteps[i];
      const size_t frame = timestep >= 0.0f ? static_cast<size_t>(std::min(timestep, 2.0f)) : 0;
      const GaussianRecord one =
          PackGaussian({&cloud.means[3 * i], &cloud.colors[3 * i], &cloud.rotations[4 * i],
                        cloud.logit_opacities[i], &cloud.log_scales[3 * i]},
                       static_cast<uint32_t>(map.ids[i]), centers[frame]);
      ASSERT_EQ(packed[k].mean, one.mean) << i;
      ASSERT_EQ(packed[k].id, one.id);
      ASSERT_NEAR(packed[k].opacity, one.opacity, 1);
      for (size_t c = 0; c < 3; ++c) {
        ASSERT_NEAR(packed[k].log2_scale[c], one.log2_scale[c], 1);
        ASSERT_NEAR(packed[k].color[c], one.color[c], 1);
      }
      const auto q = RotationOf(packed[k]), p = RotationOf(one);
      ASSERT_GT(std::abs(q[0] * p[0] + q[1] * p[1] + q[2] * p[2] + q[3] * p[3]), 0.99999f) << i;
      ASSERT_EQ(packed[k].unused, 0);
      flipped += packed[k].flags != one.flags;
      if (packed[k].opacity > 0) expected_bounds.Add({one.mean, one.mean});
    }
    EXPECT_LE(flipped, 1);
    EXPECT_EQ(bounds.lowest, expected_bounds.lowest);
    EXPECT_EQ(bounds.highest, expected_bounds.highest);
  }
}

TEST_F(ValuesTest, APreviewComesThroughUnchanged) {
  Publisher<Preview> publisher(slam_, true);
  publisher.Publish(TestPreview());
  const auto received = Subscriber<Preview>(run()).TakeLatest();
  ASSERT_TRUE(received.has_value());
  EXPECT_EQ(received->value.frame, 12);
  EXPECT_EQ(received->value.image.width(), 21);
  EXPECT_EQ(received->value.image.values(), TestPreview().image.values());
}

TEST_F(ValuesTest, ASnapshotKeepsItsGaussiansWithinTheStatedPrecision) {
  const TestMap map(100'000);
  const GaussianSnapshot snapshot = RoundTrip(map.Source());
  EXPECT_EQ(snapshot.info().frame, 40);
  EXPECT_EQ(snapshot.info().world_from_map.matrix(), TestPose().matrix());
  EXPECT_TRUE(snapshot.info().is_final);
  const UnpackedGaussians unpacked = Unpack(snapshot.gaussians());
  ASSERT_EQ(unpacked.cloud.size(), map.cloud.size());
  EXPECT_EQ(unpacked.cloud.means, map.cloud.means);
  double scale_error = 0, angle = 0, opacity_error = 0, color_error = 0;
  const auto opacity = [](float logit) { return 1.0 / (1.0 + std::exp(-logit)); };
  for (size_t i = 0; i < map.cloud.size(); ++i) {
    EXPECT_EQ(unpacked.ids[i], static_cast<uint32_t>(map.ids[i]));
    for (size_t k = 3 * i; k < 3 * i + 3; ++k) {
      scale_error = std::max(
          scale_error, std::abs(std::expm1(double{unpacked.cloud.log_scales[k]} - map.cloud.log_scales[k])));
      color_error = std::max(color_error, std::abs(double{unpacked.cloud.colors[k]} -
                                                   std::clamp(map.cloud.colors[k], 0.0f, 1.0f)));
    }
    const float *p = &map.cloud.rotations[4 * i], *q = &unpacked.cloud.rotations[4 * i];
    const Eigen::Quaterniond before = Eigen::Quaterniond(p[0], p[1], p[2], p[3]).normalized();
    angle = std::max(angle, before.angularDistance(Eigen::Quaterniond(q[0], q[1], q[2], q[3]).normalized()));
    opacity_error = std::max(opacity_error, std::abs(opacity(unpacked.cloud.logit_opacities[i]) -
                                                     opacity(map.cloud.logit_opacities[i])));
  }
  EXPECT_LT(scale_error, 0.0002);
  EXPECT_LT(angle * 180 / M_PI, 0.3);
  EXPECT_LT(opacity_error, 0.5 / 255 + 1e-6);
  EXPECT_LT(color_error, 0.5 / 255 + 1e-6);
}

TEST_F(ValuesTest, NormalsAreTheSmallestAxisTurnedTowardsTheCreatingCamera) {
  TestMap map(1000);
  const SnapshotSource source = map.Source();
  const UnpackedGaussians unpacked = Unpack(RoundTrip(source).gaussians());
  for (size_t i = 0; i < map.cloud.size(); ++i) {
    const Eigen::Vector3f mean(&map.cloud.means[3 * i]), normal(&unpacked.normals[3 * i]);
    const Eigen::Vector3f camera(source.camera_centers[i % 3].data());
    EXPECT_NEAR(normal.norm(), 1.0f, 1e-5f);
    EXPECT_GE(normal.dot(camera - mean), -1e-5f);
    const float* const s = &map.cloud.log_scales[3 * i];
    const auto axis = std::min_element(s, s + 3) - s;
    const float* const q = &map.cloud.rotations[4 * i];
    const Eigen::Vector3f expected =
        Eigen::Quaternionf(q[0], q[1], q[2], q[3]).normalized().toRotationMatrix().col(axis);
    const float next = std::min(s[(axis + 1) % 3], s[(axis + 2) % 3]);
    if (next - s[axis] > 0.001f) {
      EXPECT_GT(std::abs(normal.dot(expected)), 0.9999f) << i;
    }
  }
}

TEST_F(ValuesTest, BoundsHoldTheGaussiansThatHaveAnOpacity) {
  TestMap map(4);
  map.cloud.means = {1, 2, 3, -1, 5, 0, 100, 100, 100, 0, 0, NAN};
  map.cloud.logit_opacities = {0, 0, -30, 0};
  const GaussianSnapshot snapshot = RoundTrip(map.Source());
  EXPECT_EQ(snapshot.info().lowest_x, -1);
  EXPECT_EQ(snapshot.info().highest_y, 5);
  EXPECT_EQ(snapshot.info().highest_z, 3);
  EXPECT_EQ(snapshot.gaussians()[3].opacity, 0);
  EXPECT_THAT(snapshot.gaussians()[3].mean, testing::Each(0.0f));
  EXPECT_EQ(snapshot.gaussians()[3].id, 11u);
  const GaussianSnapshot empty = RoundTrip(TestMap(0).Source());
  EXPECT_EQ(empty.gaussians().size(), 0u);
  EXPECT_GT(empty.info().lowest_x, empty.info().highest_x);
}

TEST_F(ValuesTest, GaussiansThatAreNotFiniteOrBeyondTheRangeAreTamed) {
  for (const float bad : {NAN, INFINITY, -INFINITY, 1e30f, -1e30f, 0.0f}) {
    for (int field = 0; field < 5; ++field) {
      TestMap map(1);
      std::vector<float>* const fields[] = {&map.cloud.means, &map.cloud.colors, &map.cloud.rotations,
                                            &map.cloud.logit_opacities, &map.cloud.log_scales};
      for (float& value : *fields[field]) value = bad;
      const UnpackedGaussians unpacked = Unpack(RoundTrip(map.Source()).gaussians());
      for (const auto* values :
           {&unpacked.cloud.means, &unpacked.cloud.colors, &unpacked.cloud.rotations,
            &unpacked.cloud.logit_opacities, &unpacked.cloud.log_scales, &unpacked.normals}) {
        for (const float value : *values) EXPECT_TRUE(std::isfinite(value)) << bad << " in " << field;
      }
    }
  }
}

TEST_F(ValuesTest, ValuesThatNoWriterMakesAreNamed) {
  Status status = TestStatus();
  status.fps = NAN;
  EXPECT_EQ(FailureOfDecoding(slam_, status), "shared memory, status: fps: not a finite number");
  status = TestStatus();
  status.state = static_cast<RunState>(99);
  EXPECT_EQ(FailureOfDecoding(slam_, status), "shared memory, status: state: found 99, expected 0 to 4");
  status = TestStatus();
  status.camera_from_map.linear() *= 2;
  EXPECT_EQ(FailureOfDecoding(slam_, status), "shared memory, status: camera_from_map: not a rotation");
  LiveMesh mesh = TestMesh();
  mesh.mesh.triangles[4] = 5;
  EXPECT_EQ(FailureOfDecoding(mesher_, mesh),
            "shared memory, mesh: triangles: index 5, expected below the number of vertices, 5");
  mesh = TestMesh();
  mesh.mesh.normals[4] = INFINITY;
  EXPECT_EQ(FailureOfDecoding(mesher_, mesh), "shared memory, mesh: normals: a number that is not finite");
  mesh = TestMesh();
  mesh.mesh.vertices.clear();
  EXPECT_THAT(FailureOfDecoding(mesher_, mesh), HasSubstr("expected"));
}

}  // namespace
}  // namespace isogs
