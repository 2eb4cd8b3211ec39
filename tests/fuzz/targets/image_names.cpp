// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "datasets/images_dataset.h"
#include "shared/core/text.h"
#include "tests/datasets/own_images.h"
#include "tests/fuzz/fuzz_target.h"

namespace isogs::fuzz {
namespace {

constexpr size_t kMaxNames = 40;

/// A folder with files of these names, one a line after the patterns of colour and depth and a line of poses.
void List(const Input& input) {
  std::string_view left = input.text();
  DatasetConfig config = ConfigOf(input.folder());
  config.color_files = std::string(TakeLine(&left));
  config.depth_files = std::string(TakeLine(&left));
  config.poses_file = "poses";
  config.match_poses = left.starts_with("1.") ? PoseMatch::kTime : PoseMatch::kIndex;
  config.depth_scale = 1000.0;
  config.fx = config.fy = 30.0;
  config.cx = config.cy = 12.0;
  WriteOwnImages(input.folder() / "a1.5.png", input.folder() / "d1.5.png", 1000);
  WriteText(input.folder() / "poses", std::string(TakeLine(&left)));
  for (size_t i = 0; i < kMaxNames && !left.empty(); ++i) {
    std::string name(TakeLine(&left).substr(0, 200));
    std::ranges::replace(name, '/', '_');
    std::ranges::replace(name, '\0', '_');
    if (name.empty() || name == "." || name == ".." || name.ends_with(".tmp")) continue;
    if (!std::filesystem::exists(input.folder() / name)) WriteText(input.folder() / name, "");
  }
  OpenImages(config)->Read(0);
}

std::vector<std::string> Seeds() {
  return {"a*.png\nd*.png\n1.5 0 0 0 0 0 0 1\nd2.png\nnotes.txt\n", "a*.png\n./d*.png\n7 0 0 0 0 0 0 1\nx\n"};
}

std::vector<std::string> Words() {
  return {"\na2", "\nd", "*", "999999999999999999999", "1305031102175304", ".5", "\nmatch", ".png"};
}

const Registration kRegistration({"image_names", List, Seeds, Words});

}  // namespace
}  // namespace isogs::fuzz
