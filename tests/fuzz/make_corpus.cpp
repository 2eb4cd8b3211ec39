// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// Writes what fuzzers start from, made by the project's own writers: FOLDER/TARGET/seed_N,
// FOLDER/TARGET.dict.
#include <cstdio>
#include <filesystem>

#include "shared/core/error.h"
#include "shared/io/file.h"
#include "tests/fuzz/fuzz_target.h"

namespace isogs::fuzz {
namespace {

namespace fs = std::filesystem;

/// As libFuzzer's dictionaries have it: in quotes, every byte that is no plain character as \xAB.
std::string Escaped(const std::string& word) {
  std::string escaped = "\"";
  for (const char c : word) {
    char text[8];
    const bool plain = c >= ' ' && c <= '~' && c != '"' && c != '\\';
    std::snprintf(text, sizeof(text), plain ? "%c" : "\\x%02X", static_cast<unsigned char>(c));
    escaped += text;
  }
  return escaped + "\"\n";
}

void WriteTarget(const Target& target, const fs::path& folder) {
  fs::create_directories(folder / target.name);
  size_t number = 0;
  for (const std::string& seed : target.seeds()) {
    WriteFileAtomically(folder / target.name / ("seed_" + std::to_string(number++)), seed);
  }
  std::string dictionary = "# what stands in inputs of " + target.name + "\n";
  for (const std::string& word : target.words()) dictionary += Escaped(word);
  WriteFileAtomically(folder / (target.name + ".dict"), dictionary);
}

}  // namespace
}  // namespace isogs::fuzz

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("make_corpus: expected FOLDER\n", stderr);
    return 2;
  }
  try {
    for (const isogs::fuzz::Target& target : isogs::fuzz::Targets()) {
      isogs::fuzz::WriteTarget(target, argv[1]);
      std::printf("%s\n", target.name.c_str());
    }
  } catch (const isogs::Error& error) {
    std::fprintf(stderr, "make_corpus: %s\n", error.what());
    return 1;
  }
  return 0;
}
