// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace isogs::fuzz {

/// Bytes that nobody can trust, and an empty folder for a reader that wants files.
class Input {
 public:
  Input(std::string_view bytes, const std::filesystem::path& folder) : bytes_(bytes), folder_(folder) {}

  std::string_view text() const { return bytes_; }
  std::span<const std::byte> bytes() const { return std::as_bytes(std::span(bytes_)); }
  const std::filesystem::path& folder() const { return folder_; }
  /// A file of that name in the folder which holds the bytes.
  std::filesystem::path File(const std::string& name) const;

 private:
  std::string_view bytes_;
  const std::filesystem::path& folder_;
};

/// One reader of files or messages, as fuzzers see it.
struct Target {
  std::string name;
  /// Reads the input. May throw Error, and nothing else; leaves no ".tmp" in the folder.
  void (*read)(const Input& input);
  /// Inputs that are read without an Error, small ones.
  std::vector<std::string> (*seeds)();
  /// What stands in inputs of this kind and chance would not hit upon.
  std::vector<std::string> (*words)() = [] { return std::vector<std::string>(); };
};

/// For GoogleTest.
inline void PrintTo(const Target& target, std::ostream* out) { *out << target.name; }

/// All targets of the program, by name.
const std::vector<Target>& Targets();

/// At namespace scope, makes a target one of Targets().
struct Registration {
  explicit Registration(Target target);
};

/// What reading came to: nothing, or the message of the Error.
struct Outcome {
  std::optional<std::string> error;
  /// What a reader must never do: another exception, a message of several lines or with control characters,
  /// temporary files left. Empty where all is well.
  std::string fault;
};

/// Has `target` read `bytes`. `folder` is empty before and after.
Outcome Read(const Target& target, std::string_view bytes, const std::filesystem::path& folder);

/// The bytes of the file that `write` makes.
std::string BytesOf(const std::function<void(const std::filesystem::path& file)>& write,
                    const std::string& name = "seed");

}  // namespace isogs::fuzz
