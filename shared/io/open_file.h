// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>

namespace isogs {

/// An open file. Closes it at its end, when failures of close no longer matter.
class Descriptor {
 public:
  explicit Descriptor(int value = -1) : value_(value) {}
  Descriptor(Descriptor&& other) noexcept : value_(other.Release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(value_, other.value_);
    return *this;
  }
  ~Descriptor();

  int get() const { return value_; }
  bool is_open() const { return value_ >= 0; }
  /// The caller closes it.
  int Release() { return std::exchange(value_, -1); }

 private:
  int value_;
};

/// Throws Error "cannot WHAT PATH: reason" for errno.
[[noreturn]] void ThrowErrno(const std::string& what, const std::filesystem::path& path);

/// open(2), repeated where a signal interrupts it. Closed by exec. Negative, with errno, if it fails.
Descriptor OpenRetrying(const std::filesystem::path& path, int flags, mode_t mode = 0);

/// How everything that reads files opens them, whatever links lead there. A pipe, a device, a folder or a
/// socket is refused, without waiting for what it may send. Throws Error naming path and finding.
Descriptor OpenToRead(const std::filesystem::path& path);

/// Of a file that is open [bytes].
uint64_t FileSize(const Descriptor& descriptor, const std::filesystem::path& path);

/// Up to `size` bytes from where the file stands; 0 at its end. Throws std::system_error.
size_t ReadSome(const Descriptor& descriptor, void* out, size_t size);

/// How a file is opened that a process keeps and writes in place, in a folder that somebody else may have
/// filled: nothing outside of it may be written. Refused is what is no regular file, a symbolic link, a file
/// with several names (hard links) or of another user, root's files for others and others' files for root.
/// `mode`: of the file, if it is made. Throws Error naming path and finding.
Descriptor OpenOwnFile(const std::filesystem::path& path, int flags, mode_t mode);

/// Makes `folder` unless it is there. For a folder inside a run directory: throws Error if it is a symbolic
/// link, or another user's.
void MakeOwnFolder(const std::filesystem::path& folder);

/// Throws Error if `folder`, whatever links lead there, is there and belongs to another user.
void CheckOwnerIsUs(const std::filesystem::path& folder);

/// Throws Error if `path` cannot be replaced by a file: it is a pipe, a device, a folder or a socket, or a
/// link to one or to an open file of a process (/dev/stdout). Other links, and files, can.
void CheckReplaceable(const std::filesystem::path& path);

}  // namespace isogs
