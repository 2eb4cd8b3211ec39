// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// resize_dataset INPUT OUTPUT [--config FILE] [--width W] [--height H] ...: a sequence of any layout that can
// be read, at another size and in part, as a new data set in the Replica layout.
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "datasets/frame_prefetcher.h"
#include "datasets/layouts.h"
#include "datasets/replica_writer.h"
#include "shared/cli/program.h"
#include "shared/config/config_reader.h"
#include "shared/core/installation.h"

namespace isogs {
namespace {

struct Options {
  DatasetConfig dataset;  // as the command line says it
  std::string config;
  std::string output;
  int64_t frames = 0;
  int64_t start = 0;
  int64_t stride = 1;
  int jpeg_quality = 95;
};

Options ParseOptions(int argc, char** argv) {
  CLI::App app("Write a sequence at another size, or a part of it, as a new data set in the Replica layout.");
  Options options;
  app.add_option("input", options.dataset.path, "Folder of the sequence")->required();
  app.add_option("output", options.output, "Folder to make")->required();
  app.add_option("--config", options.config,
                 "Configuration whose dataset section describes the input: intrinsics, distortion, files");
  app.add_option("--layout", options.dataset.layout, "Layout of the input: " + LayoutList());
  app.add_option("--width", options.dataset.width, "New width [px]; 0: from the height, or as stored")
      ->check(CLI::Range(0, 16384));
  app.add_option("--height", options.dataset.height, "New height [px]; 0: from the width, or as stored")
      ->check(CLI::Range(0, 16384));
  app.add_option("--frames", options.frames, "Frames to write at most; 0: all")
      ->check(CLI::NonNegativeNumber);
  app.add_option("--start", options.start, "First frame")->check(CLI::NonNegativeNumber);
  app.add_option("--stride", options.stride, "Step between frames")->check(CLI::PositiveNumber);
  app.add_option("--jpeg-quality", options.jpeg_quality, "1 to 100")->check(CLI::Range(1, 100));
  ParseCommandLine(app, argc, argv);
  return options;
}

/// The configuration's data set at the path and size of the command line.
DatasetConfig InputOf(const Options& options) {
  if (options.config.empty()) return options.dataset;
  DatasetConfig input = LoadConfig(LookUpConfig(options.config).path, {}).dataset;
  input.path = options.dataset.path;
  input.width = options.dataset.width;
  input.height = options.dataset.height;
  if (options.dataset.layout != "auto") input.layout = options.dataset.layout;
  return input;
}

void ResizeDataset(const Options& options) {
  const std::unique_ptr<Dataset> dataset = OpenDataset(InputOf(options));
  FramePrefetcher frames(*dataset,
                         FrameIndices(dataset->frame_count(), options.start, options.frames, options.stride),
                         options.dataset.prefetch_frames);
  ReplicaWriter writer(options.output, options.jpeg_quality);
  while (const std::optional<Frame> frame = frames.Next()) writer.Add(*frame);
  writer.Finish();
  if (writer.pose_count() == 0) {
    spdlog::warn("{}: no frame has a pose; all poses in traj.txt are the identity", options.dataset.path);
  } else if (writer.pose_count() < writer.frame_count()) {
    spdlog::warn("{}: {} of {} frames have no pose; theirs in traj.txt are -inf", options.dataset.path,
                 writer.frame_count() - writer.pose_count(), writer.frame_count());
  }
  spdlog::info("{}: {} frames of {}x{}, {} left out", options.output, writer.frame_count(),
               dataset->camera().width, dataset->camera().height, frames.bad_frames());
}

}  // namespace
}  // namespace isogs

int main(int argc, char** argv) {
  return isogs::RunProgram("resize_dataset", [&] { isogs::ResizeDataset(isogs::ParseOptions(argc, argv)); });
}
