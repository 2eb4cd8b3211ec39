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

/// A folder with files of these names, one a line, and the second line's as pattern of depth.
void List(const Input& input) {
  WriteOwnImages(input.folder() / "a1.png", input.folder() / "d1.png", 1000);
  DatasetConfig config = ConfigOf(input.folder());
  config.color_files = "a*.png";
  config.depth_files = "d*.png";
  config.poses_file = "poses";
  config.depth_scale = 1000.0;
  config.fx = config.fy = 30.0;
  config.cx = config.cy = 12.0;
  WriteText(input.folder() / "poses", "1 0 0 0 0 0 0 1\n");
  std::string_view left = input.text();
  for (size_t i = 0; i < kMaxNames && !left.empty(); ++i) {
    std::string name(TakeLine(&left).substr(0, 200));
    std::ranges::replace(name, '/', '_');
    std::ranges::replace(name, '\0', '_');
    if (name.empty() || name == "." || name == ".." || name.ends_with(".tmp")) continue;
    if (name.starts_with("match")) config.match_poses = PoseMatch::kTime;
    if (name.starts_with("d") && name.find('*') != std::string::npos) config.depth_files = name;
    if (!std::filesystem::exists(input.folder() / name)) WriteText(input.folder() / name, "");
  }
  OpenImages(config);
}

std::vector<std::string> Seeds() {
  return {"a1.png\nd1.png\nnotes.txt\n", "a1.png\nd1.png\nd*.png\nd2.png\nx\n"};
}

std::vector<std::string> Words() {
  return {"\na2", "\nd", "*", "999999999999999999999", "1305031102175304", ".5", "\nmatch", ".png"};
}

const Registration kRegistration({"image_names", List, Seeds, Words});

}  // namespace
}  // namespace isogs::fuzz
