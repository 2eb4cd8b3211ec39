// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/fuzz_target.h"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <utility>

#include "shared/core/error.h"
#include "shared/core/text.h"
#include "shared/io/file.h"
#include "tests/shared/temporary_folder.h"

namespace isogs::fuzz {
namespace {

namespace fs = std::filesystem;

std::vector<Target>& MutableTargets() {
  static std::vector<Target> targets;
  return targets;
}

std::string FaultOfMessage(std::string_view message) {
  if (message.empty()) return "an Error without a message";
  for (std::string_view left = message; !left.empty();) {
    const std::string_view line = TakeLine(&left);
    if (WithoutControls(line) != line || (!left.empty() && !left.starts_with("  "))) {
      return "a message with control characters: '" + std::string(message) + "'";
    }
  }
  return "";
}

/// Empties the folder. Names what a reader left there half written.
std::string EmptyFolder(const fs::path& folder) {
  std::string fault;
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(folder)) found.push_back(entry.path());
  for (const fs::path& path : found) {
    if (path.extension() == ".tmp") fault = "a temporary file left: " + path.filename().string();
    fs::remove_all(path);
  }
  return fault;
}

}  // namespace

fs::path Input::File(const std::string& name) const {
  fs::path path = folder_ / name;
  std::FILE* const file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) throw std::runtime_error("cannot write " + path.string());
  std::fwrite(bytes_.data(), 1, bytes_.size(), file);
  std::fclose(file);
  return path;
}

const std::vector<Target>& Targets() {
  static const bool sorted = [] {
    std::ranges::sort(MutableTargets(), {}, &Target::name);
    return true;
  }();
  static_cast<void>(sorted);
  return MutableTargets();
}

Registration::Registration(Target target) { MutableTargets().push_back(std::move(target)); }

Outcome Read(const Target& target, std::string_view bytes, const fs::path& folder) {
  Outcome outcome;
  try {
    target.read(Input(bytes, folder));
  } catch (const Error& error) {
    outcome.error = error.what();
    outcome.fault = FaultOfMessage(error.what());
  } catch (const std::exception& error) {
    outcome.fault = std::string("an exception that is no Error: ") + error.what();
  }
  const std::string left = EmptyFolder(folder);
  if (outcome.fault.empty()) outcome.fault = left;
  return outcome;
}

std::string BytesOf(const std::function<void(const fs::path& file)>& write, const std::string& name) {
  const TemporaryFolder folder;
  write(folder / name);
  return ReadWholeFile(folder / name);
}

}  // namespace isogs::fuzz
