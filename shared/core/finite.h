// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>

namespace isogs {

/// `value`, or 0 where it is NaN or infinite.
template <typename Real>
Real FiniteOr0(Real value) {
  return std::isfinite(value) ? value : Real{0};
}

}  // namespace isogs
