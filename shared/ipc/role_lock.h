// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>

namespace isogs {

/// What a process does for a run. At most one process at a time holds each role.
enum class Role { kSlam, kMesher, kViewer, kSupervisor, kJobs, kCamera };
/// Those of a run; kJobs is that of a batch of items, kCamera of a camera's folder (camera_folder.h).
inline constexpr Role kRoles[] = {Role::kSlam, Role::kMesher, Role::kViewer, Role::kSupervisor};

/// "slam", "mesher", "viewer", "supervisor", "jobs" or "camera".
const char* ToString(Role role);

/// The right to a role of a run, for as long as the object lives: flock(2) on RUN/.lock.<role>. The kernel
/// drops it when its process dies, however it dies, so that whoever finds it taken knows that its holder is
/// alive. The file holds the holder's process id and is never deleted: two processes that lock two files of
/// one name would both believe that they hold it. It is not passed on by exec; a child made by fork alone
/// shares it. Only the user may open it, and what another user owns, or a link, is refused: whoever may open
/// a lock file may hold it.
class RoleLock {
 public:
  /// Nothing if another process holds it. Throws Error if the lock file cannot be made, or it or the run
  /// directory belongs to another user.
  static std::optional<RoleLock> TryAcquire(const std::filesystem::path& run_directory, Role role);
  /// As TryAcquire; throws UsageError naming the holder's process id if there is one.
  static RoleLock Acquire(const std::filesystem::path& run_directory, Role role);

  RoleLock(RoleLock&& other) noexcept;
  RoleLock& operator=(RoleLock&& other) noexcept;
  ~RoleLock();

  Role role() const { return role_; }
  const std::filesystem::path& run_directory() const { return run_directory_; }

 private:
  RoleLock(std::filesystem::path run_directory, Role role, int descriptor);

  std::filesystem::path run_directory_;
  Role role_;
  int descriptor_;
};

/// The process that holds a role.
struct RoleHolder {
  pid_t process_id = 0;  ///< 0: not known
};

/// Nothing if nobody holds the role, or the run directory does not exist. Takes no lock that could make
/// another's Acquire fail. Throws Error if the lock file is no file of this user.
std::optional<RoleHolder> FindRoleHolder(const std::filesystem::path& run_directory, Role role);

}  // namespace isogs
