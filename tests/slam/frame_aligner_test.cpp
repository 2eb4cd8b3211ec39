// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/tracking/frame_aligner.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "shared/core/parallel.h"
#include "shared/core/random.h"
#include "slam/rendering/rasterizer.h"
#include "slam/tracking/frame_aligner_cpu.h"
#include "slam/tracking/frame_aligner_cuda.h"
#include "slam/tracking/frame_aligner_math.h"
#include "tests/slam/cuda_devices.h"
#include "tests/slam/test_scenes.h"

namespace isogs {
namespace {

constexpr float kMinSilhouette = 0.99f;
constexpr double kDegrees = 57.29577951308232;
const Pose kRoomFromView = Pose(Eigen::Translation3d(0.1, -0.1, -1.0));

Camera WorkingCamera() { return test::MakeCamera(320, 240); }

/// A hand-held camera's motion between frames, on the large side: 6 cm and 3 degrees.
Pose KnownMotion() {
  Twist xi;
  xi << 0.04, -0.02, 0.04, 0.02, -0.04, 0.025;
  return ExpSe3(xi);
}

Frame ViewFrame() { return test::RoomFrame(WorkingCamera(), kRoomFromView); }
Frame MovedFrame(const Pose& camera_from_view) {
  return test::RoomFrame(WorkingCamera(), kRoomFromView * camera_from_view.inverse());
}

/// The planes that a perfect map of the frame would render.
std::vector<float> PlanesOf(const Frame& frame) {
  const size_t pixels = frame.depth_m.plane_size();
  std::vector<float> planes(plane::kCount * pixels);
  std::copy(frame.color.values().begin(), frame.color.values().end(), planes.begin());
  std::copy(frame.depth_m.values().begin(), frame.depth_m.values().end(),
            planes.begin() + static_cast<ptrdiff_t>(plane::kDepth * pixels));
  std::fill(planes.begin() + static_cast<ptrdiff_t>(plane::kSilhouette * pixels), planes.end(), 1.0f);
  return planes;
}

FrameView ViewOf(const Frame& frame) {
  return {frame.camera.width, frame.camera.height, frame.color.data(), frame.depth_m.data()};
}

struct AlignerBackend {
  std::string name;
  std::function<std::unique_ptr<FrameAligner>()> make;
};

class FrameAlignerTest : public testing::TestWithParam<AlignerBackend> {
 protected:
  static AlignmentResult AlignPlanes(const std::vector<float>& planes, const Frame& frame, const Pose& start,
                                     const AlignmentConfig& config = {}) {
    const std::unique_ptr<FrameAligner> aligner = GetParam().make();
    aligner->SetView(planes.data(), frame.camera, kMinSilhouette);
    aligner->SetFrame(ViewOf(frame));
    return aligner->Align(start, config);
  }
  static AlignmentResult AlignFrames(const Frame& view, const Frame& frame,
                                     const Pose& start = Pose::Identity()) {
    return AlignPlanes(PlanesOf(view), frame, start);
  }
};

void ExpectNear(const Pose& found, const Pose& truth, double tolerance_mm, double tolerance_deg) {
  const Pose error = found * truth.inverse();
  EXPECT_LT(1e3 * error.translation().norm(), tolerance_mm);
  EXPECT_LT(kDegrees * RotationAngle(error.linear()), tolerance_deg);
}

void AddNoise(double depth_sigma_m, double color_sigma, uint64_t seed, Frame* frame) {
  Random random(seed);
  for (float& z : frame->depth_m.values()) {
    z += static_cast<float>(depth_sigma_m * 0.5 * (1 + z * z) * random.NextNormal());
  }
  for (float& value : frame->color.values()) value += static_cast<float>(color_sigma * random.NextNormal());
}

void ExpectNothingFound(const AlignmentResult& result) {
  EXPECT_FALSE(result.converged);
  EXPECT_EQ(result.inlier_ratio, 0.0);
  EXPECT_TRUE(result.camera_from_view.matrix().allFinite());
  EXPECT_TRUE(std::isfinite(result.depth_rms_m));
  EXPECT_TRUE(std::isfinite(result.intensity_rms));
  EXPECT_TRUE(result.information.allFinite());
}

TEST_P(FrameAlignerTest, RecoversAKnownMotionExactly) {
  const AlignmentResult result = AlignFrames(ViewFrame(), MovedFrame(KnownMotion()));
  EXPECT_TRUE(result.converged);
  EXPECT_GT(result.inlier_ratio, 0.8);
  EXPECT_LT(result.depth_rms_m, 1e-3);
  ExpectNear(result.camera_from_view, KnownMotion(), 0.1, 0.01);
}

TEST_P(FrameAlignerTest, AlignsToAMeasuredFrameAsToItsRender) {
  const Frame view = ViewFrame(), frame = MovedFrame(KnownMotion());
  const std::unique_ptr<FrameAligner> aligner = GetParam().make();
  aligner->SetView(ViewOf(view), view.camera);
  aligner->SetFrame(ViewOf(frame));
  const AlignmentResult result = aligner->Align(Pose::Identity(), {});
  EXPECT_TRUE(result.converged);
  ExpectNear(result.camera_from_view, KnownMotion(), 0.1, 0.01);
}

TEST_P(FrameAlignerTest, StaysWhereNothingMoved) {
  const AlignmentResult result = AlignFrames(ViewFrame(), ViewFrame());
  EXPECT_TRUE(result.converged);
  EXPECT_GT(result.inlier_ratio, 0.95);
  ExpectNear(result.camera_from_view, Pose::Identity(), 1e-3, 1e-4);
}

TEST_P(FrameAlignerTest, FindsWhatExposureDidBetweenTheFrames) {
  Frame frame = MovedFrame(KnownMotion());
  for (float& value : frame.color.values()) value = 1.3f * value - 0.05f;
  const AlignmentResult result = AlignFrames(ViewFrame(), frame);
  EXPECT_TRUE(result.converged);
  EXPECT_NEAR(result.gain, 1.3, 0.01);
  EXPECT_NEAR(result.bias, -0.05, 0.005);
  EXPECT_GT(result.agreement, 0.95);
  ExpectNear(result.camera_from_view, KnownMotion(), 0.2, 0.01);
}

TEST_P(FrameAlignerTest, SaysHowMuchAgreesOfWhatBothSee) {
  Frame frame = ViewFrame();
  for (int y = 0; y < frame.camera.height; ++y) {
    // A quarter is not measured, a quarter lies far behind the view's surface, a quarter has other colours.
    for (int x = 0; x < frame.camera.width / 4; ++x) frame.depth_m.at(y, x) = 0.0f;
    for (int x = frame.camera.width / 4; x < frame.camera.width / 2; ++x) frame.depth_m.at(y, x) += 0.3f;
    for (int x = frame.camera.width / 2; x < frame.camera.width * 3 / 4; ++x) {
      for (int c = 0; c < 3; ++c) frame.color.at(c, y, x) = 1.0f - frame.color.at(c, y, x);
    }
  }
  const AlignmentResult result = AlignFrames(ViewFrame(), frame);
  EXPECT_NEAR(result.visible_ratio, 0.75, 0.1);
  EXPECT_NEAR(result.seen_through_ratio, 1.0 / 3.0, 0.07);
  EXPECT_GT(result.agreement, 0.3);
  EXPECT_LT(result.agreement, 0.55);
}

TEST_P(FrameAlignerTest, RecoversAKnownMotionUnderSensorNoise) {
  Frame view = ViewFrame(), frame = MovedFrame(KnownMotion());
  AddNoise(0.003, 0.02, 1, &view);
  AddNoise(0.003, 0.02, 2, &frame);
  const AlignmentResult result = AlignFrames(view, frame);
  EXPECT_TRUE(result.converged);
  ExpectNear(result.camera_from_view, KnownMotion(), 1.5, 0.05);
}

TEST(RegionalWeight, FallsWithTheSquareOfDepthWhereErrorsAreThoseOfRegions) {
  for (const float z_m : {0.3f, 1.0f, 4.0f}) EXPECT_EQ(RegionalWeight(z_m, 0.0f), 1.0f);
  EXPECT_EQ(RegionalWeight(0.5f, 1.0f), 1.0f);
  EXPECT_FLOAT_EQ(RegionalWeight(2.0f, 1.0f), 0.25f);
  EXPECT_FLOAT_EQ(RegionalWeight(2.0f, 0.5f), 0.625f);
}

TEST_P(FrameAlignerTest, IgnoresAMovingObjectOverThirtyPercentOfTheImage) {
  Frame frame = MovedFrame(KnownMotion());
  const Camera& camera = frame.camera;
  for (int y = camera.height / 4; y < camera.height * 3 / 4; ++y) {
    for (int x = camera.width / 5; x < camera.width * 4 / 5; ++x) {
      frame.depth_m.at(y, x) -= 0.06f;  // within the distance at which residuals still count
      for (int c = 0; c < 3; ++c) frame.color.at(c, y, x) = 0.5f;
    }
  }
  const AlignmentResult result = AlignFrames(ViewFrame(), frame);
  ExpectNear(result.camera_from_view, KnownMotion(), 2.0, 0.1);
}

TEST_P(FrameAlignerTest, AlignsByDepthAloneWhereNothingHasTexture) {
  Frame view = ViewFrame(), frame = MovedFrame(KnownMotion());
  for (Frame* image : {&view, &frame}) std::ranges::fill(image->color.values(), 0.5f);
  const AlignmentResult result = AlignFrames(view, frame);
  EXPECT_TRUE(result.converged);
  ExpectNear(result.camera_from_view, KnownMotion(), 0.5, 0.02);
}

/// A wall at z = 2 m that fills the image, with texture or without.
Frame WallFrame(const Pose& wall_from_camera, bool textured) {
  Frame frame;
  frame.camera = WorkingCamera();
  const Camera& camera = frame.camera;
  frame.color = Image<float>(3, camera.height, camera.width, 0.5f);
  frame.depth_m = Image<float>(1, camera.height, camera.width);
  for (int y = 0; y < camera.height; ++y) {
    for (int x = 0; x < camera.width; ++x) {
      const Eigen::Vector3d ray =
          wall_from_camera.linear() *
          Eigen::Vector3d((x - camera.cx) / camera.fx, (y - camera.cy) / camera.fy, 1.0);
      const double z = (2.0 - wall_from_camera.translation().z()) / ray.z();
      frame.depth_m.at(y, x) = static_cast<float>(z);
      const Eigen::Vector3d p = wall_from_camera.translation() + z * ray;
      const double waves = std::sin(9 * p.x() + 4 * p.y()) + std::cos(7 * p.y() - 3 * p.x());
      for (int c = 0; textured && c < 3; ++c) frame.color.at(c, y, x) = static_cast<float>(0.5 + 0.2 * waves);
    }
  }
  return frame;
}

TEST_P(FrameAlignerTest, TextureFixesWhatAPlaneLeavesOpen) {
  const AlignmentResult result =
      AlignFrames(WallFrame(Pose::Identity(), true), WallFrame(KnownMotion().inverse(), true));
  EXPECT_TRUE(result.converged);
  ExpectNear(result.camera_from_view, KnownMotion(), 0.5, 0.02);
}

TEST_P(FrameAlignerTest, ABareWallMovesOnlyWhatItShows) {
  const AlignmentResult result =
      AlignFrames(WallFrame(Pose::Identity(), false), WallFrame(KnownMotion().inverse(), false));
  const auto wall = [](const Pose& camera_from_wall) {  // normal and distance, seen from the camera
    const Eigen::Vector3d normal = camera_from_wall.linear().col(2);
    return Eigen::Vector4d(normal.x(), normal.y(), normal.z(),
                           normal.dot(camera_from_wall * Eigen::Vector3d(0, 0, 2)));
  };
  EXPECT_LT((wall(result.camera_from_view) - wall(KnownMotion())).norm(), 2e-4);
  // The rest is not known, but held to the prediction.
  EXPECT_LT((result.camera_from_view.translation() - KnownMotion().translation()).norm(), 0.1);
}

TEST_P(FrameAlignerTest, FindsNothingInAnEmptyFrame) {
  Frame frame = ViewFrame();
  std::ranges::fill(frame.depth_m.values(), 0.0f);
  ExpectNothingFound(AlignFrames(ViewFrame(), frame, KnownMotion()));
  EXPECT_TRUE(AlignFrames(ViewFrame(), frame, KnownMotion()).camera_from_view.isApprox(KnownMotion(), 1e-9));
}

TEST_P(FrameAlignerTest, FindsNothingInAnEmptyView) {
  std::vector<float> planes = PlanesOf(ViewFrame());
  std::fill(planes.begin(), planes.end(), 0.0f);
  ExpectNothingFound(AlignPlanes(planes, ViewFrame(), Pose::Identity()));
}

TEST_P(FrameAlignerTest, FindsNothingInImagesThatAreNotNumbers) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  Frame frame = ViewFrame();
  std::ranges::fill(frame.depth_m.values(), nan);
  ExpectNothingFound(AlignFrames(ViewFrame(), frame));
  std::vector<float> planes = PlanesOf(ViewFrame());
  std::ranges::fill(planes, nan);
  ExpectNothingFound(AlignPlanes(planes, ViewFrame(), Pose::Identity()));
  Pose start = Pose::Identity();
  start.translation().x() = nan;
  EXPECT_FALSE(AlignFrames(ViewFrame(), ViewFrame(), start).converged);
}

TEST_P(FrameAlignerTest, PixelsThatAreNotNumbersDoNoHarm) {
  Frame view = ViewFrame(), frame = MovedFrame(KnownMotion());
  const float bad[] = {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(), -1.0f,
                       std::numeric_limits<float>::max()};
  Random random(3);
  for (Frame* image : {&view, &frame}) {
    for (int i = 0; i < 1000; ++i) {
      image->depth_m.values()[random.NextIndex(image->depth_m.plane_size())] = bad[i % 4];
      image->color.values()[random.NextIndex(3 * image->depth_m.plane_size())] = bad[i % 4];
    }
  }
  const AlignmentResult result = AlignFrames(view, frame);
  EXPECT_TRUE(result.converged);
  ExpectNear(result.camera_from_view, KnownMotion(), 0.3, 0.02);
}

TEST_P(FrameAlignerTest, ResultDoesNotDependOnTheNumberOfThreads) {
  Frame view = ViewFrame(), frame = MovedFrame(KnownMotion());
  AddNoise(0.003, 0.02, 1, &view);
  AddNoise(0.003, 0.02, 2, &frame);
  std::vector<AlignmentResult> results;
  for (const int threads : {1, 2, 3, 8}) {
    const ThreadLimit limit(threads);
    results.push_back(AlignFrames(view, frame));
  }
  for (const AlignmentResult& result : results) {
    EXPECT_EQ(result.camera_from_view.matrix(), results[0].camera_from_view.matrix());
    EXPECT_EQ(result.information, results[0].information);
    EXPECT_EQ(result.depth_rms_m, results[0].depth_rms_m);
    EXPECT_EQ(result.intensity_rms, results[0].intensity_rms);
    EXPECT_EQ(result.iterations, results[0].iterations);
  }
}

TEST_P(FrameAlignerTest, BackEndsAgree) {
  // Odd sizes on the way down, depth edges, and pixels that do not count.
  const Camera camera = test::MakeCamera(163, 127);
  const Pose motion = ExpSe3((Twist() << 0.01, -0.01, 0.02, 0.01, -0.02, 0.01).finished());
  Frame view = test::RoomFrame(camera, kRoomFromView);
  Frame frame = test::RoomFrame(camera, kRoomFromView * motion.inverse());
  AddNoise(0.003, 0.02, 1, &view);
  AddNoise(0.003, 0.02, 2, &frame);
  for (size_t i = 0; i < frame.depth_m.plane_size(); i += 37) frame.depth_m.values()[i] = 0.0f;
  std::vector<float> planes = PlanesOf(view);
  for (size_t i = planes.size() - view.depth_m.plane_size(); i < planes.size(); i += 41) planes[i] = 0.5f;
  const auto align = [&](FrameAligner& aligner) {
    aligner.SetView(planes.data(), camera, kMinSilhouette);
    aligner.SetFrame(ViewOf(frame));
    return aligner.Align(Pose::Identity(), {});
  };
  const AlignmentResult expected = align(*MakeFrameAlignerCpu());
  const AlignmentResult result = align(*GetParam().make());
  ExpectNear(result.camera_from_view, expected.camera_from_view, 0.02, 0.002);
  EXPECT_NEAR(result.inlier_ratio, expected.inlier_ratio, 1e-3);
  EXPECT_NEAR(result.depth_rms_m, expected.depth_rms_m, 1e-3 * expected.depth_rms_m);
  EXPECT_NEAR(result.intensity_rms, expected.intensity_rms, 1e-3 * expected.intensity_rms);
  EXPECT_TRUE(result.information.isApprox(expected.information, 2e-3));
}

TEST_P(FrameAlignerTest, KeepsNothingOfThePreviousFrameAndView) {
  const std::unique_ptr<FrameAligner> aligner = GetParam().make();
  const Frame view = ViewFrame(), frame = MovedFrame(KnownMotion());
  const auto align = [&] {
    aligner->SetView(PlanesOf(view).data(), view.camera, kMinSilhouette);
    aligner->SetFrame(ViewOf(frame));
    return aligner->Align(Pose::Identity(), {}).camera_from_view;
  };
  const Pose first = align();
  const Frame small = test::RoomFrame(test::MakeCamera(101, 67), kRoomFromView);
  aligner->SetView(PlanesOf(small).data(), small.camera, kMinSilhouette);
  aligner->SetFrame(ViewOf(small));
  EXPECT_TRUE(aligner->Align(Pose::Identity(), {}).converged);
  EXPECT_EQ(first.matrix(), align().matrix());
}

std::vector<AlignerBackend> Backends() {
  std::vector<AlignerBackend> backends{{"cpu", MakeFrameAlignerCpu}};
  for (const test::CudaDevice& device : test::CudaDevices()) {
    backends.push_back({device.name, [=] { return MakeFrameAlignerCuda(device.stream); }});
  }
  return backends;
}

INSTANTIATE_TEST_SUITE_P(Backends, FrameAlignerTest, testing::ValuesIn(Backends()),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace isogs
