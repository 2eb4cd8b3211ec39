// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace isogs {

// Files that claim to be larger than what they can be are refused before memory is taken for them [bytes].
inline constexpr uint64_t kMaxSettingsBytes = 1
                                              << 20;  ///< what people write: configurations, cameras, a pose
inline constexpr uint64_t kMaxLinesBytes = 1 << 30;   ///< a line a frame: trajectories, metrics
inline constexpr uint64_t kMaxImageBytes = 1 << 30;   ///< more than the largest image takes uncompressed
inline constexpr uint64_t kMaxFileBytes = uint64_t{1} << 34;  ///< any other

/// All bytes of a file. Throws Error naming path and reason: also for what OpenToRead refuses, for more than
/// `max_bytes`, and where there is no memory for them.
std::string ReadWholeFile(const std::filesystem::path& path, uint64_t max_bytes = kMaxFileBytes);

/// A file that appears under its name only when it is complete and on disk: it is written as TEMPORARY =
/// `path` + ".tmp" in the same folder, synced, renamed, and the folder is synced. Whoever reads `path`, at
/// any instant and after any crash, finds the old file or the new one, whole. Destroyed before Commit, it
/// leaves nothing. A temporary file that a killed program left is replaced by the next. One writer at a time
/// for each path. A symbolic link is replaced by the file, what it leads to stays as it is; a device or a
/// pipe is refused. Every failure (no space, no permission, ...) is an Error naming path and reason.
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
