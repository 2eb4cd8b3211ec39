// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace isogs {

/// All bytes of a file. Throws Error naming path and reason.
std::string ReadWholeFile(const std::filesystem::path& path);

/// A file that appears under its name only when it is complete and on disk: it is written as TEMPORARY =
/// `path`
/// + ".tmp" in the same folder, synced, renamed, and the folder is synced. Whoever reads `path`, at any
/// instant and after any crash, finds the old file or the new one, whole. Destroyed before Commit, it leaves
/// nothing. A temporary file that a killed program left is overwritten by the next. One writer at a time for
/// each path. Every failure (no space, no permission, ...) is an Error naming path and reason.
class AtomicFile {
 public:
  explicit AtomicFile(std::filesystem::path path);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  void Write(std::string_view bytes);
  void Commit();

 private:
  void StartWriteBack();

  std::filesystem::path path_;
  std::filesystem::path temporary_;
  int descriptor_ = -1;    // open until Commit
  int64_t unwritten_ = 0;  // bytes that the disk may not work on yet
};

/// Writes `bytes` as an AtomicFile.
void WriteFileAtomically(const std::filesystem::path& path, std::string_view bytes);

/// The same for libraries that want a file name: `write` makes the file `temporary`, which is then synced and
/// renamed to `path`. If `write` throws, the temporary file is removed and the exception passed on.
void WriteFileAtomically(const std::filesystem::path& path,
                         const std::function<void(const std::filesystem::path& temporary)>& write);

}  // namespace isogs
