// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/ipc/role_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <chrono>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "shared/core/error.h"
#include "shared/io/open_file.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

/// FindRoleHolder holds a shared lock for some microseconds; an Acquire that meets it tries again.
constexpr int kAttempts = 20;
constexpr std::chrono::milliseconds kPause(5);

constexpr mode_t kLockMode = 0600;

fs::path LockFile(const fs::path& run_directory, Role role) {
  return run_directory / (std::string(".lock.") + ToString(role));
}

/// False: another process holds it.
bool TryFlock(int descriptor, int operation, const fs::path& path) {
  int result = 0;
  do {
    result = flock(descriptor, operation | LOCK_NB);
  } while (result != 0 && errno == EINTR);
  if (result != 0 && errno != EWOULDBLOCK) ThrowErrno("lock", path);
  return result == 0;
}

bool TryFlockPatiently(int descriptor, const fs::path& path) {
  for (int i = 0; i < kAttempts; ++i) {
    if (TryFlock(descriptor, LOCK_EX, path)) return true;
    std::this_thread::sleep_for(kPause);
  }
  return false;
}

/// For people and messages; whether the lock is held does not depend on it.
void WriteProcessId(int descriptor) {
  const std::string text = std::to_string(getpid()) + "\n";
  if (ftruncate(descriptor, 0) != 0) return;
  [[maybe_unused]] const ssize_t written = pwrite(descriptor, text.data(), text.size(), 0);
}

pid_t ReadProcessId(int descriptor) {
  char text[16];
  const ssize_t got = pread(descriptor, text, sizeof(text), 0);
  pid_t process_id = 0;
  if (got <= 0 || std::from_chars(text, text + got, process_id).ec != std::errc()) return 0;
  return process_id;
}

}  // namespace

const char* ToString(Role role) {
  constexpr const char* kNames[] = {"slam", "mesher", "viewer", "supervisor", "jobs", "camera"};
  return kNames[static_cast<int>(role)];
}

std::optional<RoleLock> RoleLock::TryAcquire(const fs::path& run_directory, Role role) {
  CheckOwnerIsUs(run_directory);
  const fs::path path = LockFile(run_directory, role);
  RoleLock lock(run_directory, role, OpenOwnFile(path, O_RDWR | O_CREAT, kLockMode).Release());
  const int descriptor = lock.descriptor_;
  // Whoever may open the file may hold it.
  if (fchmod(descriptor, kLockMode) != 0) ThrowErrno("lock", path);
  if (!TryFlockPatiently(descriptor, path)) return std::nullopt;
  WriteProcessId(descriptor);
  return lock;
}

RoleLock RoleLock::Acquire(const fs::path& run_directory, Role role) {
  if (std::optional<RoleLock> lock = TryAcquire(run_directory, role)) return std::move(*lock);
  const std::optional<RoleHolder> holder = FindRoleHolder(run_directory, role);
  const std::string who =
      holder && holder->process_id != 0 ? "process " + std::to_string(holder->process_id) : "another process";
  throw UsageError(run_directory.string() + ": " + who + " is its " + ToString(role) +
                   " already, expected none");
}

RoleLock::RoleLock(fs::path run_directory, Role role, int descriptor)
    : run_directory_(std::move(run_directory)), role_(role), descriptor_(descriptor) {}

RoleLock::RoleLock(RoleLock&& other) noexcept
    : run_directory_(std::move(other.run_directory_)),
      role_(other.role_),
      descriptor_(std::exchange(other.descriptor_, -1)) {}

RoleLock& RoleLock::operator=(RoleLock&& other) noexcept {
  std::swap(run_directory_, other.run_directory_);
  std::swap(role_, other.role_);
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

RoleLock::~RoleLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

std::optional<RoleHolder> FindRoleHolder(const fs::path& run_directory, Role role) {
  const fs::path path = LockFile(run_directory, role);
  struct stat status = {};
  if (lstat(path.c_str(), &status) != 0 && (errno == ENOENT || errno == ENOTDIR)) return std::nullopt;
  const Descriptor descriptor = OpenOwnFile(path, O_RDONLY, kLockMode);
  if (TryFlock(descriptor.get(), LOCK_SH, path)) return std::nullopt;
  return RoleHolder{ReadProcessId(descriptor.get())};
}

}  // namespace isogs
