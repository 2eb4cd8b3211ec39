// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "shared/geometry/camera.h"
#include "shared/geometry/pose.h"
#include "shared/types/triangle_mesh.h"

namespace isogs {

/// Views of a scene to train on, as text files name them.
struct TrainingViews {
  struct View {
    std::string name;  ///< of the image, and of the depth, without their folders
    Pose world_from_camera = Pose::Identity();
  };
  Camera camera;  ///< of all views
  std::vector<View> views;
  TriangleMesh points;  ///< vertices and colours to begin with, in the world
};

// Both formats have the centre of the first pixel at (0.5, 0.5). The folders are there.

/// COLMAP's text model: FOLDER/cameras.txt (PINHOLE), images.txt, points3D.txt; points without tracks.
void WriteColmapText(const std::filesystem::path& folder, const TrainingViews& views);

/// nerfstudio's FOLDER/transforms.json and points.ply. It names FOLDER/images/ and FOLDER/depth/ (16 bits,
/// millimetres). Poses are camera to world with OpenGL's axes: y up, z back.
void WriteNerfstudio(const std::filesystem::path& folder, const TrainingViews& views);

}  // namespace isogs
