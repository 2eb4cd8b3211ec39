// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "exports/voxels/voxel_metadata.h"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string_view>

#include "exports/voxels/volume_maker.h"
#include "shared/config/config_fields.h"
#include "shared/core/version.h"

namespace isogs {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kSection = "prerender.";
/// What is done, not what values become: samples are compared by themselves.
constexpr std::string_view kFree[] = {"output", "overwrite", "first_sample", "max_samples"};

/// Calls body(key, text) for the options that values depend on.
template <typename Body>
void ForOptions(const PrerenderConfig& options, const Body& body) {
  Config config;
  config.prerender = options;
  for (const ConfigField& field : ListFields(config)) {
    if (!field.key.starts_with(kSection)) continue;
    const std::string key = field.key.substr(kSection.size());
    if (std::ranges::find(kFree, key) == std::end(kFree)) body(key, field.text());
  }
}

}  // namespace

std::string OptionsText(const PrerenderConfig& options) {
  std::string text;
  ForOptions(options, [&](const std::string& key, const std::string& value) {
    text.append(key).append("=").append(value).append("\n");
  });
  return text;
}

std::string MetadataText(const PrerenderConfig& options, const SampleRange& range) {
  std::string text;
  const auto add = [&](const std::string& key, const Json& value) {
    text.append(key)
        .append(": ")
        .append(value.dump(-1, ' ', false, Json::error_handler_t::replace))
        .append("\n");
  };
  add("format", kVoxelFormat);
  add("format_version", kVoxelFormatVersion);
  add("isogs_version", Version());
  add("samples", range.count);
  add("first_sample", range.first);
  add("batches", BatchCount(options, range));
  add("shape", ShapeOf(options).axes());
  add("axes", AxesOf(options.field));
  add("units", UnitsOf(options.field));
  add("dtype", "float32");
  ForOptions(options, [&](const std::string& key, const std::string& value) {
    const Json parsed = Json::parse(value, nullptr, false);
    add(key, parsed.is_number() ? parsed : Json(value));
  });
  return text;
}

}  // namespace isogs
