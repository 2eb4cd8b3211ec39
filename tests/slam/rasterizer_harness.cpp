// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/slam/rasterizer_harness.h"

#include <algorithm>
#include <cmath>

#include "shared/core/error.h"
#include "tests/slam/cuda_devices.h"

namespace isogs::test {
namespace {

constexpr float kMinSilhouette = 0.9f;

struct HostResiduals {
  std::vector<float> intensity, intensity_weight, depth, depth_weight;
};

HostResiduals MakeResiduals(const std::vector<float>& rendered, const std::vector<float>& measured,
                            double intensity_weight, double depth_weight) {
  const size_t pixels = rendered.size() / plane::kCount;
  HostResiduals result;
  for (size_t i = 0; i < pixels; ++i) {
    const bool seen = rendered[plane::kSilhouette * pixels + i] > kMinSilhouette &&
                      measured[plane::kSilhouette * pixels + i] > kMinSilhouette;
    const auto difference = [&](int p) { return rendered[p * pixels + i] - measured[p * pixels + i]; };
    result.intensity.push_back((difference(0) + difference(1) + difference(2)) / 3.0f);
    result.intensity_weight.push_back(seen ? static_cast<float>(intensity_weight) : 0.0f);
    result.depth.push_back(difference(plane::kDepth));
    result.depth_weight.push_back(seen ? static_cast<float>(depth_weight) : 0.0f);
  }
  return result;
}

}  // namespace

std::vector<std::string> BackendNames() {
  std::vector<std::string> names;
  for (const std::string name : {"cpu_reference", "cpu", "cuda_emulated", "cuda"}) {
    try {
      MakeBackendNamed(name);
      names.push_back(name);
    } catch (const UsageError&) {
      continue;  // not built in, or no such device
    }
  }
  return names;
}

Backend MakeBackendNamed(const std::string& name) {
  for (const CudaDevice& device : CudaDevices()) {
    if (device.name == name) return MakeTestedCudaBackend(device);
  }
  for (const auto& [device_name, device] : kDeviceNames) {
    if (device_name == name) return MakeBackend(device);
  }
  throw UsageError("back end '" + name + "': no such name");
}

RasterizerHarness::RasterizerHarness(const std::string& backend_name, const Scene& scene)
    : scene_(scene),
      backend_(MakeBackendNamed(backend_name)),
      map_(*backend_.map_memory),
      planes_(backend_.memory),
      gradients_(backend_.memory),
      residuals_(backend_.memory) {
  map_.Append(scene.cloud);
}

std::vector<float> RasterizerHarness::Render(const Pose& camera_from_map) {
  scene_.camera_from_map = camera_from_map;
  rendered_.resize(plane::kCount * pixel_count());
  planes_.Reserve(plane::kCount * pixel_count());
  backend_.rasterizer->Render(map_.View(), scene_.render_camera(), scene_.options, planes_.data());
  planes_.Download(rendered_.data(), plane::kCount * pixel_count());
  return rendered_;
}

std::vector<float> RasterizerHarness::Backward(const std::vector<float>& plane_gradients) {
  gradients_.Upload(plane_gradients.data(), static_cast<int64_t>(plane_gradients.size()));
  const GradientRows rows = backend_.rasterizer->Backward(gradients_.data());
  std::vector<float> dense(scene_.cloud.size() * column::kStride, 0.0f);
  const std::vector<int32_t> gaussians = CopyOut(backend_.memory, rows.gaussians, rows.count);
  const std::vector<float> values = CopyOut(backend_.memory, rows.values, rows.count * column::kStride);
  for (int64_t row = 0; row < rows.count; ++row) {
    std::copy_n(values.begin() + row * column::kStride, column::kStride,
                dense.begin() + int64_t{gaussians[row]} * column::kStride);
  }
  return dense;
}

Twist RasterizerHarness::BackwardPose(const std::vector<float>& plane_gradients) {
  gradients_.Upload(plane_gradients.data(), static_cast<int64_t>(plane_gradients.size()));
  return backend_.rasterizer->BackwardPose(gradients_.data());
}

std::vector<int32_t> RasterizerHarness::Visible() const {
  const std::span<const int32_t> visible = backend_.rasterizer->VisibleGaussians();
  return CopyOut(backend_.memory, visible.data(), static_cast<int64_t>(visible.size()));
}

PoseSystem RasterizerHarness::LinearizePose(const std::vector<float>& measured, double intensity_weight,
                                            double depth_weight) {
  const HostResiduals host = MakeResiduals(rendered_, measured, intensity_weight, depth_weight);
  std::vector<float> all;
  for (const auto* part : {&host.intensity, &host.intensity_weight, &host.depth, &host.depth_weight}) {
    all.insert(all.end(), part->begin(), part->end());
  }
  residuals_.Upload(all.data(), static_cast<int64_t>(all.size()));
  const float* r = residuals_.data();
  const int64_t n = pixel_count();
  return backend_.rasterizer->LinearizePose({r, r + n, r + 2 * n, r + 3 * n});
}

std::vector<float> ResidualGradients(const std::vector<float>& rendered, const std::vector<float>& measured,
                                     double intensity_weight, double depth_weight) {
  const HostResiduals host = MakeResiduals(rendered, measured, intensity_weight, depth_weight);
  const size_t pixels = host.intensity.size();
  std::vector<float> gradients(plane::kCount * pixels, 0.0f);
  for (size_t i = 0; i < pixels; ++i) {
    const float to_intensity = host.intensity_weight[i] * host.intensity[i];
    for (int channel = 0; channel < 3; ++channel) gradients[channel * pixels + i] = to_intensity / 3.0f;
    gradients[plane::kDepth * pixels + i] = host.depth_weight[i] * host.depth[i];
  }
  return gradients;
}

Agreement Compare(const std::vector<double>& actual, const std::vector<double>& expected) {
  double error = 0, expected_squared = 0, actual_squared = 0, dot = 0, signed_error = 0, absolute = 0;
  for (size_t i = 0; i < expected.size(); ++i) {
    const double difference = actual[i] - expected[i];
    error += difference * difference;
    actual_squared += actual[i] * actual[i];
    expected_squared += expected[i] * expected[i];
    dot += actual[i] * expected[i];
    signed_error += expected[i] < 0 ? -difference : difference;
    absolute += std::abs(expected[i]);
  }
  if (expected_squared == 0.0) return {std::sqrt(error), actual_squared == 0.0 ? 1.0 : 0.0, signed_error};
  return {std::sqrt(error / expected_squared), dot / std::sqrt(actual_squared * expected_squared),
          signed_error / absolute};
}

double FractionOver(const std::vector<float>& actual, const std::vector<double>& expected, double tolerance) {
  size_t over = 0;
  for (size_t i = 0; i < expected.size(); ++i) {
    // Negated, so that NaN counts.
    if (!(std::abs(actual[i] - expected[i]) <= tolerance * std::max(1.0, std::abs(expected[i])))) ++over;
  }
  return expected.empty() ? 0.0 : static_cast<double>(over) / static_cast<double>(expected.size());
}

}  // namespace isogs::test
