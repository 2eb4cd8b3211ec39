// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/io/open_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <system_error>

#include "shared/core/error.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

std::string_view KindOf(mode_t mode) {
  switch (mode & S_IFMT) {
    case S_IFREG:
      return "a file";
    case S_IFDIR:
      return "a folder";
    case S_IFLNK:
      return "a symbolic link";
    case S_IFIFO:
      return "a pipe";
    case S_IFSOCK:
      return "a socket";
    default:
      return "a device";
  }
}

[[noreturn]] void Refuse(const char* what, const fs::path& path, const std::string& found,
                         const std::string& expected) {
  throw Error(std::string("cannot ") + what + " " + path.string() + ": " + found + ", expected " + expected);
}

void ExpectFile(const struct stat& status, const char* what, const fs::path& path) {
  if (!S_ISREG(status.st_mode)) Refuse(what, path, std::string(KindOf(status.st_mode)), "a file");
}

void ExpectOurs(const struct stat& status, const char* what, const fs::path& path) {
  if (status.st_uid == geteuid()) return;
  Refuse(what, path, "of user " + std::to_string(status.st_uid),
         "one of this process's user, " + std::to_string(geteuid()));
}

void ExpectOwnFile(const struct stat& status, const fs::path& path) {
  ExpectFile(status, "write", path);
  ExpectOurs(status, "write", path);
  if (status.st_nlink > 1) {
    Refuse("write", path, std::to_string(status.st_nlink) + " hard links", "a file of this name alone");
  }
}

struct stat StatusOf(const Descriptor& descriptor, const char* what, const fs::path& path) {
  struct stat status = {};
  if (fstat(descriptor.get(), &status) != 0) ThrowErrno(what, path);
  return status;
}

/// A descriptor that was opened so that a pipe cannot keep us waiting becomes an ordinary one.
void MakeBlocking(const Descriptor& descriptor, const char* what, const fs::path& path) {
  const int flags = fcntl(descriptor.get(), F_GETFL);
  if (flags < 0 || fcntl(descriptor.get(), F_SETFL, flags & ~O_NONBLOCK) != 0) ThrowErrno(what, path);
}

/// A link whose target is only known to the kernel: what is renamed over it does not reach the target.
bool LeadsIntoProc(const fs::path& link) {
  std::error_code failure;
  const fs::path target = fs::read_symlink(link, failure);
  if (failure) return false;
  const fs::path folder = fs::weakly_canonical(fs::absolute(link).parent_path() / target.parent_path());
  return folder.string().starts_with("/proc/");
}

}  // namespace

Descriptor::~Descriptor() {
  if (value_ >= 0) close(value_);
}

void ThrowErrno(const std::string& what, const fs::path& path) {
  const int code = errno;
  throw Error("cannot " + what + " " + path.string() + ": " + std::generic_category().message(code));
}

Descriptor OpenRetrying(const fs::path& path, int flags, mode_t mode) {
  int descriptor = -1;
  do {
    descriptor = open(path.c_str(), flags | O_CLOEXEC, mode);
  } while (descriptor < 0 && errno == EINTR);
  return Descriptor(descriptor);
}

Descriptor OpenToRead(const fs::path& path) {
  struct stat before = {};  // to open a device may already do something
  if (stat(path.c_str(), &before) != 0) ThrowErrno("read", path);
  ExpectFile(before, "read", path);
  Descriptor descriptor = OpenRetrying(path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
  if (!descriptor.is_open()) ThrowErrno("read", path);
  ExpectFile(StatusOf(descriptor, "read", path), "read", path);
  MakeBlocking(descriptor, "read", path);
  return descriptor;
}

uint64_t FileSize(const Descriptor& descriptor, const fs::path& path) {
  return static_cast<uint64_t>(StatusOf(descriptor, "read", path).st_size);
}

size_t ReadSome(const Descriptor& descriptor, void* out, size_t size) {
  ssize_t got = -1;
  do {
    got = read(descriptor.get(), out, size);
  } while (got < 0 && errno == EINTR);
  if (got < 0) throw std::system_error(errno, std::generic_category());
  return static_cast<size_t>(got);
}

Descriptor OpenOwnFile(const fs::path& path, int flags, mode_t mode) {
  struct stat before = {};
  if (lstat(path.c_str(), &before) == 0) ExpectOwnFile(before, path);
  Descriptor descriptor = OpenRetrying(path, flags | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, mode);
  if (!descriptor.is_open()) ThrowErrno("write", path);
  ExpectOwnFile(StatusOf(descriptor, "write", path), path);
  MakeBlocking(descriptor, "write", path);
  return descriptor;
}

void MakeOwnFolder(const fs::path& folder) {
  if (mkdir(folder.c_str(), 0777) != 0 && errno != EEXIST) ThrowErrno("make", folder);
  struct stat status = {};
  if (lstat(folder.c_str(), &status) != 0) ThrowErrno("make", folder);
  if (!S_ISDIR(status.st_mode)) {
    Refuse("write into", folder, std::string(KindOf(status.st_mode)), "a folder");
  }
  ExpectOurs(status, "write into", folder);
}

void CheckOwnerIsUs(const fs::path& folder) {
  struct stat status = {};
  if (stat(folder.c_str(), &status) == 0) ExpectOurs(status, "write into", folder);
}

void CheckReplaceable(const fs::path& path) {
  struct stat status = {};
  if (stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
    Refuse("write", path, std::string(KindOf(status.st_mode)), "a file or a new name");
  }
  if (LeadsIntoProc(path)) Refuse("write", path, "a link to an open file", "a file or a new name");
}

}  // namespace isogs
