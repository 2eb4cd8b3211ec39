// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// Clients that read slowly, send what they should not, or both.
#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "shared/core/random.h"
#include "tests/shared/processes.h"
#include "tests/web/page_probe.h"
#include "tests/web/running_server.h"

namespace isogs::web {
namespace {

int64_t ResidentBytes() {
  int64_t size = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> size >> resident;
  return resident * sysconf(_SC_PAGESIZE);
}

/// A scene of cells with `bytes` each, all of them new.
RunNews Scene(uint32_t cells, size_t bytes, char fill) {
  RunNews news;
  news.mesh.emplace();
  for (uint32_t id = 0; id < cells; ++id) {
    BodyWriter writer;
    for (const uint32_t word : {id, 3U, 1U}) writer.Put(word);
    writer.PutAll(std::span<const char>(std::string(bytes, fill)));
    news.mesh->cells.push_back({id, Eigen::Vector3f::Zero(), writer.Take()});
  }
  return news;
}

RunNews Hello() {
  RunNews news;
  news.hello = R"({"type":"hello"})";
  return news;
}

TEST(HostileClients, SlowReadersTakeNoMemoryAndOthersAreServed) {
  RunningServer server;
  server.server().Post(Hello());
  std::vector<std::unique_ptr<PageProbe>> slow;
  for (int i = 0; i < 12; ++i) {
    slow.push_back(std::make_unique<PageProbe>(server.port(), "/ws", ProbeHead{}, 4096));
  }
  server.server().Post(Scene(100, 40'000, 'a'));
  PageProbe fast(server.port());
  ASSERT_TRUE(fast.ReceiveKind(1));
  const int64_t before = ResidentBytes();
  for (int version = 0; version < 60; ++version) {  // 240 MB, were they kept
    server.server().Post(Scene(100, 40'000, static_cast<char>('a' + version % 26)));
    ASSERT_TRUE(fast.ReceiveKind(1));
  }
  const bool is_sanitized = std::getenv("ASAN_OPTIONS") != nullptr;  // keeps what is freed for a while
  if (!is_sanitized) {
    EXPECT_LT(ResidentBytes() - before, 60 << 20);
  }
  EXPECT_TRUE(Eventually([&] { return server.clients() == 13; }));
  for (auto& probe : slow) {  // still there, with whatever is new when they read
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(probe->Receive());
  }
}

/// One to six bytes changed, left out or doubled.
std::string Mutated(std::string bytes, Random* random) {
  for (uint64_t change = 1 + random->NextIndex(6); change > 0 && !bytes.empty(); --change) {
    const size_t at = random->NextIndex(bytes.size());
    switch (random->NextIndex(5)) {
      case 0:
        bytes[at] = static_cast<char>(random->NextIndex(256));
        break;
      case 1:
        bytes.erase(at, 1 + random->NextIndex(8));
        break;
      case 2:
        bytes.insert(at, bytes.substr(at, 1 + random->NextIndex(32)));
        break;
      case 3:
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << random->NextIndex(8)));
        break;
      default:
        bytes.insert(at, std::string(random->NextIndex(200), static_cast<char>(random->NextIndex(256))));
    }
  }
  return bytes;
}

const std::string kUpgrade =
    "GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

/// A frame of a client, with a mask of zeros.
std::string Frame(const std::string& text) {
  std::string frame = {'\x81', static_cast<char>(0x80 | text.size()), 0, 0, 0, 0};
  return frame + text;
}

TEST(HostileClients, FiveThousandMutatedRequestsAndFramesDoNoHarm) {
  ServerOptions options;
  options.most_connections = 1000;
  RunningServer server(options);
  server.server().Post(Hello());
  server.server().Post(Scene(10, 1000, 'a'));
  const std::vector<std::string> requests = {
      "GET / HTTP/1.1\r\nHost: localhost\r\nCookie: a=b; c=d\r\nAccept: */*\r\n\r\n",
      "HEAD /index.html?token=abc&x HTTP/1.1\r\nHost: 127.0.0.1:80\r\nOrigin: http://127.0.0.1:80\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
      kUpgrade,
      kUpgrade + Frame(R"({"type":"want","mesh":true,"splats":true,"picture":true})"),
      kUpgrade + Frame(R"({"type":"ack","sequence":1})") + Frame(R"({"type":"seek","frame":2})")};
  const std::vector<std::string> frames = {Frame(R"({"type":"want","mesh":true,"splats":true})"),
                                           Frame(R"({"type":"ack","sequence":1})"),
                                           Frame(R"({"type":"seek","frame":5})")};
  Random random(20);
  for (int i = 0; i < 5000; ++i) {
    const bool is_frame = i % 2 == 0;  // behind a handshake that is right
    const auto& seeds = is_frame ? frames : requests;
    const std::string bytes = Mutated(seeds[static_cast<size_t>(i / 2) % seeds.size()], &random);
    SendAndLeave(server.port(), is_frame ? kUpgrade + bytes : bytes);
  }
  PageProbe probe(server.port());
  EXPECT_TRUE(probe.ReceiveType("hello"));
  EXPECT_TRUE(probe.ReceiveKind(1));
  EXPECT_TRUE(Eventually([&] { return server.clients() == 1; }));
}

}  // namespace
}  // namespace isogs::web
