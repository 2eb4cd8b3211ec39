// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace isogs {

/// A folder that is filled now: it is removed with all its contents at the end, unless Keep was called.
class NewFolder {
 public:
  /// Makes it, or takes an empty one. Throws UsageError if something else is there.
  explicit NewFolder(std::filesystem::path path);
  ~NewFolder();
  NewFolder(const NewFolder&) = delete;
  NewFolder& operator=(const NewFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  /// A new folder in it.
  std::filesystem::path Make(const std::string& name) const;
  void Keep() { kept_ = true; }

 private:
  std::filesystem::path path_;
  bool kept_ = false;
};

}  // namespace isogs
