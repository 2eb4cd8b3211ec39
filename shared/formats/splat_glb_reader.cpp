// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include "shared/core/error.h"
#include "shared/core/parallel.h"
#include "shared/core/text.h"
#include "shared/formats/glb_nodes.h"
#include "shared/formats/glb_reader.h"
#include "shared/formats/splat_formats.h"
#include "shared/formats/splat_values.h"
#include "shared/types/parameter_limits.h"

namespace isogs {
namespace {

using glb::Json;

constexpr const char* kExtension = "KHR_gaussian_splatting";
constexpr int64_t kGrain = 1 << 14;
constexpr size_t kLeastBytes = 11;  // of a Gaussian, all numbers in a byte

struct Attributes {
  glb::Accessor means, rotations, scales, opacities, harmonics;
  bool is_linear = false;  // its colours
};

std::string TextAt(const Json& object, const char* key) {
  const Json& value = glb::Member(object, key);
  return value.is_string() ? value.get<std::string>() : value.dump();
}

void CheckKind(const Json& primitive, const Json& splats) {
  if (glb::Whole(primitive, "mode", 4) != 0) throw Error("has Gaussians that are not of mode 0, POINTS");
  if (const std::string kernel = TextAt(splats, "kernel"); kernel != "ellipse") {
    throw Error("has Gaussians of kernel " + Quoted(kernel) + ", expected ellipse");
  }
  if (splats.contains("extensions")) {
    throw Error("has Gaussians that are extended by " + Quoted(splats["extensions"].dump(), 64) +
                ", expected plain ones: convert it first");
  }
}

Attributes AttributesOf(const glb::Document& document, const Json& primitive, const Json& splats) {
  CheckKind(primitive, splats);
  const Json& attributes = glb::Member(primitive, "attributes");
  const auto find = [&](const std::string& name, const char* type) {
    return glb::FindAccessor(document, glb::Whole(attributes, name.c_str()), type);
  };
  const std::string prefix = std::string(kExtension) + ":";
  Attributes found{.means = find("POSITION", "VEC3"),
                   .rotations = find(prefix + "ROTATION", "VEC4"),
                   .scales = find(prefix + "SCALE", "VEC3"),
                   .opacities = find(prefix + "OPACITY", "SCALAR"),
                   .harmonics = find(prefix + "SH_DEGREE_0_COEF_0", "VEC3")};
  for (const glb::Accessor* a : {&found.rotations, &found.scales, &found.opacities, &found.harmonics}) {
    if (a->count == found.means.count) continue;
    throw Error("has " + std::to_string(a->count) + " values of an attribute, expected one for each of " +
                std::to_string(found.means.count) + " positions");
  }
  const std::string space = TextAt(splats, "colorSpace");
  found.is_linear = space == "lin_rec709_display";
  if (!found.is_linear && space != "srgb_rec709_display") {
    throw Error("has colours in " + Quoted(space) + ", expected srgb_rec709_display or lin_rec709_display");
  }
  return found;
}

/// IEC 61966-2-1.
float SrgbOf(float linear) {
  return linear <= 0.0031308f ? 12.92f * linear : 1.055f * std::pow(linear, 1.0f / 2.4f) - 0.055f;
}

void SetGaussian(const Attributes& from, size_t i, GaussianCloud* cloud) {
  glb::Load(from.means, i, &cloud->means[3 * i]);
  std::array<float, 4> q;
  glb::Load(from.rotations, i, q.data());
  std::ranges::copy(std::array{q[3], q[0], q[1], q[2]}, &cloud->rotations[4 * i]);
  float opacity;
  glb::Load(from.opacities, i, &opacity);
  cloud->logit_opacities[i] = Logit(opacity);  // also infinite
  std::array<float, 3> scales, harmonics;
  glb::Load(from.scales, i, scales.data());
  glb::Load(from.harmonics, i, harmonics.data());
  for (size_t c = 0; c < 3; ++c) {
    cloud->log_scales[3 * i + c] = std::log(scales[c]);
    const float color = ColorOf(harmonics[c]);
    cloud->colors[3 * i + c] = from.is_linear ? SrgbOf(color) : color;
  }
}

/// Logarithms instead of sigmas, as drafts of the extension had them, would make NaN of every small Gaussian.
void CheckScales(const glb::Accessor& scales) {
  for (size_t i = 0; i < scales.count; ++i) {
    std::array<float, 3> s;
    glb::Load(scales, i, s.data());
    const float least = std::min({s[0], s[1], s[2]});
    if (!(least < 0.0f)) continue;
    throw Error("has a SCALE of " + std::to_string(least) +
                ", expected sigmas of 0 or more (a draft of the extension had logarithms)");
  }
}

GaussianCloud ReadPrimitive(const Attributes& from) {
  CheckScales(from.scales);
  GaussianCloud cloud;
  cloud.Resize(from.means.count);
  ParallelFor(static_cast<int64_t>(cloud.size()), kGrain, [&](int64_t begin, int64_t end) {
    for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) SetGaussian(from, i, &cloud);
  });
  return cloud;
}

/// Throws Error unless it is a motion and one factor: what else it makes of an ellipsoid no Gaussian holds.
GaussianCloud Placed(GaussianCloud cloud, const Eigen::Affine3d& world_from_mesh) {
  if (world_from_mesh.matrix() == Eigen::Matrix4d::Identity()) return cloud;
  const double factor = std::cbrt(world_from_mesh.linear().determinant());
  Pose rigid = Pose::Identity();
  rigid.linear() = world_from_mesh.linear() / factor;
  rigid.translation() = world_from_mesh.translation();
  if (!(factor > 0.0) || !rigid.matrix().allFinite() || !rigid.linear().isUnitary(1e-4)) {
    throw Error("has a node that stretches or mirrors Gaussians, expected one factor for all axes");
  }
  for (float& x : cloud.means) x *= static_cast<float>(factor);
  for (float& x : cloud.log_scales) x += static_cast<float>(std::log(factor));
  return Transformed(std::move(cloud), rigid);
}

void Append(GaussianCloud more, GaussianCloud* all) {
  if (all->size() == 0) return static_cast<void>(*all = std::move(more));
  const auto append = [](const std::vector<float>& from, std::vector<float>* to) {
    to->insert(to->end(), from.begin(), from.end());
  };
  append(more.means, &all->means);
  append(more.colors, &all->colors);
  append(more.rotations, &all->rotations);
  append(more.logit_opacities, &all->logit_opacities);
  append(more.log_scales, &all->log_scales);
  append(more.timesteps, &all->timesteps);
}

GaussianCloud ReadScene(const glb::Document& document) {
  GaussianCloud cloud;
  bool is_found = !document.gltf.contains("meshes");  // a map without Gaussians has no mesh
  for (const auto& [mesh, world_from_mesh] : glb::MeshesOfScene(document.gltf)) {
    for (const Json& primitive : glb::Member(glb::Element(document.gltf, "meshes", mesh), "primitives")) {
      if (!primitive.contains("extensions") || !primitive["extensions"].contains(kExtension)) continue;
      const Attributes found = AttributesOf(document, primitive, primitive["extensions"][kExtension]);
      if (found.means.count > document.buffer.size() / kLeastBytes - cloud.size()) {
        throw Error("shows more Gaussians than its " + std::to_string(document.buffer.size()) +
                    " bytes can hold");
      }
      Append(Placed(ReadPrimitive(found), world_from_mesh), &cloud);
      is_found = true;
    }
  }
  if (!is_found) throw Error(std::string("holds no Gaussians, expected points with ") + kExtension);
  return cloud;
}

}  // namespace

GaussianCloud ReadSplatGlb(const std::filesystem::path& path) {
  // GLB cannot be larger.
  const std::string bytes = ReadWholeFile(path, std::numeric_limits<uint32_t>::max());
  try {
    GaussianCloud cloud = ReadScene(glb::Parse(bytes, {kExtension, "KHR_mesh_quantization"}));
    RemoveInvisible(&cloud);
    MakeLimitsFinite(&cloud);
    return cloud;
  } catch (const Error& error) {
    throw Error(path.string() + ": " + error.what());
  }
}

}  // namespace isogs
