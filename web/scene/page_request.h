// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include "web/scene/run_news.h"

namespace isogs::web {

/// The page has taken all binary messages up to this one.
struct Acknowledge {
  uint32_t sequence = 0;
};

/// The page shows another frame of a finished run.
struct Seek {
  int64_t frame = 0;
};

using PageRequest = std::variant<Acknowledge, Wants, Seek>;

inline constexpr size_t kMostRequestBytes = 4096;

/// What a page says, as docs/web_protocol.md has it; nothing for all else.
std::optional<PageRequest> ParsePageRequest(std::string_view text);

}  // namespace isogs::web
