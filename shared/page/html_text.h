// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace isogs {

/// Text between tags of HTML or SVG, or in an attribute: no byte of it can be taken for markup. What a page
/// may not hold (controls, bytes that are no UTF-8) becomes '?'.
std::string EscapedForHtml(std::string_view text);

}  // namespace isogs
