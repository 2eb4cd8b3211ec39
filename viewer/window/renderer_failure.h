// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace isogs {

/// Graphics libraries end the process, or read through null pointers, where memory runs out. Under a limit of
/// address space (`ulimit -v`) this makes that one line of `program`, with exit code 1, for as long as the
/// object lives; without one, nothing changes. One at a time.
class RendererFailure {
 public:
  explicit RendererFailure(const std::string& program);
  ~RendererFailure();
  RendererFailure(const RendererFailure&) = delete;
  RendererFailure& operator=(const RendererFailure&) = delete;
};

}  // namespace isogs
