// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "evaluation/mesh_metrics.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <vector>

#include "evaluation/nearest_points.h"
#include "evaluation/surface_samples.h"
#include "shared/core/error.h"

namespace isogs {
namespace {

constexpr uint64_t kMeshSeed = 0;
constexpr uint64_t kTruthSeed = 1;
constexpr float kCropMargin_m = 0.05f;

using Point = Eigen::Map<const Eigen::Vector3f>;

/// The samples within the bounding box of `around`, grown by the margin.
SurfaceSamples Crop(const SurfaceSamples& samples, const SurfaceSamples& around) {
  Eigen::AlignedBox3f box;
  for (size_t i = 0; i < around.size(); ++i) box.extend(Point(&around.points[3 * i]));
  box.min().array() -= kCropMargin_m;
  box.max().array() += kCropMargin_m;
  SurfaceSamples inside;
  for (size_t i = 0; i < samples.size(); ++i) {
    if (!box.contains(Point(&samples.points[3 * i]))) continue;
    inside.points.insert(inside.points.end(), &samples.points[3 * i], &samples.points[3 * i] + 3);
    inside.normals.insert(inside.normals.end(), &samples.normals[3 * i], &samples.normals[3 * i] + 3);
  }
  return inside;
}

/// What samples and their nearest on the other surface say.
struct OneWay {
  double mean_m = 0.0;
  double within_1cm = 0.0;
  double within_5cm = 0.0;
  double normal_agreement = 0.0;
};

OneWay Measure(const SurfaceSamples& from, const SurfaceSamples& to) {
  const std::vector<NearestPoint> nearest = FindNearestPoints(to.points, from.points);
  OneWay sums;
  for (size_t i = 0; i < nearest.size(); ++i) {
    const float distance_m = nearest[i].distance_m;
    sums.mean_m += distance_m;
    sums.within_1cm += distance_m < 0.01f;
    sums.within_5cm += distance_m < 0.05f;
    sums.normal_agreement +=
        std::abs(Point(&from.normals[3 * i]).dot(Point(&to.normals[3 * size_t{nearest[i].index}])));
  }
  const auto count = static_cast<double>(nearest.size());
  return {sums.mean_m / count, sums.within_1cm / count, sums.within_5cm / count,
          sums.normal_agreement / count};
}

double HarmonicMean(double a, double b) { return a + b > 0.0 ? 2.0 * a * b / (a + b) : 0.0; }

}  // namespace

MeshFigures CompareMeshes(const TriangleMesh& mesh, const TriangleMesh& truth, size_t samples) {
  const SurfaceSamples of_truth = SampleSurface(truth, samples, kTruthSeed);
  const SurfaceSamples of_mesh = Crop(SampleSurface(mesh, samples, kMeshSeed), of_truth);
  if (of_mesh.size() == 0) {
    throw Error("no part of the mesh lies in the bounding box of the ground truth: are both in one frame?");
  }
  const OneWay accuracy = Measure(of_mesh, of_truth);
  const OneWay completion = Measure(of_truth, of_mesh);
  MeshFigures figures;
  figures.accuracy_m = accuracy.mean_m;
  figures.completion_m = completion.mean_m;
  figures.completion_ratio_5cm = completion.within_5cm;
  figures.precision_1cm = accuracy.within_1cm;
  figures.recall_1cm = completion.within_1cm;
  figures.f1_1cm = HarmonicMean(figures.precision_1cm, figures.recall_1cm);
  figures.precision_5cm = accuracy.within_5cm;
  figures.recall_5cm = completion.within_5cm;
  figures.f1_5cm = HarmonicMean(figures.precision_5cm, figures.recall_5cm);
  figures.normal_consistency = 0.5 * (accuracy.normal_agreement + completion.normal_agreement);
  return figures;
}

}  // namespace isogs
