// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/core/child_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/process/args.hpp>
#include <boost/process/error.hpp>
#include <boost/process/exe.hpp>
#include <boost/process/extend.hpp>
#include <boost/process/start_dir.hpp>
#include <cerrno>
#include <string_view>
#include <system_error>

#include "shared/core/error.h"

namespace isogs {
namespace {

namespace bp = boost::process;

/// This process's environment with some variables set. Not by Boost, whose search reads behind the end of
/// short entries (1.74).
class Environment {
 public:
  explicit Environment(const std::map<std::string, std::string>& set) {
    for (char** entry = environ; *entry != nullptr; ++entry) {
      const std::string_view text(*entry);
      if (!set.contains(std::string(text.substr(0, text.find('='))))) entries_.emplace_back(text);
    }
    for (const auto& [name, value] : set) entries_.push_back(name + "=" + value);
    for (std::string& entry : entries_) pointers_.push_back(entry.data());
    pointers_.push_back(nullptr);
  }

  char** get() { return pointers_.data(); }

 private:
  std::vector<std::string> entries_;
  std::vector<char*> pointers_;
};

/// What the child does between fork and exec; only calls that are safe there.
struct BecomeChild : bp::extend::handler {
  BecomeChild(const ChildOptions& child_options, char** child_environment)
      : options(child_options), environment(child_environment) {}

  ChildOptions options;
  char** environment;
  pid_t parent = getpid();

  template <typename Executor>
  void on_setup(Executor& executor) const {
    executor.env = environment;
  }

  template <typename Executor>
  void on_exec_setup(Executor&) const {
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) _exit(128 + SIGTERM);  // it died before the line above
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);  // the parent waits for signals; children take theirs
    if (options.descriptor >= 0) fcntl(options.descriptor, F_SETFD, 0);
    if (options.console && options.output < 0) return;
    const int nowhere = open("/dev/null", O_RDWR);
    dup2(nowhere, STDIN_FILENO);
    for (const int standard : {STDOUT_FILENO, STDERR_FILENO}) {
      dup2(options.output >= 0 ? options.output : nowhere, standard);
    }
  }
};

double Seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

ExitStatus StatusOf(int wait_status, const rusage& usage) {
  ExitStatus status;
  if (WIFSIGNALED(wait_status)) status.signal = WTERMSIG(wait_status);
  status.code = status.crashed() ? 128 + status.signal : WEXITSTATUS(wait_status);
  status.processor_s = Seconds(usage.ru_utime) + Seconds(usage.ru_stime);
  status.peak_memory_bytes = int64_t{usage.ru_maxrss} * 1024;
  return status;
}

bp::child Start(const std::filesystem::path& executable, const std::vector<std::string>& arguments,
                const ChildOptions& options) {
  std::error_code error;
  Environment environment(options.environment);
  const std::string folder = options.working_directory.empty() ? "." : options.working_directory.string();
  bp::child child(bp::exe = executable.string(), bp::args = arguments, bp::start_dir = folder,
                  BecomeChild(options, environment.get()), error);
  if (error) throw Error("cannot start " + executable.string() + ": " + error.message());
  return child;
}

}  // namespace

ChildProcess::ChildProcess(const std::filesystem::path& executable, const std::vector<std::string>& arguments,
                           const ChildOptions& options)
    : child_(Start(executable, arguments, options)) {
  child_.detach();  // waited for in Poll; Boost's child would kill nothing, but end the program if not joined
}

ChildProcess::~ChildProcess() {
  Signal(SIGKILL);
  Wait();
}

ExitStatus ChildProcess::Wait() {
  while (!ended_) {
    int wait_status = 0;
    rusage usage = {};
    const pid_t found = wait4(process_id(), &wait_status, 0, &usage);
    if (found == process_id()) ended_ = StatusOf(wait_status, usage);
    if (found < 0 && errno != EINTR) break;
  }
  return ended_.value_or(ExitStatus());
}

std::optional<ExitStatus> ChildProcess::Poll() {
  int wait_status = 0;
  rusage usage = {};
  if (!ended_ && wait4(process_id(), &wait_status, WNOHANG, &usage) == process_id()) {
    ended_ = StatusOf(wait_status, usage);
  }
  return ended_;
}

void ChildProcess::Signal(int signal) {
  if (!Poll()) kill(process_id(), signal);
}

void ChildProcess::SignalGroup(int signal) {
  if (!Poll()) kill(-process_id(), signal);
}

}  // namespace isogs
