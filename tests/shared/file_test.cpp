// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/io/file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "shared/core/error.h"
#include "tests/shared/file_size_limit.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::ThrowsMessage;

size_t FilesIn(const fs::path& folder) {
  return static_cast<size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

TEST(File, ReadsBackEveryByteWritten) {
  const TemporaryFolder folder;
  std::string bytes(200'000, '\0');
  for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * 31);
  WriteFileAtomically(folder / "a.bin", bytes);
  EXPECT_EQ(ReadWholeFile(folder / "a.bin"), bytes);
  WriteFileAtomically(folder / "a.bin", "");
  EXPECT_EQ(ReadWholeFile(folder / "a.bin"), "");
  EXPECT_EQ(FilesIn(folder.path()), 1u);
}

TEST(File, NamesPathAndReasonWhenItCannotBeRead) {
  const TemporaryFolder folder;
  EXPECT_THAT([&] { ReadWholeFile(folder / "none"); },
              ThrowsMessage<Error>(AllOf(HasSubstr((folder / "none").string()), HasSubstr("No such file"))));
  EXPECT_THAT([&] { ReadWholeFile(folder.path()); },
              ThrowsMessage<Error>(AllOf(HasSubstr(folder.path().string()), HasSubstr("a folder"))));
}

TEST(File, NamesPathAndReasonWhenItCannotBeWritten) {
  const TemporaryFolder folder;
  EXPECT_THAT([&] { WriteFileAtomically(folder / "none/a", "x"); },
              ThrowsMessage<Error>(AllOf(HasSubstr("none/a:"), HasSubstr("No such file"))));
  WriteFileAtomically(folder / "file", "x");
  EXPECT_THAT([&] { WriteFileAtomically(folder / "file/a", "x"); },
              ThrowsMessage<Error>(HasSubstr("Not a directory")));
  fs::create_directory(folder / "is_folder");
  EXPECT_THAT([&] { WriteFileAtomically(folder / "is_folder", "x"); },
              ThrowsMessage<Error>(HasSubstr("is_folder: a folder, expected a file")));
  EXPECT_EQ(FilesIn(folder.path()), 2u);
}

TEST(File, KeepsTheOldFileWhenTheDiskIsFull) {
  const TemporaryFolder folder;
  WriteFileAtomically(folder / "a", "old");
  const std::string big(1 << 20, 'x');
  {
    const FileSizeLimit limit(1 << 16);
    EXPECT_THAT([&] { WriteFileAtomically(folder / "a", big); },
                ThrowsMessage<Error>(AllOf(HasSubstr((folder / "a").string()), HasSubstr("too large"))));
  }
  EXPECT_EQ(ReadWholeFile(folder / "a"), "old");
  EXPECT_EQ(FilesIn(folder.path()), 1u);
}

TEST(File, LeavesNothingWhenTheWriterThrows) {
  const TemporaryFolder folder;
  const auto fail = [](const fs::path& temporary) {
    std::ofstream(temporary) << "half";
    throw Error("bad array");
  };
  EXPECT_THAT([&] { WriteFileAtomically(folder / "a", fail); }, ThrowsMessage<Error>("bad array"));
  EXPECT_EQ(FilesIn(folder.path()), 0u);
  { AtomicFile(folder / "a").Write("half"); }
  EXPECT_EQ(FilesIn(folder.path()), 0u);
}

TEST(File, TakesTheFileThatACallbackMakes) {
  const TemporaryFolder folder;
  std::ofstream(folder / "a.tmp") << "left by a killed program";
  WriteFileAtomically(folder / "a", [](const fs::path& temporary) {
    EXPECT_FALSE(fs::exists(temporary));
    std::ofstream(temporary) << "made";
  });
  EXPECT_EQ(ReadWholeFile(folder / "a"), "made");
  EXPECT_EQ(FilesIn(folder.path()), 1u);
  EXPECT_THAT([&] { WriteFileAtomically(folder / "b", [](const fs::path&) {}); },
              ThrowsMessage<Error>(HasSubstr((folder / "b").string())));
}

}  // namespace
}  // namespace isogs
