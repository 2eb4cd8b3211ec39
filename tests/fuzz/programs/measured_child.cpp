// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/programs/measured_child.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <stdexcept>
#include <thread>

#include "shared/io/file.h"
#include "tests/shared/temporary_folder.h"

namespace isogs::fuzz {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void Become(const fs::path& program, std::vector<std::string> arguments, const fs::path& working,
                         const fs::path& error_file) {
  arguments.insert(arguments.begin(), program.string());
  std::vector<char*> pointers;
  pointers.reserve(arguments.size() + 1);
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  const int errors = open(error_file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (dup2(nothing, STDIN_FILENO) < 0 || dup2(nothing, STDOUT_FILENO) < 0 ||
      dup2(errors, STDERR_FILENO) < 0 || chdir(working.c_str()) != 0) {
    _exit(126);
  }
  execv(program.c_str(), pointers.data());
  _exit(127);
}

}  // namespace

ChildReport RunMeasured(const fs::path& program, const std::vector<std::string>& arguments,
                        const fs::path& working, int limit_s) {
  const TemporaryFolder folder;
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("cannot fork");
  if (child == 0) Become(program, arguments, working, folder / "stderr");
  ChildReport report;
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(limit_s);
  int status = 0;
  rusage usage = {};
  while (wait4(child, &status, WNOHANG, &usage) == 0) {
    if (!report.hung && std::chrono::steady_clock::now() > end) {
      report.hung = true;
      kill(child, SIGKILL);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  if (WIFEXITED(status)) report.code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) report.signal = WTERMSIG(status);
  report.error_text = ReadWholeFile(folder / "stderr");
  report.peak_kib = usage.ru_maxrss;
  return report;
}

}  // namespace isogs::fuzz
