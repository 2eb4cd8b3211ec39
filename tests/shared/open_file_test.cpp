// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/io/open_file.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shared/core/error.h"
#include "shared/formats/mesh_file.h"
#include "shared/formats/trajectory.h"
#include "shared/io/file.h"
#include "shared/io/line_log.h"
#include "shared/io/npz.h"
#include "tests/shared/special_files.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::ThrowsMessage;

constexpr uid_t kSomebodyElse = 65534;

/// An outer file that must stay as it is, and a folder that somebody else may have filled.
class OpenFileTest : public testing::Test {
 protected:
  OpenFileTest() {
    WriteFileAtomically(outer_, "outer");
    fs::create_directory(folder_.path() / "run");
  }
  fs::path InRun(const std::string& name) const { return folder_.path() / "run" / name; }
  fs::path Link(const std::string& name, const fs::path& target) const {
    fs::create_symlink(target, InRun(name));
    return InRun(name);
  }

  TemporaryFolder folder_;
  fs::path outer_ = folder_ / "outer";
};

TEST_F(OpenFileTest, WhatIsNoFileIsNotReadAndNotWaitedFor) {
  const fs::path pipe = MakePipe(InRun("pipe"));
  EXPECT_THAT([&] { OpenToRead(pipe); },
              ThrowsMessage<Error>("cannot read " + pipe.string() + ": a pipe, expected a file"));
  EXPECT_THAT([&] { OpenToRead("/dev/zero"); },
              ThrowsMessage<Error>("cannot read /dev/zero: a device, expected a file"));
  EXPECT_THAT([&] { OpenToRead(folder_.path()); }, ThrowsMessage<Error>(HasSubstr("a folder")));
  EXPECT_THAT([&] { OpenToRead(Link("zero", "/dev/zero")); }, ThrowsMessage<Error>(HasSubstr("a device")));
}

TEST_F(OpenFileTest, LinksToFilesAreRead) { EXPECT_EQ(ReadWholeFile(Link("link", outer_)), "outer"); }

TEST_F(OpenFileTest, EveryReaderRefusesAPipe) {
  for (const std::string name : {"a.ply", "a.obj", "a.npz", "a.txt"}) MakePipe(InRun(name));
  EXPECT_THAT([&] { ReadMesh(InRun("a.ply")); }, ThrowsMessage<Error>(HasSubstr("a.ply: a pipe")));
  EXPECT_THAT([&] { ReadMesh(InRun("a.obj")); }, ThrowsMessage<Error>(HasSubstr("a.obj: a pipe")));
  EXPECT_THAT([&] { NpzReader(InRun("a.npz")); }, ThrowsMessage<Error>(HasSubstr("a.npz: a pipe")));
  EXPECT_THAT([&] { ReadTrajectory(InRun("a.txt")); }, ThrowsMessage<Error>(HasSubstr("a.txt: a pipe")));
  EXPECT_TRUE(TrajectoryTail(InRun("a.txt")).Take().poses.empty());
}

TEST_F(OpenFileTest, MoreThanAFileMayHoldIsRefusedBeforeItIsRead) {
  WriteFileAtomically(InRun("large"), "");
  fs::resize_file(InRun("large"), uint64_t{1} << 40);  // no byte of it on disk
  EXPECT_THAT([&] { ReadWholeFile(InRun("large")); },
              ThrowsMessage<Error>(AllOf(HasSubstr("large: 1099511627776 bytes, expected at most"))));
  EXPECT_THAT([&] { ReadWholeFile(outer_, 4); },
              ThrowsMessage<Error>("cannot read " + outer_.string() + ": 5 bytes, expected at most 4"));
}

