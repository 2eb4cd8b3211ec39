// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace isogs {

/// LibTorch copies large tensors on threads of OpenMP, which ends the process where one cannot be started.
/// Where that may happen (`ulimit -v`, or as many threads as processors cannot be started now), LibTorch is
/// told to stay on its caller's thread. Called before LibTorch does anything.
void SetTorchThreads();

}  // namespace isogs
