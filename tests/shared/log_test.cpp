// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/log/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include "shared/io/file.h"
#include "tests/shared/file_size_limit.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;

/// What `body` writes to stderr.
template <typename Body>
std::string ConsoleOf(Body body) {
  testing::internal::CaptureStderr();
  body();
  return testing::internal::GetCapturedStderr();
}

TEST(Log, IsTerseOnTheConsoleAndFullInTheFile) {
  const TemporaryFolder folder;
  const auto file = folder / "logs/slam.log";
  const std::string console = ConsoleOf([&] {
    InitLogging({}, "slam", file);
    spdlog::info("{} frames", 20);
    spdlog::warn("frame 3 is dark");
    spdlog::error("it broke");
    spdlog::debug("detail");
  });
  EXPECT_EQ(console, "[slam] 20 frames\n[slam] warning: frame 3 is dark\n[slam] error: it broke\n");
  const std::string text = ReadWholeFile(file);
  EXPECT_THAT(text.substr(0, text.find('\n')),
              MatchesRegex("[0-9]+-[0-9]+-[0-9]+T[0-9:]+\\.[0-9]+[-+0-9:]+ \\[[0-9]+\\] info: 20 frames"));
  EXPECT_THAT(text, AllOf(HasSubstr("warning: frame 3 is dark\n"), HasSubstr("debug: detail\n")));
}

TEST(Log, WritesOneLineWithoutControlCharactersWhateverNamesHold) {
  const TemporaryFolder folder;
  const std::string console = ConsoleOf([&] {
    InitLogging({}, "slam", folder / "slam.log");
    spdlog::warn("frame 3: {} is missing", "a\x1b[31m\n[slam] all is well");
  });
  EXPECT_EQ(console, "[slam] warning: frame 3: a?[31m?[slam] all is well is missing\n");
  EXPECT_THAT(ReadWholeFile(folder / "slam.log"),
              HasSubstr("frame 3: a?[31m?[slam] all is well is missing\n"));
}

TEST(Log, KeepsWhatEarlierRunsWrote) {
  const TemporaryFolder folder;
  for (const char* message : {"first", "second"}) {
    ConsoleOf([&] {
      InitLogging({}, "slam", folder / "slam.log");
      spdlog::info(message);
    });
  }
  EXPECT_THAT(ReadWholeFile(folder / "slam.log"), AllOf(HasSubstr("first\n"), HasSubstr("second\n")));
}

TEST(Log, HonoursTheLevels) {
  const TemporaryFolder folder;
  const std::string console = ConsoleOf([&] {
    InitLogging({.console_level = LogLevel::kOff, .file_level = LogLevel::kWarning}, "slam", folder / "a");
    spdlog::info("quiet");
    spdlog::warn("loud");
  });
  EXPECT_EQ(console, "");
  EXPECT_THAT(ReadWholeFile(folder / "a"), AllOf(HasSubstr("loud"), Not(HasSubstr("quiet"))));
}

TEST(Log, GoesOnWithOneWarningWhereTheFileCannotBeWritten) {
  const TemporaryFolder folder;
  WriteFileAtomically(folder / "logs", "a file where a folder should be");
  const std::string console = ConsoleOf([&] {
    InitLogging({}, "slam", folder / "logs/slam.log");
    spdlog::info("one");
    spdlog::info("two");
  });
  EXPECT_THAT(console, MatchesRegex("\\[slam\\] warning: no log file: [^\n]*logs: a file[^\n]*\n"
                                    "\\[slam\\] one\n\\[slam\\] two\n"));
}

TEST(Log, GoesOnWithOneWarningWhenTheDiskFills) {
  const TemporaryFolder folder;
  InitLogging({.console_level = LogLevel::kWarning}, "slam", folder / "slam.log");
  const std::string console = ConsoleOf([&] {
    const FileSizeLimit limit(8192);
    for (int i = 0; i < 1000; ++i) spdlog::info("a message that fills the disk sooner or later");
  });
  EXPECT_THAT(console, AllOf(HasSubstr("[slam] warning: the log is incomplete: "), HasSubstr("slam.log")));
  EXPECT_EQ(std::ranges::count(console, '\n'), 1) << console;
}

TEST(Log, DoesNotFollowLinksOutOfTheFolder) {
  const TemporaryFolder folder;
  WriteFileAtomically(folder / "outer", "outer");
  std::filesystem::create_directory(folder / "logs");
  std::filesystem::create_symlink(folder / "outer", folder / "logs/slam.log");
  std::filesystem::create_directory(folder / "elsewhere");
  std::filesystem::create_symlink(folder / "elsewhere", folder / "linked_logs");
  const std::string console = ConsoleOf([&] {
    InitLogging({}, "slam", folder / "logs/slam.log");
    InitLogging({}, "slam", folder / "linked_logs/slam.log");
  });
  EXPECT_THAT(console, AllOf(HasSubstr("slam.log: a symbolic link, expected a file\n"),
                             HasSubstr("linked_logs: a symbolic link, expected a folder\n")));
  EXPECT_EQ(ReadWholeFile(folder / "outer"), "outer");
  EXPECT_TRUE(std::filesystem::is_empty(folder / "elsewhere"));
}

}  // namespace
}  // namespace isogs
