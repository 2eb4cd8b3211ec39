// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <numbers>
#include <optional>
#include <vector>

#include "slam/backend/backend.h"
#include "slam/loops/graph_hops.h"
#include "slam/loops/loop_closer.h"
#include "slam/loops/pose_graph.h"
#include "slam/loops/removed_keyframes.h"
#include "tests/slam/test_scenes.h"

namespace isogs {
namespace {

Twist MakeTwist(double x, double y, double z, double a, double b, double c) {
  return (Twist() << x, y, z, a, b, c).finished();
}

/// What an alignment of some hundred thousand pixels says.
Eigen::Matrix<double, 6, 6> Certain() { return 1e10 * Eigen::Matrix<double, 6, 6>::Identity(); }

KeyframeEdge EdgeBetween(int64_t from, int64_t to) {
  return {from, to, false, Pose::Identity(), EdgeInformation(Certain())};
}

/// A camera that goes around a square of 4 m and is back at its start: 10 keyframes a side.
std::vector<Pose> Square() {
  std::vector<Pose> camera_from_map;
  for (int k = 0; k <= 40; ++k) {
    const int side = std::min(k / 10, 3);
    Pose corner = Pose::Identity();
    for (int i = 0; i < side; ++i) {
      corner.translate(Eigen::Vector3d(0.0, 0.0, 4.0));
      corner.rotate(Eigen::AngleAxisd(0.5 * std::numbers::pi, Eigen::Vector3d::UnitY()));
    }
    corner.translate(Eigen::Vector3d(0.0, 0.0, 0.4 * (k - 10 * side)));
    camera_from_map.push_back(corner.inverse());
  }
  return camera_from_map;
}

double DistanceOf(const Pose& a, const Pose& b) {
  return (a.inverse().translation() - b.inverse().translation()).norm();
}

struct Drifted {
  std::vector<Pose> poses;
  std::vector<KeyframeEdge> edges;
};

/// The same, drifting by so much from each keyframe to the next.
Drifted DriftAround(const std::vector<Pose>& exact) {
  const Eigen::Vector3d drift_m(0.002, 0.001, -0.0015);
  Drifted drifted;
  for (size_t k = 0; k < exact.size(); ++k) {
    drifted.poses.push_back(exact[k] * Eigen::Translation3d(-static_cast<double>(k) * drift_m));
    if (k > 0) drifted.edges.push_back(EdgeBetween(static_cast<int64_t>(k) - 1, static_cast<int64_t>(k)));
  }
  return drifted;
}

TEST(RemovedKeyframes, WhatHungOnThemHangsOnWhatTheyHungOn) {
  KeyframeEdge loop = EdgeBetween(0, 3);
  loop.is_loop = true;
  std::vector<KeyframeEdge> edges = {EdgeBetween(0, 1), EdgeBetween(0, 2), EdgeBetween(2, 3), loop,
                                     EdgeBetween(3, 4), EdgeBetween(4, 5)};
  const std::vector<size_t> gone = {3, 4};
  EXPECT_EQ(RemoveKeyframes(gone, 4, &edges), 2);
  ASSERT_EQ(edges.size(), 3u);
  EXPECT_EQ(edges[2].from, 2) << "of what was keyframe 5";
  EXPECT_EQ(edges[2].to, 3);
  EXPECT_EQ(HopsFrom(0, 4, edges), (std::vector<int>{0, 1, 1, 2}));
}

TEST(PoseGraph, SpreadsTheDriftOfASquareOverItsSides) {
  const std::vector<Pose> exact = Square();
  Drifted drifted = DriftAround(exact);
  double worst_before = 0.0, worst = 0.0;
  KeyframeEdge loop = EdgeBetween(0, 40);
  loop.is_loop = true;
  loop.to_from_from = exact[40] * exact[0].inverse();
  drifted.edges.push_back(loop);
  const PoseGraphResult result = SolvePoseGraph(drifted.poses, drifted.edges, 1000.0);
  ASSERT_TRUE(result.converged);
  for (size_t k = 0; k < exact.size(); ++k) {
    worst_before = std::max(worst_before, DistanceOf(drifted.poses[k], exact[k]));
    worst = std::max(worst, DistanceOf(result.camera_from_map[k], exact[k]));
  }
  EXPECT_GT(worst_before, 0.08);
  EXPECT_LT(worst, 0.4 * worst_before);  // some of it looks like turns
  EXPECT_LT(DistanceOf(result.camera_from_map[40], exact[40]), 0.05 * worst_before);
  EXPECT_EQ(result.camera_from_map[0].matrix(), drifted.poses[0].matrix());
  EXPECT_LT(result.stretch_m, 0.01);
}

TEST(PoseGraph, WithoutLoopsNothingMoves) {
  const Drifted drifted = DriftAround(Square());
  const PoseGraphResult result = SolvePoseGraph(drifted.poses, drifted.edges, 3.0);
  for (size_t k = 0; k < drifted.poses.size(); ++k)
    EXPECT_TRUE(result.camera_from_map[k].isApprox(drifted.poses[k], 1e-9)) << k;
}

TEST(PoseGraph, HasTheSameBitsEachTime) {
  const std::vector<Pose> exact = Square();
  Drifted drifted = DriftAround(exact);
  KeyframeEdge loop = EdgeBetween(3, 40);
  loop.is_loop = true;
  loop.to_from_from = exact[40] * exact[3].inverse();
  drifted.edges.push_back(loop);
  const PoseGraphResult once = SolvePoseGraph(drifted.poses, drifted.edges, 30.0);
  const PoseGraphResult again = SolvePoseGraph(drifted.poses, drifted.edges, 30.0);
  for (size_t k = 0; k < exact.size(); ++k)
    EXPECT_EQ(once.camera_from_map[k].matrix(), again.camera_from_map[k].matrix());
}

TEST(GraphHops, CountsAlignmentsOnTheShortestWay) {
  const std::vector<KeyframeEdge> edges = {EdgeBetween(0, 1), EdgeBetween(1, 2), EdgeBetween(2, 3),
                                           EdgeBetween(0, 3)};
  EXPECT_EQ(HopsFrom(3, 5, edges), (std::vector<int>{1, 2, 1, 0, 5}));
}

/// Keyframes on a way of 2 m that begins and ends with the same picture.
class LoopCloserTest : public testing::Test {
 protected:
  static constexpr int kLast = 12;

