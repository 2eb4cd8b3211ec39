// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>

namespace isogs::synthetic {

inline constexpr size_t kMultiViews = 4;

struct ImagePaths {
  std::string image, depth;
};
/// A scene's files, as paths in the data set.
struct SceneFiles {
  ImagePaths single_view;
  std::array<ImagePaths, kMultiViews> multi_view;
  std::string metadata;  ///< written last: a scene is whole if this is there
  std::string sequence;  ///< folder of its sequence, where it has one
};

SceneFiles FilesOf(const std::string& id);

}  // namespace isogs::synthetic
