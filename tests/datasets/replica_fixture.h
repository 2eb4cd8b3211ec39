// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "datasets/dataset.h"
#include "tests/datasets/tiny_datasets.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {

/// A small sequence in Replica's layout, to be changed by a test.
class ReplicaDataset : public testing::Test {
 protected:
  void Make(int64_t frames = 4) { MakeTinyReplica(folder_ / "room", frames); }
  std::filesystem::path Room(const std::string& name = "") const { return folder_ / ("room/" + name); }
  std::unique_ptr<Dataset> Open() const { return OpenDataset(ConfigOf(folder_ / "room")); }
  std::string OpenError() const {
    return ErrorOf([&] { Open(); });
  }
  std::string ReadError(int64_t index) const {
    const auto dataset = Open();
    return ErrorOf([&] { dataset->Read(index); });
  }
  std::vector<std::string> TrajectoryLines() const {
    std::ifstream file(Room("traj.txt"));
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
  }
  void WriteTrajectory(const std::vector<std::string>& lines) const {
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    WriteText(Room("traj.txt"), text);
  }

  TemporaryFolder folder_;
};

}  // namespace isogs
