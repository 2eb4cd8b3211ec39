// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// dataset_read PATH [dataset.key=value ...]: how long a data set takes to open and a frame to read, on one
// thread, and the most memory that took.
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "datasets/dataset.h"
#include "shared/config/config_reader.h"
#include "shared/core/elapsed.h"
#include "shared/core/error.h"
#include "shared/core/memory.h"

namespace {

double PeakMib() { return static_cast<double>(isogs::PeakResidentBytes()) / (1 << 20); }

void Measure(const std::string& path, std::vector<std::string> keys) {
  keys.push_back("dataset.path=" + path);
  const isogs::DatasetConfig config = isogs::LoadConfig("configs/base.yaml", keys).dataset;
  const auto start = std::chrono::steady_clock::now();
  const auto dataset = isogs::OpenDataset(config);
  const double open_ms = isogs::MillisecondsSince(start), open_mib = PeakMib();
  const auto opened = std::chrono::steady_clock::now();
  for (int64_t i = 0; i < dataset->frame_count(); ++i) dataset->Read(i);
  const double read_ms = isogs::MillisecondsSince(opened);
  std::printf("%s: %lld frames, open %.0f ms (%.0f MiB), %.3f ms a frame, peak %.0f MiB\n", path.c_str(),
              static_cast<long long>(dataset->frame_count()), open_ms, open_mib,
              read_ms / static_cast<double>(dataset->frame_count()), PeakMib());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "dataset_read PATH [dataset.key=value ...]\n");
    return 2;
  }
  isogs::KeepFreedMemory();  // as programs do
  try {
    Measure(argv[1], {argv + 2, argv + argc});
  } catch (const isogs::Error& error) {
    std::fprintf(stderr, "dataset_read: %s\n", error.what());
    return 1;
  }
  return 0;
}
