// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "web/scene/page_request.h"

#include <limits>
#include <nlohmann/json.hpp>

namespace isogs::web {
namespace {

using Json = nlohmann::json;

template <typename Whole>
std::optional<Whole> WholeAt(const Json& request, const char* name) {
  const auto value = request.find(name);
  if (value == request.end() || !value->is_number_unsigned()) return std::nullopt;
  const auto number = value->get<uint64_t>();
  if (number > static_cast<uint64_t>(std::numeric_limits<Whole>::max())) return std::nullopt;
  return static_cast<Whole>(number);
}

/// What is not there is not wanted.
std::optional<bool> FlagAt(const Json& request, const char* name) {
  const auto value = request.find(name);
  if (value == request.end()) return false;
  if (!value->is_boolean()) return std::nullopt;
  return value->get<bool>();
}

}  // namespace

std::optional<PageRequest> ParsePageRequest(std::string_view text) {
  if (text.size() > kMostRequestBytes) return std::nullopt;
  const Json request = Json::parse(text, nullptr, false);
  if (!request.is_object()) return std::nullopt;
  const auto type = request.find("type");
  if (type == request.end()) return std::nullopt;
  if (*type == "ack") {
    if (const auto sequence = WholeAt<uint32_t>(request, "sequence")) return Acknowledge{*sequence};
  } else if (*type == "seek") {
    if (const auto frame = WholeAt<int64_t>(request, "frame")) return Seek{*frame};
  } else if (*type == "want") {
    const auto mesh = FlagAt(request, "mesh"), splats = FlagAt(request, "splats"),
               picture = FlagAt(request, "picture");
    if (mesh && splats && picture) return Wants{*mesh, *splats, *picture};
  }
  return std::nullopt;
}

}  // namespace isogs::web
