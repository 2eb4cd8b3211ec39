// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace isogs {

/// A WebP image of the pixels [H,W,4], all four bytes exact also where the fourth is 0. Throws Error if it
/// cannot be made.
std::string EncodeLosslessWebp(std::span<const uint8_t> rgba, int width, int height);

}  // namespace isogs
