// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/nerfstudio_dataset.h"
#include "tests/datasets/own_images.h"
#include "tests/fuzz/fuzz_target.h"

namespace isogs::fuzz {
namespace {

/// A sequence in nerfstudio's layout with this transforms.json.
void Read(const Input& input) {
  input.File("transforms.json");
  WriteOwnImages(input.folder() / "a.png", input.folder() / "d.png", 1000);
  const auto dataset = OpenNerfstudio(ConfigOf(input.folder()));
  for (int64_t i = 0; i < std::min<int64_t>(dataset->frame_count(), 3); ++i) dataset->Read(i);
}

std::vector<std::string> Seeds() {
  return {R"({"camera_model": "OPENCV", "fl_x": 28.0, "fl_y": 30.0, "cx": 16.0, "cy": 12.0, "w": 32, "h": 24,
"k1": 0.01, "k2": 0, "p1": 0, "p2": 0, "frames": [{"file_path": "a.png", "depth_file_path": "d.png",
"transform_matrix": [[1, 0, 0, 0.5], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]}]})",
          R"({"integer_depth_scale": 1e-3, "frames": [{"fl_x": 28, "cx": 16, "cy": 12, "file_path": "a.png",
"depth_path": "d.png"}, {"fl_x": 28, "cx": 15, "cy": 12, "file_path": "./a.png", "depth_path": "d.png"}]})"};
}

std::vector<std::string> Words() {
  return {"\"k3\": 1e308,", "\"w\": 16384,", "1e-300", "1e400", "null", "[[", "{\"",
          "\\u001b",        "OPENCV_FISHEYE"};
}

const Registration kRegistration({"transforms_json", Read, Seeds, Words});

}  // namespace
}  // namespace isogs::fuzz
