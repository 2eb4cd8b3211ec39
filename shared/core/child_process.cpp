// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/core/child_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/process/args.hpp>
#include <boost/process/error.hpp>
#include <boost/process/exe.hpp>
#include <boost/process/extend.hpp>
#include <cerrno>
#include <system_error>

#include "shared/core/error.h"

namespace isogs {
namespace {

namespace bp = boost::process;

/// What the child does between fork and exec; only calls that are safe there.
struct BecomeChild : bp::extend::handler {
  explicit BecomeChild(const ChildOptions& child_options) : options(child_options) {}

  ChildOptions options;
  pid_t parent = getpid();

  template <typename Executor>
  void on_exec_setup(Executor&) const {
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) _exit(128 + SIGTERM);  // it died before the line above
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);  // the parent waits for signals; children take theirs
    if (options.descriptor >= 0) fcntl(options.descriptor, F_SETFD, 0);
    if (options.console) return;
    const int nowhere = open("/dev/null", O_RDWR);
    for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) dup2(nowhere, standard);
  }
};

ExitStatus StatusOf(int wait_status) {
  if (WIFSIGNALED(wait_status)) return {128 + WTERMSIG(wait_status), WTERMSIG(wait_status)};
  return {WEXITSTATUS(wait_status), 0};
}

bp::child Start(const std::filesystem::path& executable, const std::vector<std::string>& arguments,
                const ChildOptions& options) {
  std::error_code error;
  bp::child child(bp::exe = executable.string(), bp::args = arguments, BecomeChild(options), error);
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
    const pid_t found = waitpid(process_id(), &wait_status, 0);
    if (found == process_id()) ended_ = StatusOf(wait_status);
    if (found < 0 && errno != EINTR) break;
  }
  return ended_.value_or(ExitStatus());
}

std::optional<ExitStatus> ChildProcess::Poll() {
  int wait_status = 0;
  if (!ended_ && waitpid(process_id(), &wait_status, WNOHANG) == process_id()) ended_ = StatusOf(wait_status);
  return ended_;
}

void ChildProcess::Signal(int signal) {
  if (!Poll()) kill(process_id(), signal);
}

}  // namespace isogs
