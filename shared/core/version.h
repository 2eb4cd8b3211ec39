// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace isogs {

/// The version of the project in CMakeLists.txt, e.g. "0.1.0".
std::string Version();

}  // namespace isogs
