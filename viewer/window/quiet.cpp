// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "viewer/window/quiet.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>

namespace isogs {

Quiet::Quiet() {
  std::fflush(stdout);
  const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  for (int i = 0; i < 2; ++i) {
    saved_[i] = fcntl(i + 1, F_DUPFD_CLOEXEC, 3);
    dup2(nowhere, i + 1);
  }
  close(nowhere);
}

Quiet::~Quiet() {
  std::fflush(stdout);
  for (int i = 0; i < 2; ++i) {
    dup2(saved_[i], i + 1);
    close(saved_[i]);
  }
}

}  // namespace isogs
