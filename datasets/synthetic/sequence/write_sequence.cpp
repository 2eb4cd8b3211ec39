// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/sequence/write_sequence.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "datasets/replica_writer.h"
#include "datasets/synthetic/sensor/exposure.h"
#include "datasets/synthetic/sequence/frame_caster.h"
#include "datasets/synthetic/sequence/seen_surface.h"
#include "shared/core/error.h"
#include "shared/core/parallel.h"
#include "shared/formats/mesh_file.h"
#include "shared/io/file.h"

namespace isogs::synthetic {
namespace {

namespace fs = std::filesystem;

constexpr int64_t kMostFramesAtOnce = 8, kPixelsAtOnce = 4'000'000;  // about 40 bytes each
constexpr int kJpegQuality = 95;
constexpr int kPngCompression = 6;

void CheckOptions(const SequenceOptions& options) {
  const auto check = [](const char* name, double value, double low, double high) {
    if (value >= low && value <= high) return;
    char text[128];
    std::snprintf(text, sizeof(text), "%s: found %g, expected %g to %g", name, value, low, high);
    throw UsageError(text);
  };
  check("frames", static_cast<double>(options.frames), 1, 1'000'000);
  check("width", options.width, 16, 4096);
  check("height", options.height, 16, 4096);
  check("speed", options.speed, 0.01, 20.0);
  if (options.preset == ScenePreset::kFlat && options.room_size)
    throw UsageError("room size: found one for a flat, expected it for a room only");
}

void CheckIsEmpty(const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(folder, error)) return;
  if (!fs::is_directory(folder, error))
    throw UsageError(folder.string() + ": found a file, expected a new or an empty folder");
  if (!fs::is_empty(folder, error) || error)
    throw UsageError(folder.string() + ": found files in it, expected a new or an empty folder");
}

/// The files beside the frames; removed again unless kept.
class SideFiles {
 public:
  explicit SideFiles(const fs::path& folder) : mesh_(folder / "mesh.ply"), config_(folder / "config.yaml") {}
  ~SideFiles() {
    std::error_code ignored;
    if (kept_) return;
    fs::remove(mesh_, ignored);
    fs::remove(config_, ignored);
  }
  SideFiles(const SideFiles&) = delete;
  SideFiles& operator=(const SideFiles&) = delete;

  void WriteSurface(const TriangleMesh& mesh) const { WriteMesh(mesh_, mesh); }
  void WriteConfig(const fs::path& folder) const {
    const fs::path place = fs::absolute(folder).lexically_normal();
    // A string of JSON is one of YAML, too.
    const auto quoted = [](const std::string& text) { return nlohmann::json(text).dump(); };
    const std::string name = (place / "").parent_path().filename().string();
    WriteFileAtomically(
        config_,
        "# Made together with the data set beside it.\nbase: base.yaml\noutput: " + quoted("runs/" + name) +
            "\ndataset:\n  path: " + quoted(place.string()) + "\n  layout: replica\n");
  }
  void Keep() { kept_ = true; }

 private:
  fs::path mesh_, config_;
  bool kept_ = false;
};

std::vector<RawFrame> CastFrames(const FrameCaster& caster, int64_t first, int64_t count) {
  std::vector<RawFrame> frames(static_cast<size_t>(count));
  ParallelFor(count, 1, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) frames[static_cast<size_t>(i)] = caster.Cast(first + i);
  });
  return frames;
}

Frame DevelopedFrame(RawFrame raw, int64_t index, const Camera& camera, float gain) {
  Frame frame;
  frame.index = index;
  frame.camera = camera;
  frame.color = Developed(raw.radiance, gain);
  frame.depth_m = std::move(raw.depth_m);
  frame.world_from_camera = raw.world_from_camera;
  return frame;
}

/// What is held in memory at a time; the frames do not depend on it.
int64_t FramesAtOnce(const SequenceOptions& options) {
  const int64_t pixels = int64_t{options.width} * options.height;
  return std::clamp<int64_t>(kPixelsAtOnce / pixels, 1, kMostFramesAtOnce);
}

double PathDuration(const SequenceOptions& options) {
  if (options.preset == ScenePreset::kFlat) return static_cast<double>(kFlatFrames) / kFrameRate_hz;
  return options.speed * static_cast<double>(options.frames) / kFrameRate_hz;
}

}  // namespace

void WriteSequence(const fs::path& folder, const SequenceOptions& options, const SequenceProgress& progress) {
  CheckOptions(options);
  CheckIsEmpty(folder);
  ReplicaWriter writer(folder, kJpegQuality, kPngCompression);
  SideFiles side_files(folder);  // goes before the writer, which removes the folder only where it is empty

  const Renderer rooms(options.preset == ScenePreset::kFlat
                           ? BuildFlat(options.seed)
                           : BuildRoom(options.seed, options.room_size, options.room_rules),
                       options.light);
  const HandHeldCamera path(rooms, options.seed, PathDuration(options));
  const FrameCaster caster(rooms, path, options);
  const float common_gain = caster.CommonGain();
  AutoExposure exposure;
  SeenSurface seen(rooms.mesh());
  const int64_t at_once = FramesAtOnce(options);
  for (int64_t first = 0; first < options.frames; first += at_once) {
    if (!progress(first))
      throw Error(folder.string() + ": stopped after " + std::to_string(first) + " of " +
                  std::to_string(options.frames) + " frames; nothing of it is left");
    const int64_t count = std::min(at_once, options.frames - first);
    std::vector<RawFrame> raw = CastFrames(caster, first, count);
    std::vector<float> gains;
    for (const RawFrame& frame : raw) {
      gains.push_back(options.exposure_drift
                          ? exposure.Follow(MeanRadiance(frame.radiance), 1.0 / kFrameRate_hz)
                          : common_gain);
      seen.Add(frame.hits);
    }
    std::vector<Frame> frames(raw.size());
    ParallelFor(count, 1, [&](int64_t begin, int64_t end) {
      for (size_t i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i)
        frames[i] =
            DevelopedFrame(std::move(raw[i]), first + static_cast<int64_t>(i), CameraOf(options), gains[i]);
    });
    writer.AddAll(frames);
  }
  side_files.WriteSurface(seen.Mesh(rooms.shader(), common_gain));
  if (options.with_config) side_files.WriteConfig(folder);
  if (!progress(options.frames)) throw Error(folder.string() + ": stopped at its end; nothing of it is left");
  writer.Finish();
  side_files.Keep();
}

}  // namespace isogs::synthetic
