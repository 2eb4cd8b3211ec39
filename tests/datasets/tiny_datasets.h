// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "datasets/replica_writer.h"
#include "shared/config/dataset_config.h"
#include "shared/core/error.h"
#include "shared/geometry/pose.h"
#include "shared/image/image_io.h"

namespace isogs {

/// Message of the Error that `action` throws; "no error" if none.
template <typename Action>
std::string ErrorOf(const Action& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

/// Is the error of `action` one of use (exit code 2)?
template <typename Action>
bool IsUsageError(const Action& action) {
  try {
    action();
  } catch (const UsageError&) {
    return true;
  } catch (const Error&) {
  }
  return false;
}

inline void WriteText(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

inline Pose TinyPose(int64_t index) {
  Twist xi;
  xi << 0.1 * static_cast<double>(index), 0.2, -0.3, 0.05 * static_cast<double>(index), 0.1, 0.0;
  return ExpSe3(xi);
}

/// A slanted wall of one colour a frame, 16x12.
inline Frame TinyFrame(int64_t index) {
  Frame frame;
  frame.index = index;
  frame.camera = {16, 12, 14.0, 15.0, 7.5, 5.5};
  frame.color = Image<float>(3, 12, 16, 0.1f * static_cast<float>(index));
  frame.depth_m = Image<float>(1, 12, 16);
  for (int y = 0; y < 12; ++y) {
    for (int x = 0; x < 16; ++x) frame.depth_m.at(y, x) = 1.0f + 0.1f * static_cast<float>(x + y);
  }
  frame.world_from_camera = TinyPose(index);
  return frame;
}

inline void MakeTinyReplica(const std::filesystem::path& folder, int64_t frames) {
  ReplicaWriter writer(folder);
  for (int64_t i = 0; i < frames; ++i) writer.Add(TinyFrame(i));
  writer.Finish();
}

constexpr const char* kTinyPoseText = "1 0 0 0.5\n0 1 0 0.25\n0 0 1 -1\n0 0 0 1\n";

/// 640x480 frames from number `first` on, at a depth of 2 m, with a 0 and a 65535 in the corner.
inline void MakeTinySevenScenes(const std::filesystem::path& folder, int first, int count,
                                const std::string& color_suffix = ".color.png") {
  std::filesystem::create_directories(folder);
  Image<uint16_t> depth(1, 480, 640, 2000);
  depth.at(0, 0) = 0;
  depth.at(0, 2) = 65535;
  depth.at(0, 4) = 12000;
  for (int i = first; i < first + count; ++i) {
    const std::string number = std::to_string(i);
    const std::string name = "frame-" + std::string(6 - number.size(), '0') + number;
    const Image<uint8_t> color(3, 480, 640, static_cast<uint8_t>(i));
    if (color_suffix.ends_with("jpg")) {
      WriteJpeg(folder / (name + color_suffix), color, 95);
    } else {
      WritePng(folder / (name + color_suffix), color, 1);
    }
    WritePng(folder / (name + ".depth.png"), depth, 1);
    WriteText(folder / (name + ".pose.txt"), kTinyPoseText);
  }
}

inline DatasetConfig ConfigOf(const std::filesystem::path& folder) {
  DatasetConfig config;
  config.path = folder.string();
  return config;
}

}  // namespace isogs
