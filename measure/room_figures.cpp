// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "measure/room_figures.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "shared/core/error.h"
#include "shared/mesh_view/room_axes.h"

namespace isogs {
namespace {

constexpr double kOutliers = 0.001;     // share of the surface that may lie outside of the extents, each side
constexpr double kLeastHeight_m = 1.5;  // of a room
constexpr double kPartOfCeilingCos = 0.7;

/// Where a share of the faces' area lies below and as much above, by their places along `axis`.
std::array<double, 2> InnerRange(const std::vector<MeshFace>& faces, const Eigen::Vector3d& axis,
                                 double share) {
  std::vector<std::pair<double, double>> places;
  double all = 0.0;
  for (const MeshFace& face : faces) {
    places.emplace_back(axis.dot(face.middle), face.area_m2());
    all += face.area_m2();
  }
  std::ranges::sort(places);
  std::array<double, 2> range = {places.front().first, places.back().first};
  double below = 0.0;
  for (const auto& [place, area] : places) {
    if (below <= share * all) range[0] = place;
    if (below <= (1.0 - share) * all) range[1] = place;
    below += area;
  }
  return range;
}

std::optional<Plane> Keep(PlaneSearch search, RoomFigures* figures) {
  if (!search.plane) figures->notes.push_back(std::move(search.why_not));
  return search.plane;
}

void FindHeight(const std::vector<MeshFace>& faces, RoomFigures* figures) {
  const Eigen::Vector3d& up = figures->axes[2];
  figures->floor = Keep(FindOuterPlane(faces, up, "floor"), figures);
  figures->ceiling = Keep(FindOuterPlane(faces, -up, "ceiling"), figures);
  if (!figures->floor || !figures->ceiling) return;
  const double height_m = figures->floor->HeightOf(figures->ceiling->middle);
  if (height_m < kLeastHeight_m) {
    figures->notes.emplace_back(
        "no ceiling was seen: the highest surface that faces down is lower than a room");
    figures->ceiling.reset();
    return;
  }
  figures->height_m = height_m;
  std::vector<MeshFace> of_ceiling;
  for (const MeshFace& face : faces) {
    const bool near = std::abs(figures->ceiling->HeightOf(face.middle)) < 0.05;
    if (near && face.Faces(figures->ceiling->normal, kPartOfCeilingCos)) of_ceiling.push_back(face);
  }
  figures->ceiling_range_m = InnerRange(of_ceiling, figures->floor->normal, 0.02);
  for (double& height : figures->ceiling_range_m) height -= figures->floor->offset_m;
}

void FindWalls(const std::vector<MeshFace>& faces, RoomFigures* figures) {
  for (size_t axis = 0; axis < 2; ++axis) {
    const Eigen::Vector3d& along = figures->axes[axis];
    const auto near = FindOuterPlane(faces, along, "wall").plane;
    const auto far = FindOuterPlane(faces, -along, "wall").plane;
    // Between the middles of both, along the mean of their normals.
    if (near && far) {
      const Eigen::Vector3d normal = (near->normal - far->normal).normalized();
      figures->walls_m[axis] = normal.dot(far->middle - near->middle);
    } else {
      figures->notes.emplace_back(axis == 0 ? "the walls at the ends of the longer side were not both seen"
                                            : "the walls at the ends of the shorter side were not both seen");
    }
  }
}

/// A mesh with parts far away may be too large for a plan, but has a height all the same.
void FindArea(const TriangleMesh& mesh, RoomFigures* figures) {
  try {
    figures->area = MeasureFloor(mesh, *figures->floor, figures->ceiling ? &*figures->ceiling : nullptr);
  } catch (const Error& error) {
    figures->notes.emplace_back(error.what());
  }
}

}  // namespace

RoomFigures MeasureRoom(const TriangleMesh& mesh, const Eigen::Vector3d& up_hint) {
  const std::vector<MeshFace> faces = SomeFaces(mesh, std::numeric_limits<size_t>::max());
  RoomFigures figures;
  for (const MeshFace& face : faces) figures.surface_m2 += face.area_m2();
  if (!(figures.surface_m2 > 0.0)) throw Error("the mesh has no surface to measure");
  const Eigen::Vector3d up = RefineUp(faces, up_hint.normalized());
  const auto [along, across] = WallAxes(faces, up);
  figures.axes = {along, across, up};
  const auto extent = [&](const Eigen::Vector3d& axis) {
    const auto [low, high] = InnerRange(faces, axis, kOutliers);
    return high - low;
  };
  if (extent(along) < extent(across)) figures.axes = {across, -along, up};
  for (size_t axis = 0; axis < 3; ++axis) figures.extents_m[axis] = extent(figures.axes[axis]);
  FindHeight(faces, &figures);
  FindWalls(faces, &figures);
  if (figures.floor) FindArea(mesh, &figures);
  if (figures.area && figures.height_m) figures.volume_m3 = figures.area->whole_m2 * *figures.height_m;
  return figures;
}

}  // namespace isogs
