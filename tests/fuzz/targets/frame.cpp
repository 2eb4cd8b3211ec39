// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/replica_dataset.h"
#include "shared/image/codecs.h"
#include "tests/datasets/tiny_datasets.h"
#include "tests/fuzz/fuzz_target.h"

namespace isogs::fuzz {
namespace {

// An image that claims to be of another size than its data set's is decoded before that is noticed.

const std::string& HonestColor() {
  static const std::string bytes = EncodeJpeg(Image<uint8_t>(3, 12, 16, 90), 90, "seed");
  return bytes;
}

const std::string& HonestDepth() {
  static const std::string bytes = EncodePng(Image<uint16_t>(1, 12, 16, 2000), 6, "seed");
  return bytes;
}

/// A frame of a sequence in Replica's layout, at half its size.
void ReadFrame(const std::filesystem::path& folder, std::string_view color, std::string_view depth) {
  std::filesystem::create_directory(folder / "results");
  WriteText(folder / "results" / "frame000000.jpg", std::string(color));
  WriteText(folder / "results" / "depth000000.png", std::string(depth));
  WriteText(folder / "traj.txt", "1 0 0 0 0 1 0 0 0 0 1 0 0 0 0 1\n");
  WriteText(folder / "cam_params.json",
            R"({"camera": {"w": 16, "h": 12, "fx": 14, "fy": 15, "cx": 7.5, "cy": 5.5, "scale": 1000}})");
  DatasetConfig config = ConfigOf(folder);
  config.width = 8;
  OpenReplica(config)->Read(0);
}

void ReadColor(const Input& input) { ReadFrame(input.folder(), input.text(), HonestDepth()); }
void ReadDepth(const Input& input) { ReadFrame(input.folder(), HonestColor(), input.text()); }

const Registration kColor({.name = "frame_color", .read = ReadColor, .seeds = [] {
                             return std::vector{HonestColor()};
                           }});
const Registration kDepth({.name = "frame_depth", .read = ReadDepth, .seeds = [] {
                             return std::vector{HonestDepth()};
                           }});

}  // namespace
}  // namespace isogs::fuzz
