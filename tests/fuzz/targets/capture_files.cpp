// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/record3d_dataset.h"
#include "datasets/scannet_dataset.h"
#include "datasets/stray_dataset.h"
#include "tests/datasets/own_images.h"
#include "tests/fuzz/fuzz_target.h"

// The text files of phones' captures and of ScanNet's export.

namespace isogs::fuzz {
namespace {

constexpr const char* kMatrix = "28, 0, 15.5\n0, 30, 11.5\n0, 0, 1\n";
constexpr const char* kOdometry =
    "timestamp, frame, x, y, z, qx, qy, qz, qw\n1.5, 000000, 1, 2, 3, 0, 0, 0, 1\n1.6, 000001, 1, 2, 3, 0, "
    "0, 0, 1\n";
constexpr const char* kOdometryWithLens =
    "timestamp, frame, x, y, z, qx, qy, qz, qw, fx, fy, cx, cy\n1e3, 0, -1, 2, 3, 0, 0, 0, 1, 28, 30, 15, "
    "11\n";

void OpenStrayWith(const Input& input, const std::string& matrix, const std::string& odometry) {
  WriteOwnImages(input.folder() / "rgb/0.png", input.folder() / "depth/0.png", 1000);
  WriteText(input.folder() / "camera_matrix.csv", matrix);
  WriteText(input.folder() / "odometry.csv", odometry);
  OpenStray(ConfigOf(input.folder()))->Read(0);
}

void ReadOdometry(const Input& input) { OpenStrayWith(input, kMatrix, std::string(input.text())); }
void ReadMatrix(const Input& input) { OpenStrayWith(input, std::string(input.text()), kOdometry); }

void ReadMetadata(const Input& input) {
  input.File("metadata.json");
  WriteOwnImages(input.folder() / "rgb/0.png", input.folder() / "depth/0.png", 1000);
  OpenRecord3d(ConfigOf(input.folder()))->Read(0);
}

void ReadIntrinsic(const Input& input) {
  WriteOwnImages(input.folder() / "color/0.png", input.folder() / "depth/0.png", 1000);
  std::filesystem::create_directory(input.folder() / "intrinsic");
  for (const char* name : {"intrinsic_color.txt", "intrinsic_depth.txt"}) {
    WriteText(input.folder() / "intrinsic" / name, std::string(input.text()));
  }
  OpenScanNet(ConfigOf(input.folder()))->Read(0);
}

std::vector<std::string> Metadata() {
  return {
      R"({"w": 32, "h": 24, "fps": 60, "K": [28, 0, 0, 0, 30, 0, 15.5, 11.5, 1], "poses": [[0, 0, 0, 1, 1, 2, 3]]})",
      R"({"w": 32, "h": 24, "perFrameIntrinsicCoeffs": [[28, 30, 15, 11]], "frameTimestamps": [0.5]})"};
}

std::vector<std::string> Words() {
  return {"nan",  "-inf", "1e400",   "1e19",      ",,",         "\xEF\xBB\xBF",
          "null", "[[",   "\\u001b", "\"poses\"", "99999999999"};
}

const Registration kOdometryFile({"stray_odometry", ReadOdometry,
                                  [] {
                                    return std::vector<std::string>{kOdometry, kOdometryWithLens};
                                  },
                                  Words});
const Registration kMatrixFile({"stray_matrix", ReadMatrix, [] { return std::vector<std::string>{kMatrix}; },
                                Words});
const Registration kMetadataFile({"record3d_metadata", ReadMetadata, Metadata, Words});
const Registration kIntrinsicFile(
    {"scannet_intrinsic", ReadIntrinsic,
     [] { return std::vector<std::string>{"28 0 15.5 0\n0 30 11.5 0\n0 0 1 0\n0 0 0 1\n"}; }, Words});

}  // namespace
}  // namespace isogs::fuzz
