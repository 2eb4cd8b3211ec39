// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/collection/scene_files.h"

namespace isogs::synthetic {
namespace {

ImagePaths Pair(const std::string& stem) {
  ImagePaths paths = {stem, stem};
  paths.image += ".png";
  paths.depth += "_depth.png";
  return paths;
}

}  // namespace

SceneFiles FilesOf(const std::string& id) {
  std::string single = "images/single_view/", multi = "images/multi_view/";
  single += id;
  multi += id;
  multi += "/view_";
  SceneFiles files;
  files.single_view = Pair(single);
  for (size_t i = 0; i < kMultiViews; ++i) files.multi_view[i] = Pair(multi + std::to_string(i));
  files.metadata = "metadata/";
  files.metadata += id;
  files.metadata += ".json";
  files.sequence = "sequences/";
  files.sequence += id;
  return files;
}

}  // namespace isogs::synthetic
