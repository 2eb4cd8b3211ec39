// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/io/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <new>
#include <system_error>
#include <utility>

#include "shared/core/error.h"
#include "shared/io/disk_fault.h"
#include "shared/io/open_file.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

/// Bytes written at a time.
constexpr size_t kPiece = 1 << 20;
/// Bytes after which the disk is set to work.
constexpr int64_t kWriteBack = 8 << 20;

fs::path TemporaryOf(const fs::path& path) {
  fs::path temporary = path;
  temporary += ".tmp";
  return temporary;
}

void RemoveQuietly(const fs::path& path) {
  std::error_code ignored;
  fs::remove(path, ignored);
}

/// A rename is on disk only once its folder is.
void SyncFolderOf(const fs::path& path) {
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  const Descriptor descriptor = OpenRetrying(folder, O_RDONLY | O_DIRECTORY);
  if (!descriptor.is_open()) ThrowErrno("open folder", folder);
  // Some network file systems cannot sync a folder and say EINVAL; there is nothing more to do there.
  if (fsync(descriptor.get()) != 0 && errno != EINVAL && errno != ENOTSUP) ThrowErrno("sync folder", folder);
}

void SyncAndClose(int descriptor, const fs::path& path) {
  DiskFaultPoint("file_sync");
  const int synced = fsync(descriptor);
  const int sync_code = errno;
  const int closed = close(descriptor);  // some file systems report a full disk only here
  if (synced != 0) {
    errno = sync_code;
    ThrowErrno("write", path);
  }
  if (closed != 0 && errno != EINTR) ThrowErrno("write", path);
}

void RenameInto(const fs::path& temporary, const fs::path& path) {
  DiskFaultPoint("file_rename");
  if (std::rename(temporary.c_str(), path.c_str()) != 0) ThrowErrno("write", path);
  DiskFaultPoint("file_folder");
  SyncFolderOf(path);
}

size_t CheckedSize(uint64_t size, uint64_t max_bytes, const fs::path& path) {
  if (size <= max_bytes) return static_cast<size_t>(size);
  throw Error("cannot read " + path.string() + ": " + std::to_string(size) + " bytes, expected at most " +
              std::to_string(max_bytes));
}

}  // namespace

std::string ReadWholeFile(const fs::path& path, uint64_t max_bytes) {
  const Descriptor descriptor = OpenToRead(path);
  const uint64_t size = FileSize(descriptor, path);
  try {
    // One byte more than the file says it has, so that the next call finds its end; it may still grow.
    std::string bytes(CheckedSize(size, max_bytes, path) + 1, '\0');
    size_t used = 0;
    while (const size_t got = ReadSome(descriptor, bytes.data() + used, bytes.size() - used)) {
      used += got;
      CheckedSize(used, max_bytes, path);
      if (used == bytes.size()) bytes.resize(2 * used + 4096);
    }
    bytes.resize(used);
    return bytes;
  } catch (const std::system_error& error) {
    throw Error("cannot read " + path.string() + ": " + error.code().message());
  } catch (const std::bad_alloc&) {
    throw Error("cannot read " + path.string() + ": not enough memory for its " + std::to_string(size) +
                " bytes");
  }
}

AtomicFile::AtomicFile(fs::path path) : path_(std::move(path)), temporary_(TemporaryOf(path_)) {
  CheckReplaceable(path_);
  RemoveQuietly(temporary_);  // never written into: it may be a link to another file, or a pipe
  descriptor_ = OpenRetrying(temporary_, O_WRONLY | O_CREAT | O_EXCL, 0666).Release();
  if (descriptor_ < 0) ThrowErrno("write", path_);
  DiskFaultPoint("file_open");
}

AtomicFile::~AtomicFile() {
  if (descriptor_ < 0) return;
  close(descriptor_);
  RemoveQuietly(temporary_);
}

void AtomicFile::Write(std::string_view bytes) {
  while (!bytes.empty()) {
    DiskFaultPoint("file_write");
    const ssize_t written = write(descriptor_, bytes.data(), std::min(bytes.size(), kPiece));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) ThrowErrno("write", path_);
    bytes.remove_prefix(static_cast<size_t>(written));
    unwritten_ += written;
    if (unwritten_ >= kWriteBack) StartWriteBack();
  }
}

/// The disk works while the rest is being made; what is wrong shows when the file is synced.
void AtomicFile::StartWriteBack() {
  sync_file_range(descriptor_, 0, 0, SYNC_FILE_RANGE_WRITE);
  unwritten_ = 0;
}

void AtomicFile::Commit() {
  try {
    SyncAndClose(std::exchange(descriptor_, -1), path_);
    RenameInto(temporary_, path_);
  } catch (...) {
    RemoveQuietly(temporary_);
    throw;
  }
}

void WriteFileAtomically(const fs::path& path, std::string_view bytes) {
  AtomicFile file(path);
  file.Write(bytes);
  file.Commit();
}

void WriteFileAtomically(const fs::path& path, const std::function<void(const fs::path&)>& write) {
  CheckReplaceable(path);
  const fs::path temporary = TemporaryOf(path);
  RemoveQuietly(temporary);
  try {
    write(temporary);
    SyncAndClose(OpenToRead(temporary).Release(), path);
    RenameInto(temporary, path);
  } catch (...) {
    RemoveQuietly(temporary);
    throw;
  }
}

}  // namespace isogs
