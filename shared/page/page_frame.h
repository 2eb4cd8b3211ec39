// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace isogs {

/// Beginning and end of a page that needs nothing else: style for plots and tables, light and dark, on paper,
/// and narrow; a script that sorts a table (class 'sorts') by a click on a column's head and says the values
/// of curves under the pointer. Without scripts everything is there but these two.
std::string PageBegin(const std::string& title);
std::string PageEnd();

}  // namespace isogs
