// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <memory>
#include <utility>

#include "slam/system/slam_system.h"
#include "tests/slam/test_scenes.h"

namespace isogs {
namespace {

struct Calls {
  int flat = 0;
  int prepare = 0;
  int iso = 0;
};

class CountingFlatLoss : public FlatLoss {
 public:
  CountingFlatLoss(std::unique_ptr<FlatLoss> loss, Calls* calls) : loss_(std::move(loss)), calls_(calls) {}
  void Add(const GaussianView& map, double weight, const FlatFloor& floor,
           const GradientRows& rows) override {
    ++calls_->flat;
    loss_->Add(map, weight, floor, rows);
  }
  double TakeMean() override { return loss_->TakeMean(); }

 private:
  std::unique_ptr<FlatLoss> loss_;
  Calls* calls_;
};

class CountingIsoLoss : public IsoLoss {
 public:
  CountingIsoLoss(std::unique_ptr<IsoLoss> loss, Calls* calls) : loss_(std::move(loss)), calls_(calls) {}
  void Prepare(const GaussianView& map, std::span<const RenderCamera> views, const GaussianMotion& motion,
               const IsoOptions& options) override {
    ++calls_->prepare;
    loss_->Prepare(map, views, motion, options);
  }
  void Add(const GaussianView& map, const PixelSamples& samples, const IsoOptions& options, double weight,
           const GradientRows& rows) override {
    ++calls_->iso;
    loss_->Add(map, samples, options, weight, rows);
  }
  void AddDrawn(const GaussianView& map, const MeasuredView& view, int64_t count, Random& random,
                const IsoOptions& options, double weight, const GradientRows& rows) override {
    ++calls_->iso;
    loss_->AddDrawn(map, view, count, random, options, weight, rows);
  }
  IsoValue TakeMean() override { return loss_->TakeMean(); }
  void Densities(const GaussianView& map, const PixelSamples& samples, const IsoOptions& options,
                 float* densities) override {
    loss_->Densities(map, samples, options, densities);
  }

 private:
  std::unique_ptr<IsoLoss> loss_;
  Calls* calls_;
};

class SurfaceLossesInMapping : public testing::Test {
 protected:
  SurfaceLossesInMapping() {
    config_.mapping.iterations = 3;
    config_.mapping.first_iterations = 4;
    config_.mapping.iso.every = 2;
    config_.tracking.iterations = 2;  // its refinement renders too
  }

  SlamSystem MakeSystem() {
    Backend backend = MakeBackend(Device::kCpu);
    backend.flat = std::make_unique<CountingFlatLoss>(std::move(backend.flat), &calls_);
    backend.iso = std::make_unique<CountingIsoLoss>(std::move(backend.iso), &calls_);
    return {config_, std::move(backend)};
  }
  static Frame NextFrame() { return test::RoomFrame(test::MakeCamera(96, 72), test::RoomFromFirstCamera()); }

  Config config_;
  Calls calls_;
};

TEST_F(SurfaceLossesInMapping, RunAsOftenAsAskedAndNeverInTracking) {
  SlamSystem system = MakeSystem();
  system.Process(NextFrame());
  EXPECT_EQ(calls_.flat, 4);
  EXPECT_EQ(calls_.iso, 2);
  EXPECT_EQ(calls_.prepare, 1);
  for (int i = 0; i < 3; ++i) system.Process(NextFrame());  // tracked, not mapped
  EXPECT_EQ(calls_.flat, 4);
  EXPECT_EQ(calls_.iso, 2);
  EXPECT_EQ(calls_.prepare, 1);
  const FrameReport report = system.Process(NextFrame());
  EXPECT_EQ(calls_.flat, 7);
  EXPECT_EQ(calls_.iso, 4);
  EXPECT_EQ(calls_.prepare, 2);
  ASSERT_TRUE(report.mapping && report.mapping->surface.flat_m && report.mapping->surface.iso);
  EXPECT_GT(*report.mapping->surface.flat_m, 0.0);
  EXPECT_LT(*report.mapping->surface.flat_m, 0.05);
  EXPECT_GT(*report.mapping->surface.iso, 0.0);
}

TEST_F(SurfaceLossesInMapping, DoNotRunWithoutWeight) {
  config_.mapping.flat_weight = 0.0;
  config_.mapping.iso_weight = 0.0;
  SlamSystem system = MakeSystem();
  const FrameReport report = system.Process(NextFrame());
  EXPECT_EQ(calls_.flat, 0);
  EXPECT_EQ(calls_.iso, 0);
  EXPECT_EQ(calls_.prepare, 0);
  EXPECT_FALSE(report.mapping->surface.flat_m);
  EXPECT_FALSE(report.mapping->surface.iso);
}

TEST_F(SurfaceLossesInMapping, LowerWhatTheyMeasure) {
  config_.mapping.first_iterations = 60;
  const auto losses = [&](double flat_weight, double iso_weight) {
    config_.mapping.flat_weight = flat_weight;
    config_.mapping.iso_weight = iso_weight;
    return MakeSystem().Process(NextFrame()).mapping->surface;
  };
  const SurfaceLossValue off = losses(1e-9, 1e-9);  // measured, without effect
  EXPECT_LT(*losses(50.0, 0.0).flat_m, 0.99 * *off.flat_m);
  EXPECT_LT(*losses(0.0, 2.0).iso, 0.9 * *off.iso);
}

}  // namespace
}  // namespace isogs
