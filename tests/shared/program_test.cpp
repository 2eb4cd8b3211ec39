// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/cli/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <new>

#include "shared/core/error.h"
#include "shared/core/suggestion.h"
#include "shared/core/version.h"

namespace isogs {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::StartsWith;

struct Outcome {
  int code;
  std::string out;
  std::string err;
};

Outcome RunBody(const std::function<void()>& body) {
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  const int code = RunProgram("slam", body);
  return {code, testing::internal::GetCapturedStdout(), testing::internal::GetCapturedStderr()};
}

/// A program of one required argument and one option.
Outcome RunWith(std::vector<std::string> arguments, bool expected_to_run = false) {
  arguments.insert(arguments.begin(), "/some/where/slam");
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  bool ran = false;
  const Outcome outcome = RunBody([&] {
    CLI::App app("Does something.");
    std::string config;
    int frames = 0;
    app.add_option("config", config, "Configuration file")->required();
    app.add_option("--frames", frames, "Frames to process");
    ParseCommandLine(app, static_cast<int>(argv.size()), argv.data());
    ran = true;
  });
  EXPECT_EQ(ran, expected_to_run);
  return outcome;
}

TEST(Program, ReturnsZeroAndIsSilentWhenAllIsWell) {
  const Outcome outcome = RunWith({"a.yaml", "--frames", "3"}, true);
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.out + outcome.err, "");
}

TEST(Program, ReportsFailuresInOneLineWithTheirExitCode) {
  Outcome outcome = RunBody([] { throw UsageError("no such key"); });
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(outcome.err, "slam: no such key\n");
  outcome = RunBody([] { throw Error("disk full"); });
  EXPECT_EQ(outcome.code, 1);
  EXPECT_EQ(outcome.err, "slam: disk full\n");
  outcome = RunBody([] { throw std::runtime_error("shapes differ\nframe #0: at::add"); });
  EXPECT_EQ(outcome.code, 1);
  EXPECT_EQ(outcome.err, "slam: shapes differ\n");
  outcome = RunBody([] { throw std::bad_alloc(); });
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.err, MatchesRegex("slam: out of memory; [^\n]* MiB [^\n]*\n"));
}

TEST(Program, LetsNoControlCharactersOfNamesOntoTheTerminal) {
  EXPECT_EQ(RunBody([] { throw Error("a\x1b[31m\nb.ply\r\x7f: missing"); }).err,
            "slam: a?[31m?b.ply??: missing\n");
  EXPECT_EQ(RunBody([] { throw UsageError("a.yaml: 2 errors:\n  one\n  two\n"); }).err,
            "slam: a.yaml: 2 errors:\n  one\n  two?\n");
  const std::string long_name(10'000, 'n');
  EXPECT_EQ(RunBody([&] { throw Error(long_name + "\x1b"); }).err, "slam: " + long_name + "?\n");
  EXPECT_EQ(RunWith({"a.yaml", "--\x1b[31m\nred"}).err,
            "slam: unknown option '--?[31m?red'; see 'isogs slam --help'\n");
  EXPECT_EQ(RunWith({"a.yaml", "b\nc"}).err, "slam: unexpected argument 'b?c'; see 'isogs slam --help'\n");
}

TEST(Program, AnswersHelpAndVersion) {
  Outcome outcome = RunWith({"--help"});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("Does something."), HasSubstr("isogs slam"), HasSubstr("--frames")));
  EXPECT_EQ(outcome.err, "");
  outcome = RunWith({"--version"});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.out, "slam (IsoGS) " + Version() + "\n");
}

TEST(Program, ReportsAWrongCommandLineInOneLine) {
  Outcome outcome = RunWith({"a.yaml", "--framse=3"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(outcome.err,
            "slam: unknown option '--framse' (did you mean '--frames'?); see 'isogs slam --help'\n");
  outcome = RunWith({"a.yaml", "b.yaml"});
  EXPECT_EQ(outcome.err, "slam: unexpected argument 'b.yaml'; see 'isogs slam --help'\n");
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{}, {"a.yaml", "--frames"}, {"a.yaml", "--frames", "many"}}) {
    outcome = RunWith(arguments);
    EXPECT_EQ(outcome.code, 2);
    EXPECT_THAT(outcome.err, AllOf(StartsWith("slam: "), HasSubstr("see 'isogs slam --help'\n")));
    EXPECT_EQ(std::ranges::count(outcome.err, '\n'), 1) << outcome.err;
  }
}

TEST(Suggestion, CountsEdits) {
  EXPECT_EQ(EditDistance("", ""), 0u);
  EXPECT_EQ(EditDistance("", "abc"), 3u);
  EXPECT_EQ(EditDistance("kitten", "sitting"), 3u);
  EXPECT_EQ(EditDistance("levels", "levesl"), 1u);
}

TEST(Suggestion, IsSilentWhenNothingIsNear) {
  EXPECT_EQ(DidYouMean("evaluat", {"slam", "evaluate"}), " (did you mean 'evaluate'?)");
  EXPECT_EQ(DidYouMean("mesh", {"slam", "evaluate"}), "");
  EXPECT_EQ(DidYouMean("x", {}), "");
  EXPECT_EQ(DidYouMean(std::string(100'000'000, 'm'), std::vector<std::string>(100, "evaluate")), "");
}

TEST(Suggestion, PrefersTheKeyThatIsNearestAsAWhole) {
  EXPECT_EQ(DidYouMean("trackin.steps", {"tracking.align.steps", "tracking.steps"}),
            " (did you mean 'tracking.steps'?)");
}

}  // namespace
}  // namespace isogs
