// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/slam/test_scenes.h"

#include <algorithm>
#include <cmath>

#include "shared/core/random.h"

namespace isogs::test {
namespace {

// Arguments that draw random numbers stand in braces, which fix their order.
double Uniform(Random* random, double low, double high) { return low + (high - low) * random->NextUnit(); }

Eigen::Vector3d UniformVector(Random* random, double low, double high) {
  return {Uniform(random, low, high), Uniform(random, low, high), Uniform(random, low, high)};
}

Eigen::Vector4d RandomQuaternion(Random* random) {
  return {random->NextNormal(), random->NextNormal(), random->NextNormal(), random->NextNormal()};
}

/// The camera point at depth z under a pixel.
Eigen::Vector3d PointAt(const Camera& camera, const Eigen::Vector2d& pixel, double z) {
  return {(pixel.x() - camera.cx) / camera.fx * z, (pixel.y() - camera.cy) / camera.fy * z, z};
}

/// Moves camera points to the map, so that they stand in the camera as given.
void MoveToMap(const Pose& map_from_camera, GaussianCloud* cloud) {
  for (size_t i = 0; i < cloud->size(); ++i) {
    Eigen::Map<Eigen::Vector3f> mean(cloud->means.data() + 3 * i);
    mean = (map_from_camera * mean.cast<double>()).cast<float>();
  }
}

const Eigen::Vector4d kNoRotation(1, 0, 0, 0);

}  // namespace

Camera MakeCamera(int width, int height) {
  const double focal = 0.9 * std::max(width, height);
  return {width, height, focal, 1.02 * focal, 0.47 * width - 0.3, 0.52 * height - 0.6};
}

Pose MakePose() {
  Twist twist;
  twist << 0.3, -0.2, 0.1, 0.2, -0.4, 0.3;
  return ExpSe3(twist);
}

GaussianView ViewOf(const GaussianCloud& cloud) {
  return {
      static_cast<int64_t>(cloud.size()), cloud.means.data(),     cloud.colors.data(), cloud.rotations.data(),
      cloud.logit_opacities.data(),       cloud.log_scales.data()};
}

void AddGaussian(const ActiveGaussian& gaussian, GaussianCloud* cloud) {
  for (int k = 0; k < 3; ++k) {
    cloud->means.push_back(static_cast<float>(gaussian.mean[k]));
    cloud->colors.push_back(static_cast<float>(gaussian.color[k]));
    cloud->log_scales.push_back(static_cast<float>(std::log(gaussian.sigma_m[k])));
  }
  for (int k = 0; k < 4; ++k) cloud->rotations.push_back(static_cast<float>(gaussian.quaternion[k]));
  cloud->logit_opacities.push_back(static_cast<float>(std::log(gaussian.opacity / (1.0 - gaussian.opacity))));
  cloud->timesteps.push_back(0.0f);
}

Scene RandomScene(int count, int width, int height, uint64_t seed) {
  Scene scene{{}, MakeCamera(width, height), MakePose(), {}};
  Random random(seed);
  for (int i = 0; i < count; ++i) {
    const double z = Uniform(&random, 0.5, 4.0);
    const Eigen::Vector2d pixel{Uniform(&random, -0.2 * width - 2, 1.2 * width + 2),
                                Uniform(&random, -0.2 * height - 2, 1.2 * height + 2)};
    const Eigen::Vector3d sigma_px = UniformVector(&random, std::log(0.2), std::log(8.0)).array().exp();
    AddGaussian({PointAt(scene.camera, pixel, z), sigma_px * z / scene.camera.fx, RandomQuaternion(&random),
                 Uniform(&random, 0.02, 0.98), UniformVector(&random, 0.0, 1.0)},
                &scene.cloud);
  }
  MoveToMap(scene.camera_from_map.inverse(), &scene.cloud);
  return scene;
}

Scene BorderScene(int width, int height) {
  Scene scene{{}, MakeCamera(width, height), MakePose(), {}};
  Random random(11);
  for (int i = 0; i < 60; ++i) {
    const double z = Uniform(&random, 0.5, 2.0);
    const double angle = Uniform(&random, 0.0, 6.2832);
    const double reach = Uniform(&random, 0.4, 1.1);  // of the image, from its middle; 0.5 is the border
    const Eigen::Vector2d pixel{width * (0.5 + reach * std::cos(angle)),
                                height * (0.5 + reach * std::sin(angle))};
    AddGaussian(
        {PointAt(scene.camera, pixel, z), UniformVector(&random, 0.02, 0.3) * width * z / scene.camera.fx,
         RandomQuaternion(&random), Uniform(&random, 0.2, 0.9), UniformVector(&random, 0.0, 1.0)},
        &scene.cloud);
  }
  MoveToMap(scene.camera_from_map.inverse(), &scene.cloud);
  return scene;
}

Scene NearPlaneScene(int width, int height) {
  Scene scene{{}, MakeCamera(width, height), MakePose(), {}};
  Random random(12);
  for (int i = 0; i < 60; ++i) {
    const double z = Uniform(&random, -0.1, 0.5);
    const Eigen::Vector2d pixel{Uniform(&random, 0.0, width), Uniform(&random, 0.0, height)};
    AddGaussian({PointAt(scene.camera, pixel, z), UniformVector(&random, 0.002, 0.03),
                 RandomQuaternion(&random), Uniform(&random, 0.1, 0.9), UniformVector(&random, 0.0, 1.0)},
                &scene.cloud);
  }
  MoveToMap(scene.camera_from_map.inverse(), &scene.cloud);
  return scene;
}

Scene OpaqueStackScene(int width, int height) {
  Scene scene{{}, MakeCamera(width, height), MakePose(), {}};
  Random random(13);
  for (int i = 0; i < 40; ++i) {
    const double z = 0.5 + 0.1 * i;
    const Eigen::Vector2d pixel{width * Uniform(&random, 0.3, 0.7), height * Uniform(&random, 0.3, 0.7)};
    AddGaussian(
        {PointAt(scene.camera, pixel, z), UniformVector(&random, 0.15, 0.25) * width * z / scene.camera.fx,
         RandomQuaternion(&random), i % 2 == 0 ? 0.999 : 0.9, UniformVector(&random, 0.0, 1.0)},
        &scene.cloud);
  }
  MoveToMap(scene.camera_from_map.inverse(), &scene.cloud);
  return scene;
}

Scene SingleScene(int width, int height) {
  Scene scene{{}, MakeCamera(width, height), Pose::Identity(), {}};
  AddGaussian({PointAt(scene.camera, {0.53 * (width - 1), 0.46 * (height - 1)}, 1.5),
               {0.02, 0.05, 0.01},
               {0.9, 0.2, -0.3, 0.5},
               0.7,
               {0.2, 0.5, 0.9}},
              &scene.cloud);
  return scene;
}

Scene EmptyScene(int width, int height) { return {{}, MakeCamera(width, height), MakePose(), {}}; }

Scene CulledScene(int width, int height) {
  Scene scene{{}, MakeCamera(width, height), Pose::Identity(), {}};
  const Eigen::Vector3d sigma = Eigen::Vector3d::Constant(0.01);
  const Eigen::Vector3d white(1, 1, 1);
  AddGaussian({{0, 0, -1}, sigma, kNoRotation, 0.5, white}, &scene.cloud);
  AddGaussian({{0, 0, 0.1}, sigma, kNoRotation, 0.5, white}, &scene.cloud);
  AddGaussian({{50, 0, 1}, sigma, kNoRotation, 0.5, white}, &scene.cloud);
  AddGaussian({{0, -50, 1}, sigma, kNoRotation, 0.5, white}, &scene.cloud);
  AddGaussian({{0, 0, 1}, sigma, kNoRotation, 0.003, white}, &scene.cloud);
  return scene;
}

Scene HugeScene(int width, int height) {
  Scene scene = RandomScene(20, width, height, 14);
  MoveToMap(scene.camera_from_map, &scene.cloud);
  scene.camera_from_map = Pose::Identity();
  AddGaussian({{0.1, 0.2, 3}, {40, 20, 0.5}, {0.9, 0.1, 0.1, 0.2}, 0.6, {0.9, 0.4, 0.1}}, &scene.cloud);
  return scene;
}

Scene NeedleScene(int width, int height) {
  Scene scene{{}, MakeCamera(width, height), MakePose(), {}};
  Random random(15);
  for (int i = 0; i < 30; ++i) {
    const double z = Uniform(&random, 1.0, 3.0);
    const Eigen::Vector2d pixel{Uniform(&random, -width, 2.0 * width), Uniform(&random, 0.0, height)};
    AddGaussian({PointAt(scene.camera, pixel, z), Eigen::Vector3d(1.0, 0.002, 0.002) * z,
                 RandomQuaternion(&random), Uniform(&random, 0.3, 0.9), UniformVector(&random, 0.0, 1.0)},
                &scene.cloud);
  }
  MoveToMap(scene.camera_from_map.inverse(), &scene.cloud);
  return scene;
}

Scene EqualDepthScene(int width, int height) {
  Scene scene{{}, MakeCamera(width, height), Pose::Identity(), {}};
  Random random(16);
  for (int i = 0; i < 80; ++i) {
    const double z = 1.0 + 0.5 * (i % 3);
    const Eigen::Vector2d pixel{Uniform(&random, 0.0, width), Uniform(&random, 0.0, height)};
    AddGaussian(
        {PointAt(scene.camera, pixel, z), Eigen::Vector3d::Constant(0.15 * width * z / scene.camera.fx),
         kNoRotation, Uniform(&random, 0.3, 0.9), UniformVector(&random, 0.0, 1.0)},
        &scene.cloud);
  }
  return scene;
}

}  // namespace isogs::test
