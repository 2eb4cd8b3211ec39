// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "exports/voxels/export_voxels.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <optional>

#include "exports/voxels/volume_maker.h"
#include "exports/voxels/voxel_batch.h"
#include "exports/voxels/voxel_folder.h"
#include "exports/voxels/voxel_metadata.h"
#include "exports/voxels/voxel_values.h"
#include "run/run_identity.h"
#include "shared/core/error.h"
#include "shared/core/out_of_memory.h"
#include "shared/io/file.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

/// One call of ExportVoxels.
class Export {
 public:
  Export(const SampleList& samples, const PrerenderConfig& options, const VoxelProgress& progress)
      : samples_(samples),
        options_(options),
        progress_(progress),
        range_(ChosenSamples(samples, options)),
        batch_count_(BatchCount(options, range_)),
        maker_(options, samples.Get(range_.first).is_map()),
        folder_(options.output) {}

  void Run() {
    if (fs::exists(folder_.replacement())) FinishReplacing();
    if (options_.overwrite && !folder_.batches().empty()) return ReplaceAll();
    CheckBatches();
    for (const int64_t batch : folder_.batches()) done_ += SamplesOf(batch).count;
    complete_ = static_cast<int64_t>(folder_.batches().size());
    GoOn(done_);
  }

 private:
  /// Makes the batches that are missing, behind `kept` volumes.
  void GoOn(int64_t kept) {
    if (kept == range_.count && fs::exists(folder_.metadata())) {
      spdlog::info("{}: all {} volumes are there", options_.output, kept);
      return;
    }
    folder_.RemoveMetadata();
    if (kept > 0) spdlog::info("{}: {} of {} volumes are there", options_.output, kept, range_.count);
    for (int64_t batch = 0; batch < batch_count_; ++batch) {
      if (!folder_.HasBatch(batch)) WriteBatch(batch, folder_.batch(batch));
    }
    WriteFileAtomically(folder_.metadata(), MetadataText(options_, range_));
    LogTimes(done_ - kept);
  }

  /// Nothing goes before the first of the new batches is whole and on disk.
  void ReplaceAll() {
    CheckBatchesAreOurs();
    WriteBatch(0, folder_.replacement());
    folder_.Replace();
    GoOn(0);
  }

  /// Of an export that was killed within Replace.
  void FinishReplacing() {
    ReadOurs(folder_.replacement());
    CheckBatchesAreOurs();
    folder_.Replace();
  }

  SampleRange SamplesOf(int64_t batch) const {
    const int64_t begin = batch * options_.batch_size;
    return {range_.first + begin, std::min(options_.batch_size, range_.count - begin)};
  }

  /// Nobody else's file is replaced or removed.
  void CheckBatchesAreOurs() const {
    for (const int64_t batch : folder_.batches()) ReadOurs(folder_.batch(batch));
  }

  BatchRecord ReadOurs(const fs::path& file) const {
    try {
      return ReadBatchRecord(file);
    } catch (const Error& error) {
      throw UsageError(std::string(error.what()) + "; remove it, or give another --output");
    }
  }

  /// Throws UsageError unless the batches that are there are those that would be made.
  void CheckBatches() const {
    for (const int64_t batch : folder_.batches()) {
      const std::string file = folder_.batch(batch).string();
      const char* const instead = "give --overwrite, or another --output";
      if (batch >= batch_count_)
        throw UsageError(
            fmt::format("{}: is not of this export, which has {} batches; {}", file, batch_count_, instead));
      const BatchRecord record = ReadOurs(file);
      const auto differences = IdentityDifferences(record.options, OptionsText(options_));
      if (!differences.empty())
        throw UsageError(
            fmt::format("{}: was made with another {}; {}", file, fmt::join(differences, ", "), instead));
      if (const auto difference = SampleDifference(batch, record))
        throw UsageError(fmt::format("{}: {}; {}", file, *difference, instead));
    }
  }

  std::optional<std::string> SampleDifference(int64_t batch, const BatchRecord& record) const {
    const SampleRange wanted = SamplesOf(batch);
    if (record.indices.size() != record.sources.size() ||
        static_cast<int64_t>(record.indices.size()) != wanted.count) {
      return fmt::format("holds {} volumes, expected {} of these inputs", record.indices.size(),
                         wanted.count);
    }
    for (size_t i = 0; i < record.indices.size(); ++i) {
      const int64_t index = wanted.first + static_cast<int64_t>(i);
      if (record.indices[i] == index && record.sources[i] == samples_.Name(index)) continue;
      return fmt::format("holds sample {} of {}, expected sample {} of {}", record.indices[i],
                         record.sources[i], index, samples_.Name(index));
    }
    return std::nullopt;
  }

