// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/casting/ray_scene.h"

#include <cstring>
#include <string>

#include "shared/core/error.h"
#include "shared/core/parallel.h"

namespace isogs::synthetic {
namespace {

// Hits on edges differ between instruction sets; processors without AVX2 take the best that they have.
constexpr const char* kDeviceOptions = "max_isa=avx2";

void Check(RTCDevice device) {
  const RTCError error = rtcGetDeviceError(device);
  if (error == RTC_ERROR_NONE) return;
  throw Error("Embree: found error " + std::to_string(static_cast<int>(error)) +
              (error == RTC_ERROR_OUT_OF_MEMORY ? " (out of memory)" : "") + ", expected a scene for rays");
}

std::array<int, RayScene::kPacket> LanesInUse(int count) {
  std::array<int, RayScene::kPacket> lanes = {};
  for (int i = 0; i < count; ++i) lanes[static_cast<size_t>(i)] = -1;
  return lanes;
}

}  // namespace

RayScene::RayScene(const SceneMesh& mesh) {
  device_ = rtcNewDevice(kDeviceOptions);
  if (device_ == nullptr) Check(nullptr);
  scene_ = rtcNewScene(device_);
  rtcSetSceneFlags(scene_, RTC_SCENE_FLAG_ROBUST);
  RTCGeometry geometry = rtcNewGeometry(device_, RTC_GEOMETRY_TYPE_TRIANGLE);
  void* const vertices = rtcSetNewGeometryBuffer(geometry, RTC_BUFFER_TYPE_VERTEX, 0, RTC_FORMAT_FLOAT3,
                                                 sizeof(Eigen::Vector3f), mesh.vertices.size());
  void* const triangles = rtcSetNewGeometryBuffer(geometry, RTC_BUFFER_TYPE_INDEX, 0, RTC_FORMAT_UINT3,
                                                  sizeof(mesh.triangles[0]), mesh.triangles.size());
  if (vertices != nullptr && triangles != nullptr) {
    std::memcpy(vertices, mesh.vertices.front().data(), mesh.vertices.size() * sizeof(Eigen::Vector3f));
    std::memcpy(triangles, mesh.triangles.data(), mesh.triangles.size() * sizeof(mesh.triangles[0]));
  }
  rtcCommitGeometry(geometry);
  rtcAttachGeometry(scene_, geometry);
  rtcReleaseGeometry(geometry);
  {
    const ThreadLimit one_thread(1);  // the order of triangles in its tree decides between equal hits
    rtcCommitScene(scene_);
  }
  Check(device_);
}

RayScene::~RayScene() {
  rtcReleaseScene(scene_);
  rtcReleaseDevice(device_);
}

void RayScene::Intersect(RTCRayHit8& rays, int count, bool coherent) const {
  alignas(32) const std::array<int, kPacket> lanes = LanesInUse(count);
  for (unsigned& geometry : rays.hit.geomID) geometry = RTC_INVALID_GEOMETRY_ID;
  RTCIntersectContext context;
  rtcInitIntersectContext(&context);
  context.flags = coherent ? RTC_INTERSECT_CONTEXT_FLAG_COHERENT : RTC_INTERSECT_CONTEXT_FLAG_INCOHERENT;
  rtcIntersect8(lanes.data(), scene_, &context, &rays);
}

void RayScene::Occlude(RTCRay8& rays, int count) const {
  alignas(32) const std::array<int, kPacket> lanes = LanesInUse(count);
  RTCIntersectContext context;
  rtcInitIntersectContext(&context);
  rtcOccluded8(lanes.data(), scene_, &context, &rays);
}

}  // namespace isogs::synthetic
