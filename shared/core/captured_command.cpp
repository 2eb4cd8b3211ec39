// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/core/captured_command.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "shared/core/child_process.h"
#include "shared/core/error.h"

namespace isogs {
namespace {

/// A file without a name, in memory.
class MemoryFile {
 public:
  MemoryFile() : descriptor_(memfd_create("isogs.output", MFD_CLOEXEC)) {
    if (descriptor_ < 0)
      throw Error("cannot make a file in memory: " + std::generic_category().message(errno));
  }
  ~MemoryFile() { close(descriptor_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  int descriptor() const { return descriptor_; }
  std::string Text() const {
    std::string text(static_cast<size_t>(lseek(descriptor_, 0, SEEK_END)), '\0');
    const ssize_t got = pread(descriptor_, text.data(), text.size(), 0);
    text.resize(got > 0 ? static_cast<size_t>(got) : 0);
    return text;
  }

 private:
  int descriptor_;
};

}  // namespace

CapturedOutput RunCaptured(const std::filesystem::path& executable,
                           const std::vector<std::string>& arguments) {
  const MemoryFile output;
  ChildProcess child(executable, arguments, {.output = output.descriptor()});
  const ExitStatus status = child.Wait();
  return {status.code, output.Text()};
}

}  // namespace isogs
