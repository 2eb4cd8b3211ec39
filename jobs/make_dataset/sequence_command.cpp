// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/make_dataset/sequence_command.h"

#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <iostream>
#include <map>
#include <memory>
#include <string>

#include "datasets/synthetic/collection/collection_plan.h"
#include "datasets/synthetic/sequence/write_sequence.h"
#include "shared/core/error.h"
#include "shared/core/parallel.h"
#include "shared/core/stop_signal.h"
#include "shared/core/text.h"
#include "shared/log/progress_line.h"

namespace isogs::synthetic {
namespace {

struct CommandLine {
  SequenceOptions options;
  std::string output;
  std::string preset = "room";
  std::string noise = "none";
  std::string room_size;
  int64_t frames = 0;  // 0: by the preset
  int threads = 0;
};

/// "WIDTHxDEPTH" in metres.
RoomSize ParseRoomSize(const std::string& text) {
  const size_t cross = text.find('x');
  const auto width = ParseReal<double>(text.substr(0, cross));
  const auto depth = cross == std::string::npos ? std::nullopt : ParseReal<double>(text.substr(cross + 1));
  if (!width || !depth)
    throw UsageError("--room-size: found " + Quoted(text) + ", expected WIDTHxDEPTH in metres, e.g. 5x4");
  return {*width, *depth};
}

SequenceOptions OptionsOf(const CommandLine& line) {
  SequenceOptions options = line.options;
  options.preset = line.preset == "flat" ? ScenePreset::kFlat : ScenePreset::kRoom;
  options.noise = DepthNoiseOf(line.noise);
  if (!line.room_size.empty()) options.room_size = ParseRoomSize(line.room_size);
  options.frames =
      line.frames > 0 ? line.frames : (options.preset == ScenePreset::kFlat ? kFlatFrames : options.frames);
  return options;
}

void Run(const CommandLine& line) {
  const SequenceOptions options = OptionsOf(line);
  const ThreadLimit threads(line.threads);
  const StopSignal stop;
  ProgressLine progress(std::cout, StdoutIsTerminal(), StdoutColumns());
  WriteSequence(line.output, options, [&](int64_t done) {
    progress.Update({.frame = done, .frames = options.frames});
    return stop.requested() == 0;
  });
  progress.Finish();
  spdlog::info("{}: {} frames of {}x{}; isogs slam {}/config.yaml", line.output, options.frames,
               options.width, options.height, line.output);
}

}  // namespace

std::function<void()> AddSequenceCommand(CLI::App& app) {
  const auto line = std::make_shared<CommandLine>();
  SequenceOptions& options = line->options;
  CLI::App* const command = app.add_subcommand(
      "sequence",
      "Write one RGB-D sequence of a made-up room in Replica's layout, with exact poses and mesh");
  command->add_option("output", line->output, "New or empty folder")->required();
  command->add_option("--preset", line->preset, "room, or flat: a round through five rooms")
      ->check(CLI::IsMember({"room", "flat"}))
      ->capture_default_str();
  command->add_option("--frames", line->frames, "Frames, 30 a second [default: 100; flat: 2000]")
      ->check(CLI::Range(1, 1'000'000));
  command->add_option("--width", options.width, "Of images [px]")
      ->check(CLI::Range(16, 4096))
      ->capture_default_str();
  command->add_option("--height", options.height, "Of images [px]")
      ->check(CLI::Range(16, 4096))
      ->capture_default_str();
  command->add_option("--seed", options.seed, "Another number, another room")
      ->check(CLI::Range(int64_t{0}, kMostSeed))
      ->capture_default_str();
  command->add_option("--room-size", line->room_size,
                      "WIDTHxDEPTH [m], 2.5 to 12 each; default: by the seed");
  command->add_option("--rays", options.rays_per_pixel, "Rays a pixel for colour")
      ->check(CLI::IsMember({1, 4, 16}))
      ->capture_default_str();
  command->add_option("--speed", options.speed, "Of the camera: 1 is about 0.35 m/s")
      ->check(CLI::Range(0.01, 20.0))
      ->capture_default_str();
  command->add_option("--noise", line->noise, "Of depth: none, kinect or tof")
      ->check(CLI::IsMember({"none", "kinect", "tof"}))
      ->capture_default_str();
  command->add_flag("--blur", options.blur, "Blur colour by the motion during 16 ms of exposure");
  command->add_flag("--exposure-drift", options.exposure_drift,
                    "Exposure follows what is in view, 0.4 s behind");
  command->add_flag("--rolling-shutter", options.rolling_shutter,
                    "Expose rows one after the other, in 25 ms");
  command->add_option("--threads", line->threads, "0: all processors; the bytes are the same with any number")
      ->check(CLI::Range(0, 1024))
      ->capture_default_str();
  return [line] { Run(*line); };
}

}  // namespace isogs::synthetic
