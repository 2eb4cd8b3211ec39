// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/ipc/shared_segment.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <filesystem>
#include <system_error>

#include "shared/core/error.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
namespace bip = boost::interprocess;

constexpr const char* kFolder = "/dev/shm";
constexpr mode_t kMode = 0600;

[[noreturn]] void ThrowCode(const std::string& what, const std::string& name, int code) {
  throw Error("shared memory " + name + ": " + what + ": " + std::generic_category().message(code));
}

std::string Octal(mode_t mode) {
  std::string text;
  for (int shift = 6; shift >= 0; shift -= 3) text += static_cast<char>('0' + ((mode >> shift) & 7));
  return text;
}

std::string Mebibytes(size_t bytes) { return std::to_string((bytes + (1 << 20) - 1) >> 20) + " MiB"; }

/// Reserves the pages now: without this, writing to a full file system would kill the process.
void ReservePages(int descriptor, const std::string& name, size_t bytes) {
  int code = 0;
  do {
    code = posix_fallocate(descriptor, 0, static_cast<off_t>(bytes));
  } while (code == EINTR);
  if (code == 0) return;
  if (code == ENOSPC || code == EFBIG) {
    std::error_code ignored;
    const fs::space_info space = fs::space(kFolder, ignored);
    const std::string left =
        ignored ? "" : " (" + Mebibytes(space.available) + " of " + Mebibytes(space.capacity) + " are free)";
    throw Error("shared memory " + name + ": needs " + Mebibytes(bytes) + " in " + kFolder +
                ", which is full" + left);
  }
  ThrowCode("cannot be reserved", name, code);
}

void CheckOwner(const struct stat& status, const std::string& name) {
  if (!S_ISREG(status.st_mode)) throw Error("shared memory " + name + ": is not an object of shared memory");
  if (status.st_uid != geteuid()) {
    throw Error("shared memory " + name + ": belongs to user " + std::to_string(status.st_uid) +
                ", expected " + std::to_string(geteuid()));
  }
  if ((status.st_mode & 0777) != kMode) {
    throw Error("shared memory " + name + ": has mode " + Octal(status.st_mode) + ", expected " +
                Octal(kMode));
  }
}

struct stat StatusOf(const bip::shared_memory_object& object) {
  struct stat status = {};
  const int descriptor = object.get_mapping_handle().handle;
  if (fstat(descriptor, &status) != 0) ThrowCode("cannot be examined", object.get_name(), errno);
  return status;
}

std::string PathOf(const std::string& name) { return std::string(kFolder) + "/" + name; }

}  // namespace

SharedSegment SharedSegment::Create(const std::string& name, size_t bytes) {
  SharedSegment segment;
  try {
    segment.object_ =
        bip::shared_memory_object(bip::create_only, name.c_str(), bip::read_write, bip::permissions(kMode));
  } catch (const bip::interprocess_exception& error) {
    ThrowCode("cannot be made", name, error.get_native_error());
  }
  try {
    ReservePages(segment.object_.get_mapping_handle().handle, name, bytes);
    segment.region_ = bip::mapped_region(segment.object_, bip::read_write);
  } catch (const bip::interprocess_exception& error) {
    RemoveSegment(name);
    ThrowCode("cannot be mapped", name, error.get_native_error());
  } catch (...) {
    RemoveSegment(name);
    throw;
  }
  return segment;
}

std::optional<SharedSegment> SharedSegment::OpenReadOnly(const std::string& name) {
  // Before opening: to open a pipe would wait, and anybody may make one here.
  struct stat before = {};
  if (lstat(PathOf(name).c_str(), &before) != 0) {
    if (errno == ENOENT) return std::nullopt;
    ThrowCode("cannot be examined", name, errno);
  }
  CheckOwner(before, name);
  SharedSegment segment;
  try {
    segment.object_ = bip::shared_memory_object(bip::open_only, name.c_str(), bip::read_only);
    const struct stat status = StatusOf(segment.object_);
    CheckOwner(status, name);
    if (status.st_size > 0) segment.region_ = bip::mapped_region(segment.object_, bip::read_only);
  } catch (const bip::interprocess_exception& error) {
    if (error.get_native_error() == ENOENT) return std::nullopt;
    ThrowCode("cannot be opened", name, error.get_native_error());
  }
  return segment;
}

bool SharedSegment::IsRemoved() const { return StatusOf(object_).st_nlink == 0; }

bool SharedSegment::IsWhole() const {
  return static_cast<size_t>(StatusOf(object_).st_size) >= region_.get_size();
}

std::chrono::seconds SharedSegment::Age() const {
  return std::chrono::seconds(std::max<time_t>(0, std::time(nullptr) - StatusOf(object_).st_ctime));
}

bool RemoveSegment(const std::string& name) { return bip::shared_memory_object::remove(name.c_str()); }

std::vector<std::string> ListSegments(const std::string& prefix) {
  std::vector<std::string> names;
  std::error_code failure;
  for (const auto& entry : fs::directory_iterator(kFolder, failure)) {
    std::string name = entry.path().filename().string();
    struct stat status = {};
    if (name.starts_with(prefix) && lstat(entry.path().c_str(), &status) == 0 && status.st_uid == geteuid()) {
      names.push_back(std::move(name));
    }
  }
  std::ranges::sort(names);
  return names;
}

size_t SegmentBytes(const std::string& name) {
  struct stat status = {};
  return lstat(PathOf(name).c_str(), &status) == 0 ? static_cast<size_t>(status.st_size) : 0;
}

}  // namespace isogs
