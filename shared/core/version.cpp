// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/core/version.h"

namespace isogs {

std::string Version() { return ISOGS_VERSION; }

}  // namespace isogs
