// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/camera/hand_held_camera.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "datasets/synthetic/camera/gaze.h"
#include "datasets/synthetic/scene/draw.h"

namespace isogs::synthetic {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kSpeed_mps = 0.35;
constexpr double kWayInterval_s = 0.2, kGazeInterval_s = 0.4;
constexpr double kGazeRate_radps = 0.4375;  // two of the gaze's steps an interval
constexpr double kEyeHeight_m = 1.4;
constexpr int kPadding = 3;  // control values before the start and after the end

/// Time in whole intervals, of about the given length.
double WholeInterval(double duration_s, double about_s) {
  return duration_s / std::max(1.0, std::round(duration_s / about_s));
}

}  // namespace

HandHeldCamera::Sway::Sway(Random& random, double amplitude, double lowest_hz, double highest_hz,
                           double period_s) {
  for (size_t i = 0; i < kWaves; ++i) {
    amplitude_[i] = amplitude / kWaves * Between(random, 0.6, 1.0);
    rate_[i] =
        2 * kPi * std::max(1.0, std::round(Between(random, lowest_hz, highest_hz) * period_s)) / period_s;
    phase_[i] = Between(random, 0.0, 2 * kPi);
  }
}

double HandHeldCamera::Sway::At(double time_s) const {
  double sum = 0.0;
  for (size_t i = 0; i < kWaves; ++i) sum += amplitude_[i] * std::sin(rate_[i] * time_s + phase_[i]);
  return sum;
}

HandHeldCamera::HandHeldCamera(const Renderer& rooms, uint64_t seed, double duration_s) {
  const Scene& scene = rooms.scene();
  Random random(seed);
  const Obstacles obstacles(scene);
  closed_ = !scene.plan.doors.empty();
  // Waves fit into a round, so that its end meets its beginning; elsewhere they may be as long as they like.
  const double period_s = closed_ ? duration_s : std::max(duration_s, 60.0);
  height_ = Sway(random, 0.16, 0.05, 0.15, period_s);
  pitch_ = Sway(random, 0.20, 0.05, 0.2, period_s);
  for (Sway& sway : shaken_position_) sway = Sway(random, 0.006, 0.4, 1.8, period_s);
  for (Sway& sway : shaken_angles_) sway = Sway(random, 0.012, 0.3, 1.6, period_s);
  PlanWay(closed_ ? WalkThroughFlat(scene, obstacles, random)
                  : WanderThroughRoom(scene, obstacles, random, kSpeed_mps * duration_s),
          duration_s);
  PlanGaze(rooms, duration_s);
}

/// Along the way, slower and faster by a quarter every seven seconds or so.
void HandHeldCamera::PlanWay(const Way& way, double duration_s) {
  const double interval_s = WholeInterval(duration_s, kWayInterval_s);
  const double speed_mps = closed_ ? way.Length() / duration_s : kSpeed_mps;
  const double rate = 2 * kPi * std::max(1.0, std::round(duration_s / 7.0)) / duration_s;
  std::vector<Eigen::Vector2d> controls;
  const int count = static_cast<int>(std::lround(duration_s / interval_s));
  for (int k = -kPadding; k <= count + kPadding; ++k) {
    const double time_s = k * interval_s;
    controls.push_back(way.At(speed_mps * (time_s + 0.25 * std::sin(rate * time_s) / rate)));
  }
  floor_position_ = Spline<Eigen::Vector2d>(std::move(controls), -kPadding * interval_s, interval_s);
}

void HandHeldCamera::PlanGaze(const Renderer& rooms, double duration_s) {
  const double interval_s = WholeInterval(duration_s, kGazeInterval_s);
  const int count = static_cast<int>(std::lround(duration_s / interval_s)) + (closed_ ? 0 : 1);
  std::vector<GazeStop> stops;
  for (int k = 0; k < count; ++k) {
    const Eigen::Vector2d at = floor_position_.At(k * interval_s);
    const Eigen::Vector2d ahead = floor_position_.At(k * interval_s + 1.0) - at;
    stops.push_back({{at.x(), at.y(), kEyeHeight_m}, std::atan2(ahead.y(), ahead.x())});
  }
  std::vector<double> yaws = ChooseGazes(rooms.scene(), rooms.mesh(), rooms.rays(), stops,
                                         {std::max(0.1, kGazeRate_radps * interval_s), closed_});
  std::vector<double> controls;
  const double round = 2 * kPi * std::round((yaws.back() - yaws.front()) / (2 * kPi));
  for (int k = -kPadding; k < count + kPadding; ++k) {
    const int inside = closed_ ? (k + count) % count : std::clamp(k, 0, count - 1);
    const double rounds = !closed_ || inside == k ? 0.0 : (k < 0 ? -round : round);
    controls.push_back(yaws[static_cast<size_t>(inside)] + rounds);
  }
  yaw_ = Spline<double>(std::move(controls), -kPadding * interval_s, interval_s);
}

Pose HandHeldCamera::WorldFromCamera(double time_s) const {
  const auto shake = [&](const Sway& sway) { return sway.At(time_s); };
  const Eigen::Vector2d floor = floor_position_.At(time_s);
  const double yaw = yaw_.At(time_s) + shake(shaken_angles_[0]);
  const double pitch = -0.22 + pitch_.At(time_s) + shake(shaken_angles_[1]), roll = shake(shaken_angles_[2]);
  const Eigen::Vector3d forward(std::cos(yaw) * std::cos(pitch), std::sin(yaw) * std::cos(pitch),
                                std::sin(pitch));
  const Eigen::Vector3d right = forward.cross(Eigen::Vector3d::UnitZ()).normalized();
  Pose pose = Pose::Identity();
  pose.linear().col(0) = std::cos(roll) * right + std::sin(roll) * forward.cross(right);
  pose.linear().col(2) = forward;
  pose.linear().col(1) = forward.cross(pose.linear().col(0));
  pose.translation() =
      Eigen::Vector3d(floor.x(), floor.y(), kEyeHeight_m + height_.At(time_s)) +
      Eigen::Vector3d(shake(shaken_position_[0]), shake(shaken_position_[1]), shake(shaken_position_[2]));
  return pose;
}

}  // namespace isogs::synthetic
