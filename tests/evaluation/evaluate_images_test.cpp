// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "evaluation/evaluate_images.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "shared/core/error.h"
#include "shared/image/image_io.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

constexpr Camera kCamera = {32, 24, 30.0, 30.0, 15.5, 11.5};

/// A wall of opaque Gaussians 2 m in front of the first camera.
GaussianCloud MakeWall() {
  GaussianCloud wall;
  wall.Resize(41 * 31);
  size_t i = 0;
  for (int y = -15; y <= 15; ++y) {
    for (int x = -20; x <= 20; ++x, ++i) {
      const float mean[3] = {0.07f * static_cast<float>(x), 0.07f * static_cast<float>(y), 2.0f};
      for (size_t k = 0; k < 3; ++k) {
        wall.means[3 * i + k] = mean[k];
        wall.colors[3 * i + k] = (x + y) % 3 == 0 ? 0.8f : 0.3f;
        wall.log_scales[3 * i + k] = -3.0f;
      }
      wall.rotations[4 * i] = 1.0f;
      wall.logit_opacities[i] = 3.0f;
    }
  }
  return wall;
}

/// Frames that show exactly what the wall renders to, but for an offset in colour and depth.
class RenderedDataset : public Dataset {
 public:
  RenderedDataset(const Params& params, float color_error, float depth_error_m) {
    MapRenderer renderer(MakeBackend(Device::kCpuReference), params.map);
    for (const FrameRecord& record : params.frames) {
      const RenderedView view = renderer.Render(kCamera, record.camera_from_map);
      Frame frame;
      frame.index = record.dataset_index;
      frame.camera = kCamera;
      frame.color = view.color;
      frame.depth_m = view.depth_m;
      for (float& value : frame.color.values()) value = std::clamp(value, 0.0f, 1.0f) + color_error;
      for (float& value : frame.depth_m.values()) value += depth_error_m;
      frames_.push_back(frame);
    }
  }

  void SetDepth(float depth_m) {
    for (Frame& frame : frames_) std::ranges::fill(frame.depth_m.values(), depth_m);
  }

  std::string layout() const override { return "rendered"; }
  int64_t frame_count() const override { return static_cast<int64_t>(frames_.size()); }
  Camera camera() const override { return kCamera; }
  Frame Read(int64_t index) const override { return frames_.at(static_cast<size_t>(index)); }

 private:
  std::vector<Frame> frames_;
};

class EvaluateImagesTest : public ::testing::Test {
 protected:
  EvaluateImagesTest() {
    params_.map = MakeWall();
    params_.camera = kCamera;
    for (int t = 0; t < 7; ++t) {
      FrameRecord frame;
      frame.dataset_index = t;
      frame.camera_from_map.translation().x() = 0.01 * t;
      params_.frames.push_back(frame);
    }
    params_.frames[3].state = TrackingState::kLost;
    params_.keyframes = {0, 4};
  }

  ImageFigures Evaluate(const Dataset& dataset, const ImageEvaluationOptions& options) const {
    MapRenderer renderer(MakeBackend(Device::kCpuReference), params_.map);
    return EvaluateImages(params_, dataset, renderer, options);
  }

  Params params_;
  TemporaryFolder folder_;
};

TEST_F(EvaluateImagesTest, FindsTheErrorThatWasPutIn) {
  const ImageFigures figures = Evaluate(RenderedDataset(params_, 0.05f, 0.02f), {});
  EXPECT_EQ(figures.exposed.mapped.frames(), 2);
  EXPECT_EQ(figures.exposed.unseen.frames(), 4);  // the lost one is left out
  for (const ImageScoreMean& scores : {figures.as_rendered.mapped, figures.as_rendered.unseen}) {
    EXPECT_NEAR(scores.mean()->psnr_db, -20.0 * std::log10(0.05), 0.01);
    EXPECT_NEAR(scores.mean()->depth_l1_m, 0.02, 1e-5);
    EXPECT_GT(scores.mean()->ssim, 0.5);
    EXPECT_LT(scores.mean()->ssim, 0.999);
  }
}

