// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/make_dataset/split_file.h"

#include <spdlog/fmt/fmt.h>

#include <nlohmann/json.hpp>

#include "shared/core/error.h"
#include "shared/core/text.h"
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
  try {
    if (json.at("split") != NameOf(split)) {
      throw Error(
          fmt::format("split: found {}, expected {}", Quoted(json.at("split").dump()), NameOf(split)));
    }
    std::vector<std::string> scenes = json.at("scenes");
    if (const int64_t count = json.at("count"); count != std::ssize(scenes))
      throw Error(fmt::format("count: found {}, expected {}, as many as scenes", count, scenes.size()));
    return scenes;
  } catch (const std::exception& error) {
    throw Error(name + ": " + error.what());
  }
}

}  // namespace isogs::synthetic