  /// A view of the room; it turns away for `turn`.
  Frame View(double turn) const {
    Frame frame = test::RoomFrame(test::MakeCamera(160, 120),
                                  test::RoomFromFirstCamera() * ExpSe3(MakeTwist(0, 0, 0, 0, turn, 0)));
    return frame;
  }

  /// Goes the way and looks for a loop at its end, which the map has at `last_camera_from_map`.
  std::optional<LoopReport> Go(const Pose& last_camera_from_map) {
    closer_ = std::make_unique<LoopCloser>(config_, tracking_, backend_.ForTracking(), store_);
    for (int k = 0; k <= kLast; ++k) {
      // Half a turn away and back, and a metre.
      const double share = k / static_cast<double>(kLast);
      const double turn = std::numbers::pi * (1.0 - std::abs(2.0 * share - 1.0));
      Pose camera_from_map = ExpSe3(MakeTwist(0.1 * std::min(k, kLast - k), 0, 0, 0, 0, 0)) *
                             ExpSe3(MakeTwist(0, 0, 0, 0, turn, 0)).inverse();
      if (k == kLast) camera_from_map = last_camera_from_map;
      const DeviceFrame frame(View(k == kLast ? 0.0 : turn), MemoryKind::kHost);
      store_.Add(k, camera_from_map, frame);
      AlignmentResult alignment;
      alignment.information = Certain();
      closer_->AddKeyframe(k > 0 ? std::optional<int64_t>(k - 1) : std::nullopt, alignment);
      if (k == kLast) return closer_->Find(frame, &corrected_);
    }
    return std::nullopt;
  }

  LoopsConfig config_ = [] {
    LoopsConfig config;
    config.min_hops = 8;
    return config;
  }();
  TrackingConfig tracking_;
  Backend backend_ = MakeBackend(Device::kCpu);
  KeyframeStore store_{MemoryKind::kHost, *backend_.codec};
  std::unique_ptr<LoopCloser> closer_;
  std::vector<Pose> corrected_;
};

TEST_F(LoopCloserTest, CorrectsDriftWhereAPlaceIsSeenAgain) {
  const auto loop = Go(ExpSe3(MakeTwist(0.02, 0.01, -0.015, 0.002, 0.004, 0)));
  ASSERT_TRUE(loop.has_value());
  EXPECT_EQ(loop->outcome, LoopOutcome::kClosed);
  EXPECT_EQ(loop->to, kLast);
  EXPECT_NEAR(loop->gap_m, 0.027, 0.005);
  ASSERT_EQ(corrected_.size(), kLast + 1u);
  EXPECT_LT(corrected_.back().translation().norm(), 0.2 * loop->gap_m);
  EXPECT_TRUE(corrected_.front().isApprox(Pose::Identity()));
  EXPECT_TRUE(closer_->Near()[0]) << "tracking may use the place's keyframe";
}

TEST_F(LoopCloserTest, OnlyNotesALoopThatAgrees) {
  const auto loop = Go(ExpSe3(MakeTwist(0.0005, 0, 0, 0, 0, 0)));
  ASSERT_TRUE(loop.has_value());
  EXPECT_EQ(loop->outcome, LoopOutcome::kNoted);
  EXPECT_TRUE(corrected_.empty());
  EXPECT_TRUE(closer_->Near()[0]);
}

TEST_F(LoopCloserTest, TwoPlacesThatLookTheSameAreNotOne) {
  const auto loop = Go(ExpSe3(MakeTwist(1.5, 0, 0, 0, 0, 0)));
  ASSERT_TRUE(loop.has_value()) << "it looks like a loop";
  EXPECT_EQ(loop->outcome, LoopOutcome::kRejected);
  EXPECT_TRUE(corrected_.empty());
  EXPECT_FALSE(closer_->Near()[0]);
  EXPECT_EQ(closer_->edges().size(), static_cast<size_t>(kLast));
}

TEST_F(LoopCloserTest, ALoopThatWouldBendAnAlignmentIsNotBelieved) {
  // Little beside the way, but too much for so few alignments.
  config_.max_drift = 1.0;
  const auto loop = Go(ExpSe3(MakeTwist(0.8, 0, 0, 0, 0, 0)));
  ASSERT_TRUE(loop.has_value());
  EXPECT_EQ(loop->outcome, LoopOutcome::kRejected);
  EXPECT_GT(loop->stretch_m, config_.max_stretch_m);
}

}  // namespace
}  // namespace isogs