TEST_F(OpenFileTest, AFileNeverTakesThePlaceOfADeviceOrAPipe) {
  const fs::path pipe = MakePipe(InRun("pipe"));
  const fs::path null = Link("null", "/dev/null"), output = Link("stdout", "/proc/self/fd/1");
  EXPECT_THAT(
      [&] { WriteFileAtomically(pipe, "x"); },
      ThrowsMessage<Error>("cannot write " + pipe.string() + ": a pipe, expected a file or a new name"));
  EXPECT_THAT([&] { WriteFileAtomically(null, "x"); }, ThrowsMessage<Error>(HasSubstr("null: a device")));
  EXPECT_THROW(WriteFileAtomically(output, "x"), Error);
  EXPECT_TRUE(fs::is_fifo(pipe));
  EXPECT_TRUE(fs::is_symlink(null));
  EXPECT_TRUE(fs::is_symlink(output));
}

TEST_F(OpenFileTest, AFileTakesThePlaceOfALinkNotOfWhatItLeadsTo) {
  const fs::path link = Link("link", outer_);
  WriteFileAtomically(link, "new");
  EXPECT_EQ(ReadWholeFile(link), "new");
  EXPECT_FALSE(fs::is_symlink(link));
  EXPECT_EQ(ReadWholeFile(outer_), "outer");
}

TEST_F(OpenFileTest, ATemporaryFileThatIsALinkOrAPipeIsNotWrittenInto) {
  fs::create_hard_link(outer_, InRun("a.tmp"));
  WriteFileAtomically(InRun("a"), "new");
  EXPECT_EQ(ReadWholeFile(outer_), "outer");
  MakePipe(InRun("b.tmp"));
  WriteFileAtomically(InRun("b"), "new");
  EXPECT_EQ(ReadWholeFile(InRun("b")), "new");
}

TEST_F(OpenFileTest, AnOwnFileIsNeitherALinkNorAPipe) {
  const auto open = [](const fs::path& path) { OpenOwnFile(path, O_WRONLY | O_CREAT | O_APPEND, 0600); };
  fs::create_hard_link(outer_, InRun("hard"));
  Link("soft", outer_);
  Link("dangling", folder_ / "made");
  MakePipe(InRun("pipe"));
  EXPECT_THAT([&] { open(InRun("soft")); }, ThrowsMessage<Error>(HasSubstr("soft: a symbolic link")));
  EXPECT_THAT([&] { open(InRun("dangling")); }, ThrowsMessage<Error>(HasSubstr("a symbolic link")));
  EXPECT_THAT([&] { open(InRun("hard")); }, ThrowsMessage<Error>(HasSubstr("hard: 2 hard links")));
  EXPECT_THAT([&] { open(InRun("pipe")); }, ThrowsMessage<Error>(HasSubstr("pipe: a pipe")));
  EXPECT_FALSE(fs::exists(folder_ / "made"));
  EXPECT_NO_THROW(open(InRun("new")));
}

TEST_F(OpenFileTest, WhatBelongsToAnotherUserIsNotOurs) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  WriteFileAtomically(InRun("file"), "");
  ASSERT_EQ(chown(InRun("file").c_str(), kSomebodyElse, kSomebodyElse), 0);
  EXPECT_THAT([&] { OpenOwnFile(InRun("file"), O_RDWR, 0600); },
              ThrowsMessage<Error>(HasSubstr("file: of user 65534, expected one of this process's user, 0")));
  ASSERT_EQ(chown(InRun("").c_str(), kSomebodyElse, kSomebodyElse), 0);
  EXPECT_THAT([&] { CheckOwnerIsUs(InRun("")); }, ThrowsMessage<Error>(HasSubstr("of user 65534")));
  EXPECT_THAT([&] { MakeOwnFolder(folder_ / "run"); }, ThrowsMessage<Error>(HasSubstr("of user 65534")));
}

TEST_F(OpenFileTest, ALineLogDoesNotFollowLinks) {
  Link("metrics.jsonl", outer_);
  EXPECT_THAT([&] { LineLog(InRun("metrics.jsonl")); },
              ThrowsMessage<Error>(HasSubstr("metrics.jsonl: a symbolic link, expected a file")));
  EXPECT_EQ(ReadWholeFile(outer_), "outer");
}

}  // namespace
}  // namespace isogs
