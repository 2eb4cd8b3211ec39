// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "datasets/frame_files.h"
#include "shared/core/text.h"
#include "tests/datasets/tiny_datasets.h"
#include "tests/fuzz/fuzz_target.h"

namespace isogs::fuzz {
namespace {

constexpr size_t kMaxNames = 40;

/// A folder with files of these names, one a line.
void List(const Input& input) {
  std::string_view left = input.text();
  for (size_t i = 0; i < kMaxNames && !left.empty(); ++i) {
    std::string name(TakeLine(&left).substr(0, 200));
    std::ranges::replace(name, '/', '_');
    std::ranges::replace(name, '\0', '_');
    if (name.empty() || name == "." || name == ".." || name.ends_with(".tmp")) continue;
    WriteText(input.folder() / name, "");
  }
  ListFrames(input.folder(), {"frame", {".jpg", ".jpeg", ".png"}}, {"depth", {".png"}});
}

std::vector<std::string> Seeds() {
  return {"frame000000.jpg\ndepth000000.png\nframe000001.png\ndepth000001.png\n",
          "frame7.jpg\nframe8.jpeg\ndepth000007.png\nnotes.txt"};
}

std::vector<std::string> Words() {
  return {"\nframe", "\ndepth", "999999999", "1305031102175304", ".jpg", ".JPG", ".png"};
}

const Registration kRegistration({"frame_names", List, Seeds, Words});

}  // namespace
}  // namespace isogs::fuzz
