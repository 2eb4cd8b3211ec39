// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/stored_shapes.h"

#include <cmath>
#include <cstddef>
#include <filesystem>

#include "shared/core/error.h"

namespace isogs {
namespace {

std::optional<ImageShape> CommonShape(const std::vector<FrameFiles>& frames,
                                      std::filesystem::path FrameFiles::*file) {
  std::optional<ImageShape> common;
  for (const size_t i : {size_t{0}, frames.size() / 2, frames.size() - 1}) {
    try {
      const ImageShape shape = ReadImageShape(frames[i].*file);
      if (common && *common != shape) return std::nullopt;
      common = shape;
    } catch (const Error&) {  // reading the frame will tell
    }
  }
  return common;
}

}  // namespace

StoredShapes LookAtShapes(const std::vector<FrameFiles>& frames) {
  if (frames.empty()) return {};
  return {CommonShape(frames, &FrameFiles::color), CommonShape(frames, &FrameFiles::depth)};
}

bool SameAspect(int width, int height, int fewer_width, int fewer_height) {
  if (fewer_width > width || fewer_height > height) return false;
  const double across = static_cast<double>(fewer_width) / width;
  const double down = static_cast<double>(fewer_height) / height;
  return std::lround(width * down) == fewer_width || std::lround(height * across) == fewer_height;
}

}  // namespace isogs
