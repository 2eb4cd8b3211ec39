// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace isogs {

/// RFC 4648, with padding.
std::string Base64(std::string_view bytes);

/// A file inside a page: "data:image/jpeg;base64,...".
std::string DataUrl(std::string_view type, std::string_view bytes);

}  // namespace isogs
