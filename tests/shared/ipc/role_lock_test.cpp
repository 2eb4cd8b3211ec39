// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/ipc/role_lock.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "shared/core/error.h"
#include "shared/io/file.h"
#include "tests/shared/special_files.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

/// A process that holds a role until it is killed.
class OtherHolder {
 public:
  OtherHolder(const std::filesystem::path& folder, Role role) {
    int ready[2];
    if (pipe(ready) != 0) std::abort();
    child_ = fork();
    if (child_ == 0) {
      const RoleLock lock = RoleLock::Acquire(folder, role);
      if (write(ready[1], "r", 1) != 1) _exit(1);
      for (;;) pause();
    }
    char byte;
    EXPECT_EQ(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    close(ready[1]);
  }
  ~OtherHolder() { Kill(); }
  void Kill() {
    if (child_ <= 0) return;
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
    child_ = 0;
  }
  pid_t process_id() const { return child_; }

 private:
  pid_t child_;
};

TEST(RoleLock, IsHeldByOneAtATimeAndEndsWithItsObject) {
  const TemporaryFolder folder;
  {
    const RoleLock lock = RoleLock::Acquire(folder.path(), Role::kSlam);
    EXPECT_FALSE(RoleLock::TryAcquire(folder.path(), Role::kSlam).has_value());
    EXPECT_TRUE(RoleLock::TryAcquire(folder.path(), Role::kMesher).has_value());
    ASSERT_TRUE(FindRoleHolder(folder.path(), Role::kSlam).has_value());
    EXPECT_EQ(FindRoleHolder(folder.path(), Role::kSlam)->process_id, getpid());
  }
  EXPECT_FALSE(FindRoleHolder(folder.path(), Role::kSlam).has_value());
  EXPECT_TRUE(RoleLock::TryAcquire(folder.path(), Role::kSlam).has_value());
}

TEST(RoleLock, NamesTheHolderAndIsFreeOnceItIsKilled) {
  const TemporaryFolder folder;
  OtherHolder other(folder.path(), Role::kSlam);
  try {
    RoleLock::Acquire(folder.path(), Role::kSlam);
    ADD_FAILURE() << "two holders";
  } catch (const UsageError& error) {
    EXPECT_EQ(error.what(), folder.path().string() + ": process " + std::to_string(other.process_id()) +
                                " is its slam already, expected none");
  }
  other.Kill();
  EXPECT_FALSE(FindRoleHolder(folder.path(), Role::kSlam).has_value());
  const RoleLock lock = RoleLock::Acquire(folder.path(), Role::kSlam);
  EXPECT_EQ(FindRoleHolder(folder.path(), Role::kSlam)->process_id, getpid());
}

TEST(RoleLock, IsNotPassedOnToProgramsStarted) {
  const TemporaryFolder folder;
  pid_t child = 0;
  {
    const RoleLock lock = RoleLock::Acquire(folder.path(), Role::kSlam);
    child = vfork();
    if (child == 0) {
      execlp("sleep", "sleep", "100", nullptr);
      _exit(1);
    }
  }
  EXPECT_TRUE(RoleLock::TryAcquire(folder.path(), Role::kSlam).has_value());
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
}

TEST(RoleLock, MovesWithItsObject) {
  const TemporaryFolder folder;
  RoleLock first = RoleLock::Acquire(folder.path(), Role::kViewer);
  const RoleLock second = std::move(first);
  EXPECT_TRUE(FindRoleHolder(folder.path(), Role::kViewer).has_value());
}

TEST(RoleLock, AFolderThatIsNotThereHasNoHolderAndCannotBeLocked) {
  const TemporaryFolder folder;
  EXPECT_FALSE(FindRoleHolder(folder / "none", Role::kSlam).has_value());
  try {
    RoleLock::Acquire(folder / "none", Role::kSlam);
    ADD_FAILURE() << "locked";
  } catch (const Error& error) {
    EXPECT_EQ(error.what(),
              "cannot write " + (folder / "none/.lock.slam").string() + ": No such file or directory");
  }
}

TEST(RoleLock, OnlyTheUserMayOpenItsFile) {
  const TemporaryFolder folder;
  const std::filesystem::path file = folder / ".lock.slam";
  WriteFileAtomically(file, "");  // of mode 0644, as it once was made
  const RoleLock lock = RoleLock::Acquire(folder.path(), Role::kSlam);
  struct stat status = {};
  ASSERT_EQ(stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
}

TEST(RoleLock, AFileThatIsALinkOrAPipeIsRefused) {
  const TemporaryFolder folder;
  const std::filesystem::path file = folder / ".lock.slam", outer = folder / "outer";
  WriteFileAtomically(outer, "outer");
  const auto expect_refused = [&](const std::string& found) {
    const std::string message = "cannot write " + file.string() + ": " + found;
    EXPECT_THAT([&] { RoleLock::Acquire(folder.path(), Role::kSlam); },
                testing::ThrowsMessage<Error>(testing::StartsWith(message)));
    EXPECT_THAT([&] { FindRoleHolder(folder.path(), Role::kSlam); },
                testing::ThrowsMessage<Error>(testing::StartsWith(message)));
    std::filesystem::remove(file);
  };
  MakePipe(file);
  expect_refused("a pipe");
  std::filesystem::create_symlink(outer, file);
  expect_refused("a symbolic link");
  std::filesystem::create_hard_link(outer, file);
  expect_refused("2 hard links");
  EXPECT_EQ(ReadWholeFile(outer), "outer");
}

TEST(RoleLock, ARunDirectoryOfAnotherUserIsRefused) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can give folders away";
  const TemporaryFolder folder;
  ASSERT_EQ(chown(folder.path().c_str(), 65534, 65534), 0);
  EXPECT_THAT([&] { RoleLock::Acquire(folder.path(), Role::kSlam); },
              testing::ThrowsMessage<Error>(testing::HasSubstr("of user 65534")));
  EXPECT_FALSE(std::filesystem::exists(folder / ".lock.slam"));
}

}  // namespace
}  // namespace isogs
