// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "shared/core/version.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

struct Outcome {
  int code;
  std::string output;  // stdout and stderr
};

/// A folder with the real isogs and a fake `slam` that prints its arguments and returns 7.
class LaunchTest : public testing::Test {
 protected:
  LaunchTest() {
    fs::copy_file(fs::path(std::getenv("ISOGS_BIN")) / "isogs", folder_ / "isogs");
    std::ofstream(folder_ / "slam") << "#!/bin/sh\nfor a in \"$@\"; do echo \"<$a>\"; done\nexit 7\n";
    fs::permissions(folder_ / "slam", fs::perms::owner_all);
    std::ofstream(folder_ / "evaluate") << "not executable";
  }

  Outcome Run(const std::string& arguments) {
    const std::string command = (folder_ / "isogs").string() + " " + arguments + " 2>&1";
    FILE* const pipe = popen(command.c_str(), "r");
    Outcome outcome;
    for (int c; (c = std::fgetc(pipe)) != EOF;) outcome.output += static_cast<char>(c);
    outcome.code = WEXITSTATUS(pclose(pipe));
    return outcome;
  }

  TemporaryFolder folder_;
};

TEST_F(LaunchTest, BecomesTheProgramBesideItWithItsArguments) {
  const Outcome outcome = Run("slam 'a b' --set x=1 --help");
  EXPECT_EQ(outcome.code, 7);
  EXPECT_EQ(outcome.output, "<a b>\n<--set>\n<x=1>\n<--help>\n");
}

TEST_F(LaunchTest, AnInstalledOneStartsTheProgramsInItsLibexec) {
  fs::create_directories(folder_ / "bin");
  fs::create_directories(folder_ / "libexec/isogs");
  fs::rename(folder_ / "slam", folder_ / "libexec/isogs/slam");
  fs::rename(folder_ / "isogs", folder_ / "bin/isogs");
  std::ofstream(folder_ / "bin/slam") << "#!/bin/sh\necho of another project\n";
  fs::permissions(folder_ / "bin/slam", fs::perms::owner_all);
  fs::create_symlink("bin/isogs", folder_ / "isogs");  // as somebody may put on the PATH
  EXPECT_EQ(Run("slam x").output, "<x>\n");
}

TEST_F(LaunchTest, HelpOfAProgramAsksTheProgram) { EXPECT_EQ(Run("help slam").output, "<--help>\n"); }

TEST_F(LaunchTest, HelpListsThePresentPrograms) {
  for (const char* arguments : {"--help", "-h", "help"}) {
    const Outcome outcome = Run(arguments);
    EXPECT_EQ(outcome.code, 0);
    EXPECT_THAT(outcome.output, AllOf(HasSubstr("\n  slam  Track"), Not(HasSubstr("evaluate"))));
  }
}

TEST_F(LaunchTest, PrintsItsVersion) {
  EXPECT_EQ(Run("--version").output, "isogs " + Version() + "\n");
  EXPECT_EQ(Run("--version").code, 0);
}

TEST_F(LaunchTest, RejectsUnknownProgramsInOneLine) {
  const Outcome unknown = Run("slma x");
  EXPECT_EQ(unknown.code, 2);
  EXPECT_EQ(unknown.output, "isogs: unknown program 'slma' (did you mean 'slam'?); see 'isogs --help'\n");
  EXPECT_EQ(Run("help slma").output, unknown.output);
  EXPECT_EQ(Run("--vresion").output,
            "isogs: unknown option '--vresion' (did you mean '--version'?); see 'isogs --help'\n");
  for (const char* arguments : {"", "evaluate", "../slam", "''", "--slam"}) {
    const Outcome outcome = Run(arguments);
    EXPECT_EQ(outcome.code, 2) << arguments;
    EXPECT_EQ(std::ranges::count(outcome.output, '\n'), 1) << outcome.output;
  }
}

}  // namespace
}  // namespace isogs
