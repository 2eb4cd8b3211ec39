// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

// The instruction sets that the kernels of this folder are compiled for; include before Highway. They need
// vectors of at least four floats, so Highway's one-lane scalar target is no baseline for them: SSE4, AVX2
// and AVX-512 (AVX3) on x86, NEON on ARM.
#include <hwy/detect_compiler_arch.h>

#if HWY_ARCH_X86
#ifndef HWY_BASELINE_TARGETS
#define HWY_BASELINE_TARGETS HWY_SSE4
#endif
#define HWY_DISABLED_TARGETS HWY_SSSE3
#elif HWY_ARCH_ARM
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128)
#endif
