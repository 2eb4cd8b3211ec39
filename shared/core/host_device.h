// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// For functions that kernels share with the host.
#if defined(__CUDACC__)
#define ISOGS_HD __host__ __device__
#else
#define ISOGS_HD
#endif
