// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "evaluation/mesh_distance.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cstring>
#include <limits>
#include <string>
#include <utility>

#include "shared/core/error.h"
#include "shared/core/parallel.h"
#include "shared/geometry/triangle.h"

namespace isogs {
namespace {

constexpr int64_t kPointGrain = 256;

using Point = Eigen::Vector3f;

Point VertexOf(const TriangleMesh& mesh, size_t triangle, size_t corner) {
  return Eigen::Map<const Point>(&mesh.vertices[3 * size_t{mesh.triangles[3 * triangle + corner]}]);
}

/// Square of the distance from `p` to a triangle: to its plane where p lies above its inside, else to an
/// edge.
float SquaredDistance(const Point& p, const Point& a, const Point& b, const Point& c) {
  const Point normal = (b - a).cross(c - a);
  if (LiesOver(p, a, b, c, normal)) {
    const float along = (p - a).dot(normal);
    return along * along / normal.squaredNorm();
  }
  return std::min({(p - NearestOfEdge(p, a, b)).squaredNorm(), (p - NearestOfEdge(p, b, c)).squaredNorm(),
                   (p - NearestOfEdge(p, c, a)).squaredNorm()});
}

/// A search as Embree hands it to VisitTriangle.
struct Search {
  const TriangleMesh* mesh;
  float nearest2;
};

/// Returns whether the search got narrower.
bool VisitTriangle(RTCPointQueryFunctionArguments* arguments) {
  auto* const search = static_cast<Search*>(arguments->userPtr);
  const size_t t = arguments->primID;
  RTCPointQuery* const query = arguments->query;
  const float squared = SquaredDistance({query->x, query->y, query->z}, VertexOf(*search->mesh, t, 0),
                                        VertexOf(*search->mesh, t, 1), VertexOf(*search->mesh, t, 2));
  if (!(squared < search->nearest2)) return false;
  search->nearest2 = squared;
  query->radius = std::sqrt(squared);
  return true;
}

void Check(RTCDevice device) {
  const RTCError error = rtcGetDeviceError(device);
  if (error == RTC_ERROR_NONE) return;
  throw Error("Embree: found error " + std::to_string(static_cast<int>(error)) +
              (error == RTC_ERROR_OUT_OF_MEMORY ? " (out of memory)" : "") +
              ", expected a mesh to look for points of");
}

}  // namespace

MeshDistance::MeshDistance(TriangleMesh mesh) : mesh_(std::move(mesh)) {
  if (mesh_.triangle_count() == 0) throw Error("a mesh of 0 triangles has no surface to measure from");
  device_ = rtcNewDevice(nullptr);
  if (device_ == nullptr) Check(nullptr);
  scene_ = rtcNewScene(device_);
  RTCGeometry geometry = rtcNewGeometry(device_, RTC_GEOMETRY_TYPE_TRIANGLE);
  void* const vertices = rtcSetNewGeometryBuffer(geometry, RTC_BUFFER_TYPE_VERTEX, 0, RTC_FORMAT_FLOAT3,
                                                 3 * sizeof(float), mesh_.vertex_count());
  void* const triangles = rtcSetNewGeometryBuffer(geometry, RTC_BUFFER_TYPE_INDEX, 0, RTC_FORMAT_UINT3,
                                                  3 * sizeof(uint32_t), mesh_.triangle_count());
  if (vertices != nullptr && triangles != nullptr) {
    std::memcpy(vertices, mesh_.vertices.data(), mesh_.vertices.size() * sizeof(float));
    std::memcpy(triangles, mesh_.triangles.data(), mesh_.triangles.size() * sizeof(uint32_t));
  }
  rtcCommitGeometry(geometry);
  rtcAttachGeometry(scene_, geometry);
  rtcReleaseGeometry(geometry);
  rtcCommitScene(scene_);
  Check(device_);
}

MeshDistance::~MeshDistance() {
  rtcReleaseScene(scene_);
  rtcReleaseDevice(device_);
}

float MeshDistance::ToPoint(float x, float y, float z) const {
  Search search{&mesh_, std::numeric_limits<float>::infinity()};
  RTCPointQuery query{x, y, z, 0.0f, std::numeric_limits<float>::infinity()};
  RTCPointQueryContext context;
  rtcInitPointQueryContext(&context);
  rtcPointQuery(scene_, &query, &context, VisitTriangle, &search);
  return std::sqrt(search.nearest2);
}

std::vector<float> MeshDistance::To(const PixelSamples& samples) const {
  std::vector<float> distances_m(static_cast<size_t>(samples.size()));
  ParallelFor(samples.size(), kPointGrain, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      distances_m[static_cast<size_t>(i)] = ToPoint(samples.x()[i], samples.y()[i], samples.z()[i]);
    }
  });
  return distances_m;
}

}  // namespace isogs