TEST_F(EvaluateImagesTest, ShowsViewsInTheExposureOfTheirFrame) {
  const RenderedDataset brighter(params_, 0.05f, 0.0f);
  ImageEvaluationOptions options;
  const ImageFigures figures = Evaluate(brighter, options);
  EXPECT_GT(figures.exposed.unseen.mean()->psnr_db, figures.as_rendered.unseen.mean()->psnr_db + 10.0);
  options.exposure = false;
  const ImageFigures off = Evaluate(brighter, options);
  EXPECT_EQ(off.exposed.unseen.mean(), off.as_rendered.unseen.mean());
  EXPECT_EQ(off.as_rendered.unseen.mean(), figures.as_rendered.unseen.mean());
}

TEST_F(EvaluateImagesTest, ThinsOutBothKindsOfFrames) {
  const RenderedDataset dataset(params_, 0.0f, 0.0f);
  ImageEvaluationOptions options;
  options.every = 2;
  int64_t done_last = 0;
  options.progress = [&](int64_t done, int64_t total) {
    EXPECT_EQ(done, ++done_last);
    EXPECT_EQ(total, 3);
  };
  const ImageFigures figures = Evaluate(dataset, options);
  EXPECT_EQ(figures.exposed.mapped.frames(), 1);
  EXPECT_EQ(figures.exposed.unseen.frames(), 2);
  EXPECT_EQ(figures.exposed.mapped.mean()->psnr_db, kMaxPsnrDb);
  EXPECT_EQ(done_last, 3);
}

TEST_F(EvaluateImagesTest, MeasuredPointsAreComparedWithMapAndMesh) {
  TriangleMesh wall;  // 1 cm behind the one that the frames measure
  wall.vertices = {-9, -9, 2.01f, 9, -9, 2.01f, 0, 9, 2.01f};
  wall.triangles = {0, 1, 2};
  const MeshDistance mesh(wall);
  ImageEvaluationOptions options;
  options.mesh = &mesh;
  RenderedDataset dataset(params_, 0.0f, 0.0f);
  dataset.SetDepth(2.0f);
  const ImageFigures figures = Evaluate(dataset, options);
  const auto pixels = static_cast<size_t>(kCamera.width) * kCamera.height;
  EXPECT_EQ(figures.mapped_points.densities.size(), 2 * pixels);
  EXPECT_EQ(figures.unseen_points.mesh_distances_m.size(), 4 * pixels);
  for (const float distance_m : figures.unseen_points.mesh_distances_m) EXPECT_NEAR(distance_m, 0.01f, 1e-5f);
  for (const float density : figures.mapped_points.densities) EXPECT_GT(density, 0.5f);
  EXPECT_EQ(figures.unseen_points.seen_through, 0.0);
}

TEST_F(EvaluateImagesTest, WritesTheWantedNumberOfPictures) {
  ImageEvaluationOptions options;
  options.pictures_folder = folder_.path();
  for (const size_t pictures : {2, 100}) {
    options.pictures = static_cast<int64_t>(pictures);
    Evaluate(RenderedDataset(params_, 0.05f, 0.02f), options);
    std::set<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) files.insert(entry.path());
    EXPECT_EQ(files.size(), std::min<size_t>(pictures, 6));
    for (const auto& file : files) EXPECT_EQ(ReadColorImage(file).pixels.width(), 3 * kCamera.width);
  }
  EXPECT_TRUE(std::filesystem::exists(folder_ / "frame000000.png"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "frame000003.png"));
}

TEST_F(EvaluateImagesTest, AnotherDatasetIsAnError) {
  const RenderedDataset dataset(params_, 0.0f, 0.0f);
  params_.frames.back().dataset_index = 7;
  EXPECT_THAT([&] { Evaluate(dataset, {}); },
              ThrowsMessage<Error>(HasSubstr("frame 7, but the data set has 7")));
  params_.camera.width = 40;
  EXPECT_THAT([&] { Evaluate(dataset, {}); }, ThrowsMessage<Error>(HasSubstr("(32x24")));
}

TEST_F(EvaluateImagesTest, AnEmptyRunHasNoFigures) {
  params_.frames.clear();
  params_.keyframes.clear();
  const ImageFigures figures = Evaluate(RenderedDataset(params_, 0.0f, 0.0f), {});
  EXPECT_EQ(figures.exposed.mapped.mean(), std::nullopt);
  EXPECT_EQ(figures.exposed.unseen.frames(), 0);
}

}  // namespace
}  // namespace isogs
