// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "evaluation/seen_surface.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "datasets/frame_prefetcher.h"
#include "shared/core/error.h"
#include "shared/core/parallel.h"
#include "shared/geometry/projection.h"

namespace isogs {
namespace {

constexpr float kLongestEdge_m = 0.05f;
constexpr double kBehindDepth_m = 0.03;
constexpr double kMostPieces = 1e8;  // 3.6 GB
constexpr int kMaxCuts = 40;         // of one triangle; far from the origin, floats cannot be cut to 5 cm

using Triangle = std::array<Eigen::Vector3f, 3>;

/// Halves the longest edge until none is too long.
void Cut(const Triangle& triangle, int cuts_left, std::vector<Triangle>* pieces) {
  size_t longest = 0;  // the edge from this corner to the next
  float longest_squared = 0.0f;
  for (size_t k = 0; k < 3; ++k) {
    const float squared = (triangle[(k + 1) % 3] - triangle[k]).squaredNorm();
    if (squared > longest_squared) longest = k, longest_squared = squared;
  }
  if (!(longest_squared > kLongestEdge_m * kLongestEdge_m) || cuts_left == 0) {
    pieces->push_back(triangle);
    return;
  }
  const Eigen::Vector3f& from = triangle[longest];
  const Eigen::Vector3f& to = triangle[(longest + 1) % 3];
  const Eigen::Vector3f& apex = triangle[(longest + 2) % 3];
  const Eigen::Vector3f middle = 0.5f * (from + to);
  Cut({from, middle, apex}, cuts_left - 1, pieces);
  Cut({middle, to, apex}, cuts_left - 1, pieces);
}

Triangle TriangleAt(const TriangleMesh& mesh, size_t t) {
  Triangle triangle;
  for (size_t k = 0; k < 3; ++k) {
    triangle[k] = Eigen::Map<const Eigen::Vector3f>(&mesh.vertices[3 * size_t{mesh.triangles[3 * t + k]}]);
  }
  return triangle;
}

/// Roughly, and rather too many than too few, the pieces that Cut makes.
double MostPieces(const Triangle& triangle) {
  const Eigen::Vector3d a = triangle[0].cast<double>(), b = triangle[1].cast<double>(),
                        c = triangle[2].cast<double>();
  const double around_m = (b - a).norm() + (c - b).norm() + (a - c).norm();
  const double cuts_along = around_m / kLongestEdge_m;
  const double area_m2 = 0.5 * (b - a).cross(c - a).norm();
  return 1.0 + cuts_along + 8.0 * area_m2 / (kLongestEdge_m * kLongestEdge_m);
}

std::vector<Triangle> CutSurface(const TriangleMesh& surface) {
  double most = 0.0;
  for (size_t t = 0; t < surface.triangle_count(); ++t) most += MostPieces(TriangleAt(surface, t));
  if (!(most < kMostPieces)) {
    throw Error("the ground truth is too large to be cut into triangles of 5 cm: is it in metres?");
  }
  std::vector<Triangle> pieces;
  pieces.reserve(surface.triangle_count());
  for (size_t t = 0; t < surface.triangle_count(); ++t) Cut(TriangleAt(surface, t), kMaxCuts, &pieces);
  return pieces;
}

bool Sees(const Frame& frame, const Pose& camera_from_world, const Triangle& triangle) {
  const Eigen::Vector3d center = ((triangle[0] + triangle[1] + triangle[2]) / 3.0f).cast<double>();
  const Eigen::Vector3d p = camera_from_world * center;
  if (!(p.z() > 0.0)) return false;
  const Camera& camera = frame.camera;
  const ImagePoint<double> pixel = PixelOf(camera, p);
  const double u = std::round(pixel.u), v = std::round(pixel.v);
  if (!(u >= 0.0 && u < camera.width && v >= 0.0 && v < camera.height)) return false;
  const float depth_m = frame.depth_m.at(static_cast<int>(v), static_cast<int>(u));
  return depth_m > 0.0f && p.z() <= depth_m + kBehindDepth_m;
}

/// Moves what this frame sees from `unseen` to `seen`; the order of both stays.
void MoveSeen(const Frame& frame, std::vector<Triangle>* unseen, std::vector<Triangle>* seen) {
  const Pose camera_from_world = frame.world_from_camera->inverse();
  std::vector<uint8_t> is_seen(unseen->size());
  ParallelFor(static_cast<int64_t>(unseen->size()), 16384, [&](int64_t begin, int64_t end) {
    for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
      is_seen[i] = Sees(frame, camera_from_world, (*unseen)[i]);
    }
  });
  size_t kept = 0;
  for (size_t i = 0; i < unseen->size(); ++i) {
    if (is_seen[i] != 0) {
      seen->push_back((*unseen)[i]);
    } else {
      (*unseen)[kept++] = (*unseen)[i];
    }
  }
  unseen->resize(kept);
}

TriangleMesh ToMesh(const std::vector<Triangle>& triangles) {
  TriangleMesh mesh;
  for (const Triangle& triangle : triangles) {
    for (const Eigen::Vector3f& corner : triangle) {
      mesh.triangles.push_back(static_cast<uint32_t>(mesh.vertex_count()));
      mesh.vertices.insert(mesh.vertices.end(), corner.begin(), corner.end());
    }
  }
  return mesh;
}

}  // namespace

TriangleMesh SeenSurface(const TriangleMesh& surface, const Dataset& dataset,
                         const std::vector<int64_t>& indices, int read_ahead,
                         const std::function<void(int64_t, int64_t)>& progress) {
  std::vector<Triangle> unseen = CutSurface(surface), seen;
  FramePrefetcher frames(dataset, indices, read_ahead);
  for (int64_t done = 1; const std::optional<Frame> frame = frames.Next(); ++done) {
    if (!frame->world_from_camera) {
      throw UsageError(
          "the data set has no true poses, so what its frames saw of the ground truth is not known");
    }
    MoveSeen(*frame, &unseen, &seen);
    if (progress) progress(done, static_cast<int64_t>(indices.size()));
  }
  if (seen.empty()) throw Error("no frame saw the ground truth: is it in the data set's world frame?");
  return ToMesh(seen);
}

}  // namespace isogs
