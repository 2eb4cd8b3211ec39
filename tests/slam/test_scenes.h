// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "shared/types/frame.h"
#include "shared/types/gaussian_cloud.h"
#include "slam/rendering/rasterizer.h"
#include "slam/rendering/render_camera.h"

/// Scenes that the tests and benchmarks of the SLAM kernels render. All are reproducible from their
/// arguments.
namespace isogs::test {

struct Scene {
  GaussianCloud cloud;
  Camera camera;
  Pose camera_from_map = Pose::Identity();
  RenderOptions options;

  RenderCamera render_camera() const { return MakeRenderCamera(camera, camera_from_map); }
};

/// A camera of about 60 degrees with its principal point off the centre.
Camera MakeCamera(int width, int height);
/// A pose some way off the map's origin.
Pose MakePose();
/// The raw arrays of a cloud in host memory.
GaussianView ViewOf(const GaussianCloud& cloud);

/// A Gaussian after activation.
struct ActiveGaussian {
  Eigen::Vector3d mean;
  Eigen::Vector3d sigma_m;
  Eigen::Vector4d quaternion;  // w, x, y, z
  double opacity;
  Eigen::Vector3d color;
};
void AddGaussian(const ActiveGaussian& gaussian, GaussianCloud* cloud);

/// Anisotropic Gaussians of all orientations, 0.5 to 4 m away, seen from MakePose, some outside the image.
Scene RandomScene(int count, int width, int height, uint64_t seed);
/// Large Gaussians with centres around and well beyond the image's borders, where x/z is clamped.
Scene BorderScene(int width, int height);
/// Gaussians on both sides of the near plane.
Scene NearPlaneScene(int width, int height);
/// Opaque Gaussians behind each other, so that pixels stop early and alpha meets its upper bound.
Scene OpaqueStackScene(int width, int height);
/// One small Gaussian, off the pixel grid.
Scene SingleScene(int width, int height);
/// No Gaussian.
Scene EmptyScene(int width, int height);
/// Gaussians that reach no pixel: behind, beside, too transparent.
Scene CulledScene(int width, int height);
/// One Gaussian many times the size of the image, over some small ones.
Scene HugeScene(int width, int height);
/// Long thin Gaussians, hundreds of times longer than wide.
Scene NeedleScene(int width, int height);
/// Gaussians in groups of equal depth: order follows the index.
Scene EqualDepthScene(int width, int height);

/// A pose near the room's middle that sees no wall head on: in a wall of one depth, splats change order with
/// the slightest motion, and the picture jumps.
Pose RoomFromFirstCamera();
/// Depth and colour of a furnished, textured room (6 x 3 x 5 m), exact.
Frame RoomFrame(const Camera& camera, const Pose& room_from_camera);
/// What a camera sees whose lens is covered: black, no depth.
Frame Covered(Frame frame);
/// A map of one Gaussian a valid pixel, as mapping begins: opacity 0.5, sigma = z / f, on the measured
/// surface.
GaussianCloud CloudFromFrame(const Frame& frame, const Pose& map_from_camera);
/// The room as a map of one Gaussian a pixel of its own frame.
Scene SurfaceScene(int width, int height);

}  // namespace isogs::test
