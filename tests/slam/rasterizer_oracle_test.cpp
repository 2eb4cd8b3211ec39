// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// The oracle itself against central differences.
#include "tests/reference/rasterizer_oracle.h"

#include <gtest/gtest.h>

#include "tests/slam/test_scenes.h"

namespace isogs::test {
namespace {

constexpr double kStep = 1e-7;
constexpr int64_t kEveryElement =
    5;  // as many as a test's time allows; meets all components of vectors in turn

/// Any smooth function that treats pixels and planes differently. The slopes of depth are constants to it.
torch::Tensor Loss(const reference::Parameters& parameters, const Scene& scene, const torch::Tensor& slopes) {
  const torch::Tensor planes = reference::Render(parameters, scene.render_camera(), scene.options, slopes);
  const torch::Tensor weights = torch::sin(torch::arange(planes.numel(), torch::kFloat64) * 0.37 + 0.4);
  return (planes.reshape(-1) * weights).sum();
}

double CentralDifference(const reference::Parameters& parameters, const Scene& scene,
                         const torch::Tensor& slopes, double* element) {
  const torch::NoGradGuard no_grad;
  const double value = *element;
  *element = value + kStep;
  const double above = Loss(parameters, scene, slopes).item<double>();
  *element = value - kStep;
  const double below = Loss(parameters, scene, slopes).item<double>();
  *element = value;
  return (above - below) / (2.0 * kStep);
}

TEST(RasterizerOracle, HasTheGradientsOfCentralDifferences) {
  for (const Scene& scene :
       {RandomScene(12, 20, 14, 21), BorderScene(12, 9), NearPlaneScene(12, 9), OpaqueStackScene(12, 9)}) {
    const reference::Parameters parameters = reference::MakeParameters(scene.cloud);
    const torch::Tensor slopes = reference::DepthSlopes(parameters, scene.render_camera());
    Loss(parameters, scene, slopes).backward();
    for (const torch::Tensor& parameter : parameters.All()) {
      const torch::Tensor gradient = parameter.grad().contiguous();
      const double scale = gradient.abs().max().item<double>();
      for (int64_t i = 0; i < parameter.numel(); i += kEveryElement) {
        EXPECT_NEAR(CentralDifference(parameters, scene, slopes, parameter.data_ptr<double>() + i),
                    gradient.data_ptr<double>()[i], 1e-5 * scale)
            << "element " << i << " of " << parameter.sizes();
      }
    }
  }
}

}  // namespace
}  // namespace isogs::test
