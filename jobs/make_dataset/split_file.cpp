// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/make_dataset/split_file.h"

#include <spdlog/fmt/fmt.h>

#include <nlohmann/json.hpp>

#include "datasets/synthetic/collection/metadata_reader.h"
#include "shared/io/json_text.h"

namespace isogs::synthetic {
namespace {

constexpr size_t kPiece = 1 << 16;  // bytes that are written at once

}  // namespace

SplitWriter::SplitWriter(const DatasetFolder& folder, Split split)
    : file_(folder.split(split)),
      text_(fmt::format("{{\n\"split\": \"{}\",\n\"scenes\": [", NameOf(split))) {}

void SplitWriter::Add(const std::string& id) {
  text_.append(count_++ > 0 ? ",\n\"" : "\n\"").append(id).append("\"");
  if (text_.size() < kPiece) return;
  file_.Write(text_);
  text_.clear();
}

void SplitWriter::Commit() {
  text_ += fmt::format("\n],\n\"count\": {}\n}}\n", count_);
  file_.Write(text_);
  file_.Commit();
}

std::vector<std::string> ReadSplit(const DatasetFolder& folder, Split split) {
  const std::string name = folder.split(split).string();
  const auto json = ParseJson(ReadWholeFile(folder.split(split), kMaxLinesBytes), name);
  const MetadataReader root(json, name);
  if (const MetadataReader at = root.At("split"); at.Text() != NameOf(split))
    at.Fail(std::string(NameOf(split)));
  std::vector<std::string> scenes =
      root.At("scenes").List([](const MetadataReader& at) { return at.Text(); });
  if (const MetadataReader at = root.At("count"); at.Whole(0, kMostScenes) != std::ssize(scenes))
    at.Fail(fmt::format("{}, as many as scenes", scenes.size()));
  return scenes;
}

}  // namespace isogs::synthetic
