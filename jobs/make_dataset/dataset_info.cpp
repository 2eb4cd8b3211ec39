// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/make_dataset/dataset_info.h"

#include <spdlog/fmt/fmt.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <numeric>
#include <span>

#include "datasets/synthetic/collection/metadata_reader.h"
#include "datasets/synthetic/collection/write_scene.h"
#include "jobs/make_dataset/build_options.h"
#include "shared/io/checksum.h"
#include "shared/io/file.h"
#include "shared/io/json_text.h"

namespace isogs::synthetic {
namespace {

using Json = nlohmann::ordered_json;

uint32_t Crc32Of(uint32_t before, std::string_view text) {
  return Crc32(before, std::as_bytes(std::span(text)));
}

int64_t CountAt(const MetadataReader& at) { return at.Whole(0, std::numeric_limits<int64_t>::max()); }

Json JsonOf(const DatasetInfo& info) {
  const SceneQuality quality = SettingsOf(info.options.quality);
  Json counts = {{"scenes", info.scene_count()}};
  for (const Split split : kSplits)
    counts[std::string(NameOf(split))] = info.scenes[static_cast<size_t>(split)];
  counts["objects"] = info.objects;
  counts["pictures"] = info.pictures;
  counts["sequences"] = info.sequences;
  Json held_out = Json::array();
  for (const auto& [kind, material] : info.held_out)
    held_out.push_back({{"kind", kind}, {"material", material}});
  const uint64_t first = info.options.seed;
  return {
      {"format", kDatasetFormat},
      {"version", info.version},
      {"complete", info.is_complete()},
      {"options", ToJson(info.options)},
      {"seeds", {{"first", first}, {"last", first + static_cast<uint64_t>(info.options.scenes) - 1}}},
      {"images",
       {{"width", quality.width}, {"height", quality.height}, {"rays_per_pixel", quality.rays_per_pixel}}},
      {"counts", counts},
      {"held_out", held_out},
      {"bytes", info.bytes},
      {"crc32", info.crc32}};
}

}  // namespace

SceneSummary SummaryOf(const SceneMetadata& metadata, std::string_view text) {
  SceneSummary scene{.id = metadata.id,
                     .split = metadata.split,
                     .objects = static_cast<int64_t>(metadata.objects.size()),
                     .pictures = static_cast<int64_t>(metadata.cameras.size()),
                     .has_sequence = !metadata.sequence.empty(),
                     .bytes = text.size(),
                     .crc32 = Crc32Of(0, text)};
  for (const FileRecord& file : metadata.files) scene.bytes += file.bytes;
  return scene;
}

void DatasetInfo::Add(const SceneSummary& scene) {
  ++scenes[static_cast<size_t>(scene.split)];
  objects += scene.objects;
  pictures += scene.pictures;
  sequences += scene.has_sequence ? 1 : 0;
  bytes += scene.bytes;
  crc32 = Crc32Of(crc32, fmt::format("{} {}\n", scene.id, scene.crc32));
}

int64_t DatasetInfo::scene_count() const { return std::accumulate(scenes.begin(), scenes.end(), int64_t{0}); }

std::string ToJson(const DatasetInfo& info) { return JsonOf(info).dump(2) + "\n"; }

DatasetInfo ReadDatasetInfo(const DatasetFolder& folder) {
  const std::string name = folder.info().string();
  const Json json = ParseJson(ReadWholeFile(folder.info(), kMaxSettingsBytes), name);
  const MetadataReader root(json, name);
  if (const MetadataReader at = root.At("format"); at.Text() != kDatasetFormat) at.Fail(kDatasetFormat);
  DatasetInfo info;
  info.version = root.At("version").Text();
  info.options = OptionsAt(root.At("options"));
  const MetadataReader counts = root.At("counts");
  for (const Split split : kSplits)
    info.scenes[static_cast<size_t>(split)] =
        counts.At(std::string(NameOf(split)).c_str()).Whole(0, kMostScenes);
  info.held_out = root.At("held_out").List([](const MetadataReader& at) -> NamedCombination {
    return {at.At("kind").Text(), at.At("material").Text()};
  });
  info.objects = CountAt(counts.At("objects"));
  info.pictures = CountAt(counts.At("pictures"));
  info.sequences = CountAt(counts.At("sequences"));
  info.bytes = root.At("bytes").Unsigned();
  info.crc32 = static_cast<uint32_t>(root.At("crc32").Whole(0, std::numeric_limits<uint32_t>::max()));
  return info;
}

void RequireInfo(const DatasetFolder& folder, const DatasetInfo& expected) {
  const std::string name = folder.info().string();
  const Json found = ParseJson(ReadWholeFile(folder.info(), kMaxSettingsBytes), name);
  MetadataReader(found, name).RequireSame(JsonOf(expected));
}

}  // namespace isogs::synthetic
