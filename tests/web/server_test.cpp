// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "web/server/server.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "shared/core/error.h"
#include "tests/shared/processes.h"
#include "tests/shared/test_meshes.h"
#include "tests/web/decoded.h"
#include "tests/web/page_probe.h"
#include "tests/web/running_server.h"

namespace isogs::web {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr const char* kToken = "abcdefgh-0123456";

std::string Get(uint16_t port, const std::string& target, const std::string& more = "",
                const std::string& host = "localhost") {
  std::string request = "GET ";
  request.append(target)
      .append(" HTTP/1.1\r\nHost: ")
      .append(host)
      .append("\r\n")
      .append(more)
      .append("\r\n");
  return SendRaw(port, request);
}

RunNews Greeting() {
  RunNews news;
  news.hello = R"({"type":"hello"})";
  news.status = R"({"type":"status"})";
  return news;
}

/// The number that a WebSocket is answered with: 101 where it may be.
std::string Handshake(uint16_t port, const std::string& target = "/ws", const ProbeHead& head = {}) {
  std::string more =
      "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
      "Sec-WebSocket-Version: 13\r\n";
  if (!head.origin.empty()) more.append("Origin: ").append(head.origin).append("\r\n");
  if (!head.cookie.empty()) more.append("Cookie: ").append(head.cookie).append("\r\n");
  const std::string answer = Get(port, target, more, head.host);
  return answer.starts_with("HTTP/1.1 ") ? answer.substr(9, 3) : "";
}

TEST(Server, ServesThePageAndNothingOfTheDisk) {
  const RunningServer server;
  const std::string page = Get(server.port(), "/");
  EXPECT_THAT(page, StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(page, HasSubstr("Content-Type: text/html"));
  EXPECT_THAT(page, HasSubstr("Content-Security-Policy: default-src 'self'"));
  EXPECT_THAT(page, HasSubstr("nosniff"));
  EXPECT_THAT(page, HasSubstr("IsoGS"));
  EXPECT_THAT(page, Not(HasSubstr("Access-Control")));
  EXPECT_THAT(Get(server.port(), "/index.html?x=1"), StartsWith("HTTP/1.1 200"));
  for (const char* target : {"/etc/passwd", "/../../etc/passwd", "//etc/passwd", "/page_files.h",
                             "/%2e%2e/README.md", "/./index.html", "index", "*", "http://localhost/"}) {
    EXPECT_THAT(Get(server.port(), target), Not(StartsWith("HTTP/1.1 200"))) << target;
  }
}

TEST(Server, AnswersOtherMethodsAndBodiesInWords) {
  const RunningServer server;
  const auto answer = [&](const std::string& request) { return SendRaw(server.port(), request); };
  EXPECT_THAT(answer("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n"), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(answer("DELETE / HTTP/1.1\r\nHost: localhost\r\n\r\n"), StartsWith("HTTP/1.1 405"));
  EXPECT_THAT(answer("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc"),
              StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(Get(server.port(), "/ws"), StartsWith("HTTP/1.1 426"));
  std::string long_header(9000, 'x');
  EXPECT_EQ(Get(server.port(), "/", "X: " + long_header + "\r\n"), "");
}

TEST(Server, LetsInItsOwnPagesAlone) {
  const RunningServer server;
  EXPECT_THAT(Get(server.port(), "/", "", "evil.com"), StartsWith("HTTP/1.1 403"));
  EXPECT_THAT(Get(server.port(), "/", "Origin: http://evil.com\r\n"), StartsWith("HTTP/1.1 403"));
  EXPECT_EQ(Handshake(server.port()), "101");
  EXPECT_EQ(Handshake(server.port(), "/ws", {"localhost:1", "http://localhost:1", ""}), "101");
  EXPECT_EQ(Handshake(server.port(), "/ws", {"localhost", "http://evil.com", ""}), "403");
  EXPECT_EQ(Handshake(server.port(), "/ws", {"evil.com", "http://evil.com", ""}), "403");
  EXPECT_EQ(Handshake(server.port(), "/other"), "404");
}

TEST(Server, AsksForItsToken) {
  ServerOptions options;
  options.address = "0.0.0.0";
  options.token = kToken;
  RunningServer server(options);
  EXPECT_THAT(server.server().Url(), HasSubstr("http://127.0.0.1:"));
  EXPECT_THAT(server.server().Url(), HasSubstr("/?token=abcdefgh-0123456"));
  EXPECT_THAT(Get(server.port(), "/"), StartsWith("HTTP/1.1 401"));
  EXPECT_THAT(Get(server.port(), "/nothing"), StartsWith("HTTP/1.1 401"));
  EXPECT_EQ(Handshake(server.port()), "401");
  EXPECT_EQ(Handshake(server.port(), "/ws?token=abcdefgh-0123457"), "401");
  EXPECT_EQ(Handshake(server.port(), "/ws?token=abcdefgh-0123456"), "101");
  const std::string page = Get(server.port(), "/?token=abcdefgh-0123456");
  EXPECT_THAT(page, StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(page, HasSubstr("HttpOnly; SameSite=Strict"));
  std::string cookie = "isogs_token_";
  cookie.append(std::to_string(server.port())).append("=").append(kToken);
  EXPECT_THAT(page, HasSubstr(cookie));
  EXPECT_THAT(Get(server.port(), "/", "Cookie: " + cookie + "\r\n", "robot.lan"), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(Get(server.port(), "/", "Authorization: Bearer abcdefgh-0123456\r\n"),
              StartsWith("HTTP/1.1 200"));
  EXPECT_EQ(Handshake(server.port(), "/ws", {"robot.lan", "http://robot.lan", cookie}), "101");
  EXPECT_EQ(Handshake(server.port(), "/ws", {"robot.lan", "http://evil.com", cookie}), "403");
}

TEST(Server, RefusesAddressesInWords) {
  const auto message = [](const ServerOptions& options) -> std::string {
    try {
      const Server server(options);
      return "";
    } catch (const UsageError& error) {
      return error.what();
    }
  };
  EXPECT_THAT(message({"0.0.0.0", 0, ""}), HasSubstr("--token of at least 16"));
  EXPECT_THAT(message({"::", 0, ""}), HasSubstr("--token of at least 16"));
  EXPECT_THAT(message({"0.0.0.0", 0, "short"}), HasSubstr("found 5 characters"));
  EXPECT_THAT(message({"nowhere", 0, ""}), HasSubstr("found 'nowhere', expected an address"));
  EXPECT_THAT(message({"198.51.100.7", 0, kToken}), HasSubstr("cannot listen on port 0 of 198.51.100.7"));
  const RunningServer other;
  EXPECT_THAT(message({"127.0.0.1", other.port(), ""}), HasSubstr("--port 0 takes one that is free"));
}

TEST(Server, TellsClientsWhatThereIs) {
  RunningServer server;
  server.server().Post(Greeting());
  PageProbe probe(server.port());
  ASSERT_TRUE(probe.ReceiveType("hello"));
  ASSERT_TRUE(probe.ReceiveType("status"));
  RunNews news;
  news.mesh = MeshCells().Update(test::Room({2, 2, 2}, 8), 0.5);
  const size_t cells = news.mesh->cells.size();
  server.server().Post(std::move(news));
  for (size_t i = 0; i < cells; ++i) {
    const auto message = probe.ReceiveKind(1);
    ASSERT_TRUE(message);
    EXPECT_FALSE(DecodeCell(message->body()).indices.empty());
  }
  EXPECT_FALSE(server.wants_splats());
  ASSERT_TRUE(probe.Say(R"({"type":"want","mesh":true,"splats":true,"picture":false})"));
  EXPECT_TRUE(Eventually([&] { return server.wants_splats() && server.clients() == 1; }));
}

TEST(Server, EndsWhoeverTalksNonsense) {
  RunningServer server;
  server.server().Post(Greeting());
  for (const std::string& text : {std::string("x"), std::string("{}"), std::string(5000, ' '),
                                  std::string(R"({"type":"ack","sequence":1})")}) {
    PageProbe probe(server.port());
    probe.Say(text);
    while (probe.Receive()) {
    }
  }
  PageProbe binary(server.port());
  binary.Say(R"({"type":"seek","frame":1})", true);
  while (binary.Receive()) {
  }
  EXPECT_TRUE(Eventually([&] { return server.clients() == 0; }));
}

TEST(Server, ServesNoMoreThanItsLimit) {
  ServerOptions options;
  options.most_clients = 3;
  options.most_connections = 8;
  RunningServer server(options);
  {
    const PageProbe a(server.port()), b(server.port()), c(server.port());
    EXPECT_EQ(Handshake(server.port()), "503");
    EXPECT_THAT(Get(server.port(), "/"), StartsWith("HTTP/1.1 200"));
  }
  EXPECT_TRUE(Eventually([&] { return Handshake(server.port()) == "101"; }));
}

}  // namespace
}  // namespace isogs::web