  void WriteBatch(int64_t batch, const fs::path& file) {
    const SampleRange samples = SamplesOf(batch);
    Sparsity sparsity;
    WriteFileAtomically(file, [&](const fs::path& temporary) {
      VoxelBatchWriter writer(temporary, ShapeOf(options_), static_cast<size_t>(samples.count), options_);
      BatchRecord record{
          .options = OptionsText(options_), .indices = {}, .sources = {}, .origins_m = {}, .spacings_m = {}};
      for (int64_t i = 0; i < samples.count; ++i) {
        AddVolume(samples.first + i, static_cast<size_t>(i), &writer, &record, &sparsity);
        ++done_;
        if (!progress_(done_, range_.count)) ThrowStopped();
      }
      writer.Finish(record);
    });
    ++complete_;
    if (batch > 0) return;
    spdlog::info(
        "{}: {:.1f} % of the values are 0{}; {:.2f} MB a volume", folder_.batch(batch).filename().string(),
        sparsity.zero_percent(),
        sparsity.unobserved > 0 ? fmt::format(", {:.1f} % have none", sparsity.unobserved_percent()) : "",
        static_cast<double>(fs::file_size(file)) / 1e6 / static_cast<double>(samples.count));
  }

  void AddVolume(int64_t index, size_t position, VoxelBatchWriter* writer, BatchRecord* record,
                 Sparsity* sparsity) {
    const std::string name = samples_.Name(index);
    const VolumeGrid grid =
        WithMemoryFor([&] { return name + " (fewer cells, --voxel-size, take less)"; },
                      [&] { return MakeAndWrite(index, name, position, writer, sparsity); });
    record->indices.push_back(index);
    record->sources.push_back(name);
    const auto origin = grid.OriginM();
    record->origins_m.insert(record->origins_m.end(), origin.begin(), origin.end());
    record->spacings_m.push_back(grid.spacing_m);
  }

  /// Where the volume lies.
  VolumeGrid MakeAndWrite(int64_t index, const std::string& name, size_t position, VoxelBatchWriter* writer,
                          Sparsity* sparsity) {
    const Volume volume = maker_.Make(samples_.Get(index), name);
    Count(volume.values, sparsity);
    const auto start = std::chrono::steady_clock::now();
    writer->Write(position, volume.values);
    write_s_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return volume.grid;
  }

  [[noreturn]] void ThrowStopped() const {
    if (complete_ == 0 && !folder_.batches().empty()) {
      throw Error(options_.output +
                  ": stopped before the first new batch was complete; the volumes that were there still are");
    }
    throw Error(fmt::format(
        "{}: stopped with {} of {} batches complete; the same command {}goes on from there", options_.output,
        complete_, batch_count_, options_.overwrite ? "without --overwrite " : ""));
  }

  void LogTimes(int64_t made) const {
    const MakingTimes& times = maker_.times();
    spdlog::info(
        "{}: {} volumes in {} files; reading {:.2f} s, surface {:.2f} s, field {:.2f} s, writing {:.2f} s",
        options_.output, made, batch_count_, times.read, times.surface, times.field, write_s_);
  }

  const SampleList& samples_;
  const PrerenderConfig& options_;
  const VoxelProgress& progress_;
  const SampleRange range_;
  const int64_t batch_count_;
  VolumeMaker maker_;
  VoxelFolder folder_;
  int64_t done_ = 0;      // volumes
  int64_t complete_ = 0;  // batches
  double write_s_ = 0.0;
};

}  // namespace

SampleRange ChosenSamples(const SampleList& samples, const PrerenderConfig& options) {
  const int64_t left = samples.size() - options.first_sample;
  if (left <= 0) {
    throw UsageError(
        fmt::format("--first-sample: found {}, expected 0 to {}", options.first_sample, samples.size() - 1));
  }
  return {options.first_sample, options.max_samples > 0 ? std::min(left, options.max_samples) : left};
}

void ExportVoxels(const SampleList& samples, const PrerenderConfig& options, const VoxelProgress& progress) {
  if (options.output.empty()) throw UsageError("--output: is missing, expected a folder for the volumes");
  Export(samples, options, progress).Run();
}

}  // namespace isogs
