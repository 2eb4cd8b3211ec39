// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// Whole programs on mutated inputs, always the same: exit code 0, 1 or 2, a failure in one line without
// control characters, nothing left but the outputs, at most twice the memory of the honest input.
//   program_mutations BIN_FOLDER [INPUTS_A_FILE [SCENARIO]]
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <set>

#include "shared/core/error.h"
#include "shared/core/text.h"
#include "shared/io/file.h"
#include "tests/fuzz/mutator.h"
#include "tests/fuzz/programs/measured_child.h"
#include "tests/fuzz/programs/scenarios.h"
#include "tests/fuzz/zip_members.h"
#include "tests/shared/temporary_folder.h"

namespace isogs::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr int kLimitS = 120;
constexpr uint64_t kSeed = 20261130;

std::set<std::string> FilesIn(const fs::path& folder) {
  std::set<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    files.insert(fs::relative(entry.path(), folder).string());
  }
  return files;
}

bool IsBelow(const std::string& file, const std::vector<std::string>& names) {
  return std::ranges::any_of(
      names, [&](const std::string& name) { return file == name || file.starts_with(name + "/"); });
}

/// Lines of the log stand in brackets; a failure is one line, or a list whose items begin with two blanks.
std::string FaultOfText(const std::string& program, const ChildReport& report) {
  size_t failures = 0;
  for (std::string_view left = report.error_text; !left.empty();) {
    const std::string_view line = TakeLine(&left);
    if (WithoutControls(line) != line) return "control characters on stderr";
    if (line.starts_with("[" + program + "] ") || line.starts_with("  ")) continue;
    if (!line.starts_with(program + ": ")) return "a line on stderr that is nobody's";
    ++failures;
  }
  if (failures == (report.code == 0 ? 0 : 1)) return "";
  return std::to_string(failures) + " failures on stderr";
}

std::string FaultOf(const Scenario& scenario, const ChildReport& report, const std::set<std::string>& before,
                    const fs::path& folder) {
  if (report.hung) return "hung";
  if (report.signal != 0) return "ended by signal " + std::to_string(report.signal);
  if (report.code < 0 || report.code > 2) return "exit code " + std::to_string(report.code);
  for (const std::string& file : FilesIn(folder)) {
    const bool expected =
        report.code == 0 ? IsBelow(file, scenario.outputs) : IsBelow(file, scenario.outputs_on_failure);
    if (file.ends_with(".tmp") || (!before.contains(file) && !expected && !file.starts_with("run/.lock"))) {
      return "left behind: " + file;
    }
  }
  return FaultOfText(scenario.program, report);
}

struct Totals {
  int inputs = 0;
  int failed = 0;  // with exit code 1 or 2
  int faults = 0;
  double worst_ratio = 0.0;
};

class Trial {
 public:
  Trial(const Scenario& scenario, fs::path programs) : scenario_(scenario), programs_(std::move(programs)) {
    const TemporaryFolder honest;
    scenario.make(honest.path());
    const ChildReport report = Run(honest.path(), scenario.mutable_arguments);
    if (report.code != 0 || report.signal != 0)
      throw Error(scenario.name + ": honest input fails: " + report.error_text);
    honest_kib_ = report.peak_kib;
  }

  void OnFile(const MutatedFile& file, int inputs) {
    const TemporaryFolder honest;
    scenario_.make(honest.path());
    const std::string bytes = ReadWholeFile(honest / file.name);
    Mutator mutator({file.by_members ? MembersOf(bytes) : bytes}, {}, kSeed);
    for (int i = 0; i < inputs; ++i) {
      const std::string mutated = mutator.Next();
      const TemporaryFolder folder;
      fs::copy(honest.path(), folder.path(), fs::copy_options::recursive);
      WriteFileAtomically(folder / file.name, file.by_members ? ArchiveOf(mutated) : mutated);
      Judge(folder.path(), scenario_.mutable_arguments, file.name + " " + std::to_string(i));
    }
  }

  void OnArguments(int inputs) {
    std::string lines;
    for (const std::string& argument : scenario_.mutable_arguments) lines += argument + "\n";
    Mutator mutator({lines}, {}, kSeed);
    for (int i = 0; i < inputs; ++i) {
      std::string mutated = mutator.Next();
      std::erase(mutated, '\0');
      std::vector<std::string> arguments;
      for (std::string_view left = mutated; !left.empty();) arguments.emplace_back(TakeLine(&left));
      const TemporaryFolder folder;
      scenario_.make(folder.path());
      Judge(folder.path(), arguments, "arguments " + std::to_string(i));
    }
  }

  const Totals& totals() const { return totals_; }

 private:
  ChildReport Run(const fs::path& folder, const std::vector<std::string>& more) const {
    std::vector<std::string> arguments = scenario_.arguments;
    arguments.insert(arguments.end(), more.begin(), more.end());
    return RunMeasured(programs_ / scenario_.program, arguments, folder, kLimitS);
  }

  void Judge(const fs::path& folder, const std::vector<std::string>& arguments, const std::string& input) {
    const std::set<std::string> before = FilesIn(folder);
    const ChildReport report = Run(folder, arguments);
    std::string fault = FaultOf(scenario_, report, before, folder);
    const double ratio = static_cast<double>(report.peak_kib) / static_cast<double>(honest_kib_);
    if (!scenario_.decides_memory) totals_.worst_ratio = std::max(totals_.worst_ratio, ratio);
    if (fault.empty() && !scenario_.decides_memory && ratio > 2.0)
      fault = std::to_string(ratio) + " times the memory";
    ++totals_.inputs;
    totals_.failed += report.code != 0 ? 1 : 0;
    if (fault.empty()) return;
    ++totals_.faults;
    std::printf("%s, %s: %s\n%s", scenario_.name.c_str(), input.c_str(), fault.c_str(),
                report.error_text.c_str());
    const char* const kept = std::getenv("ISOGS_FAULTS");
    if (kept != nullptr) {
      fs::copy(folder,
               fs::path(kept) / ("program-" + std::to_string(totals_.faults) + "-" + scenario_.program),
               fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    }
  }

  const Scenario& scenario_;
  fs::path programs_;
  int64_t honest_kib_ = 0;
  Totals totals_;
};

int RunAll(const fs::path& programs, int inputs, const std::string& only) {
  int faults = 0;
  for (const Scenario& scenario : Scenarios()) {
    if (!only.empty() && only != scenario.name) continue;
    if (!fs::exists(programs / scenario.program)) {
      std::printf("%-24s is not built\n", scenario.name.c_str());
      continue;
    }
    Trial trial(scenario, programs);
    for (const MutatedFile& file : scenario.files) trial.OnFile(file, inputs);
    if (!scenario.mutable_arguments.empty()) trial.OnArguments(inputs);
    const Totals& totals = trial.totals();
    std::printf("%-24s %5d inputs, %5d refused, %d faults, worst memory ratio %.2f\n", scenario.name.c_str(),
                totals.inputs, totals.failed, totals.faults, totals.worst_ratio);
    std::fflush(stdout);
    faults += totals.faults;
  }
  return faults == 0 ? 0 : 1;
}

}  // namespace
}  // namespace isogs::fuzz

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("program_mutations: expected BIN_FOLDER [INPUTS_A_FILE [SCENARIO]]\n", stderr);
    return 2;
  }
  try {
    return isogs::fuzz::RunAll(std::filesystem::absolute(argv[1]), argc > 2 ? std::atoi(argv[2]) : 20,
                               argc > 3 ? argv[3] : "");
  } catch (const std::exception& error) {
    std::fprintf(stderr, "program_mutations: %s\n", error.what());
    return 1;
  }
}
