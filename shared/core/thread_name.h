// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pthread.h>

namespace isogs {

/// Names the calling thread for debuggers, top and profiles: 15 characters, longer names are not taken.
inline void NameThisThread(const char* name) { pthread_setname_np(pthread_self(), name); }

}  // namespace isogs
