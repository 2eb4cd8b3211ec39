// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "web/server/access.h"

#include <gmock/gmock.h>

#include "shared/core/error.h"

namespace isogs::web {
namespace {

constexpr const char* kToken = "abcdefgh-0123456";

Asker From(std::string_view host, std::string_view origin = "") { return {host, origin, "", "", "/"}; }

TEST(Access, OfLoopbackWithoutATokenIsForItsOwnPages) {
  const AccessRules rules("", true, 8080);
  for (const char* host : {"localhost", "localhost:8080", "127.0.0.1:9000", "[::1]:8080", "[::1]"}) {
    EXPECT_EQ(rules.Check(From(host)), Access::kGranted) << host;
  }
  for (const char* host : {"", "evil.com", "localhost.evil.com", "127.0.0.1.evil.com:80", "localhost:x",
                           "localhost:99999", "[::1]evil", "[", "127.0.0.2", "LOCALHOST@evil.com"}) {
    EXPECT_EQ(rules.Check(From(host)), Access::kForeignPage) << host;
  }
  EXPECT_EQ(rules.Check(From("localhost:8080", "http://localhost:8080")), Access::kGranted);
  EXPECT_EQ(rules.Check(From("localhost:8080", "https://localhost:8080")), Access::kGranted);
  for (const char* origin : {"http://evil.com", "null", "localhost:8080", "http://localhost:8081",
                             "file://localhost:8080", "http://localhost:8080/"}) {
    EXPECT_EQ(rules.Check(From("localhost:8080", origin)), Access::kForeignPage) << origin;
  }
}

TEST(Access, WithATokenIsForWhoeverHasIt) {
  const AccessRules rules(kToken, false, 8080);
  Asker asker = From("robot.lan:8080");
  EXPECT_EQ(rules.Check(asker), Access::kNoToken);
  asker.target = "/?token=abcdefgh-0123456";
  EXPECT_EQ(rules.Check(asker), Access::kGranted);
  asker.target = "/ws?x=1&token=abcdefgh-0123456&y";
  EXPECT_EQ(rules.Check(asker), Access::kGranted);
  for (const char* target :
       {"/?token=abcdefgh-0123457", "/?token=", "/?token=abcdefgh-012345", "/?tokens=abcdefgh-0123456",
        "/token=abcdefgh-0123456", "/?token=abcdefgh-0123456x"}) {
    asker.target = target;
    EXPECT_EQ(rules.Check(asker), Access::kNoToken) << target;
  }
  asker.cookies = "a=b; isogs_token_8080=abcdefgh-0123456";
  EXPECT_EQ(rules.Check(asker), Access::kGranted);
  asker.cookies = "isogs_token_8081=abcdefgh-0123456";
  EXPECT_EQ(rules.Check(asker), Access::kNoToken);
  asker.authorization = "Bearer abcdefgh-0123456";
  EXPECT_EQ(rules.Check(asker), Access::kGranted);
  asker.origin = "http://evil.com";
  EXPECT_EQ(rules.Check(asker), Access::kForeignPage);
}

TEST(Access, NoAddressForOthersWithoutAToken) {
  const AccessRules rules("", false, 8080);
  EXPECT_EQ(rules.Check(From("localhost")), Access::kForeignPage);
}

TEST(Access, TokensAreLongAndPlain) {
  EXPECT_NO_THROW(CheckToken(kToken));
  EXPECT_THROW(CheckToken("short"), UsageError);
  EXPECT_THROW(CheckToken("sixteen letters;"), UsageError);
  EXPECT_THROW(CheckToken("0123456789abcdef%"), UsageError);
}

}  // namespace
}  // namespace isogs::web
