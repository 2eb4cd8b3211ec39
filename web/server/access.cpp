// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "web/server/access.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "shared/core/error.h"
#include "shared/core/text.h"

namespace isogs::web {
namespace {

bool IsTokenCharacter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '.' || c == '_' || c == '~';
}

/// Takes as long wherever the first difference is.
bool AreSame(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned char difference = 0;
  for (size_t i = 0; i < a.size(); ++i) difference |= static_cast<unsigned char>(a[i] ^ b[i]);
  return difference == 0;
}

/// What is called `name` in "a=1SEPARATORb=2"; empty where nothing is.
std::string_view ValueOf(std::string_view list, char separator, std::string_view name) {
  while (!list.empty()) {
    const size_t end = std::min(list.find(separator), list.size());
    const std::string_view item = Trimmed(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
    const size_t equals = item.find('=');
    if (equals != std::string_view::npos && item.substr(0, equals) == name) return item.substr(equals + 1);
  }
  return {};
}

std::string_view TokenIn(std::string_view target) {
  const size_t query = target.find('?');
  return query == std::string_view::npos ? std::string_view()
                                         : ValueOf(target.substr(query + 1), '&', "token");
}

/// A name by which browsers of this machine know it, with any port: ssh may forward from another.
bool IsLoopbackName(std::string_view host) {
  const bool has_brackets = host.starts_with("[");
  const size_t end = has_brackets ? host.find(']') + 1 : std::min(host.find(':'), host.size());
  const std::string_view name = host.substr(0, end), port = host.substr(end);
  if (!port.empty() && (port[0] != ':' || !ParseWhole<uint16_t>(port.substr(1)))) return false;
  return name == "localhost" || name == "127.0.0.1" || name == "[::1]";
}

}  // namespace

void CheckToken(const std::string& token) {
  if (token.size() < kLeastTokenBytes) {
    throw UsageError("--token: found " + std::to_string(token.size()) + " characters, expected at least " +
                     std::to_string(kLeastTokenBytes));
  }
  const auto bad = std::ranges::find_if_not(token, IsTokenCharacter);
  if (bad == token.end()) return;
  throw UsageError("--token: found " + Quoted(std::string(1, *bad)) +
                   ", expected letters, digits, and - . _ ~");
}

AccessRules::AccessRules(std::string token, bool is_loopback, unsigned port)
    : token_(std::move(token)),
      is_loopback_(is_loopback),
      cookie_name_("isogs_token_" + std::to_string(port)) {}

Access AccessRules::Check(const Asker& asker) const {
  // Without a token, a page of another site could reach this by a name of its own that leads here.
  if (token_.empty() && (!is_loopback_ || !IsLoopbackName(asker.host))) return Access::kForeignPage;
  if (!asker.origin.empty()) {
    std::string_view origin = asker.origin;
    for (const std::string_view scheme : {"http://", "https://"}) {
      if (origin.starts_with(scheme)) origin.remove_prefix(scheme.size());
    }
    if (asker.host.empty() || origin.size() == asker.origin.size() || origin != asker.host) {
      return Access::kForeignPage;
    }
  }
  return token_.empty() || HasToken(asker) ? Access::kGranted : Access::kNoToken;
}

bool AccessRules::HasToken(const Asker& asker) const {
  constexpr std::string_view kBearer = "Bearer ";
  if (HasTokenInTarget(asker.target) || IsToken(ValueOf(asker.cookies, ';', cookie_name_))) return true;
  return asker.authorization.starts_with(kBearer) && IsToken(asker.authorization.substr(kBearer.size()));
}

bool AccessRules::HasTokenInTarget(std::string_view target) const {
  return !token_.empty() && IsToken(TokenIn(target));
}

bool AccessRules::IsToken(std::string_view text) const { return AreSame(text, token_); }

std::string AccessRules::Cookie() const {
  return cookie_name_ + "=" + token_ + "; Path=/; HttpOnly; SameSite=Strict";
}

std::string_view PathOf(std::string_view target) { return target.substr(0, target.find('?')); }

}  // namespace isogs::web
