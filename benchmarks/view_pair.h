// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "shared/types/frame.h"
#include "shared/types/gaussian_cloud.h"

namespace isogs::benchmarks {

/// What tracking and mapping meet all the time: a map of one Gaussian a pixel of one frame, and a later frame
/// a few centimetres away.
struct ViewPair {
  GaussianCloud map;
  Frame frame;
  Pose camera_from_map;  // of `frame`
};

/// In the synthetic room: 1 cm and half a degree, as between frames 0 and 10 of 7-Scenes.
ViewPair MakeRoomPair(int width, int height);
/// From two frames of a sequence on disk, with its own poses. Throws Error if it has none.
ViewPair MakeSequencePair(const std::string& path, int64_t first, int64_t second, int width, int height);

/// What rendering it gave, for other rasterisers to be held against.
struct Rendering {
  std::vector<float> planes;           // [5,H,W] of slam/rendering/rasterizer.h
  std::vector<float> plane_gradients;  // [5,H,W] of the mapping loss
};

/// Writes the pair and its rendering as an npz archive, the input of peer_gsplat.py: the arrays of
/// GaussianCloud under their names there (without timesteps), camera_from_map [4,4],
/// intrinsics [4] (fx, fy, cx, cy; pixel centres at integers), near_plane_m [1], and those of Rendering.
void SaveScene(const std::filesystem::path& path, const ViewPair& pair, const Rendering& rendering);

}  // namespace isogs::benchmarks
