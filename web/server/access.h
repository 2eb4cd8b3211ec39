// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace isogs::web {

inline constexpr size_t kLeastTokenBytes = 16;

/// Throws UsageError unless it is long enough, and of letters, digits and - . _ ~ alone, so that it is the
/// same in addresses, headers and cookies.
void CheckToken(const std::string& token);

/// What of a request says who asks.
struct Asker {
  std::string_view host;           ///< of the header Host
  std::string_view origin;         ///< empty: there is none
  std::string_view authorization;  ///< of that header
  std::string_view cookies;
  std::string_view target;  ///< path and query
};

enum class Access {
  kGranted,
  kForeignPage,  ///< a page of another site asks, or one by a name that is not this machine's
  kNoToken       ///< or a wrong one
};

/// Who is let in.
class AccessRules {
 public:
  /// Empty `token`: none is asked for, which is for loopback alone.
  AccessRules(std::string token, bool is_loopback, unsigned port);

  Access Check(const Asker& asker) const;
  /// Whether the address itself holds the token: then the browser is given the cookie.
  bool HasTokenInTarget(std::string_view target) const;
  /// Value of Set-Cookie.
  std::string Cookie() const;

 private:
  bool HasToken(const Asker& asker) const;
  bool IsToken(std::string_view text) const;

  std::string token_;
  bool is_loopback_;
  std::string cookie_name_;  // cookies are the same for all ports
};

/// Of a target: what stands before '?'.
std::string_view PathOf(std::string_view target);

}  // namespace isogs::web
