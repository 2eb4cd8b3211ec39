// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace isogs::web {

/// What a request says of who asks.
struct ProbeHead {
  std::string host = "localhost";
  std::string origin = "", cookie = "";
};

/// A client of the server for tests, which waits ten seconds at most for anything.
class PageProbe {
 public:
  struct Message {
    bool is_binary = false;
    std::string bytes;
    /// Of a binary one.
    uint32_t kind() const;
    uint32_t sequence() const;
    std::string_view body() const { return std::string_view(bytes).substr(8); }
  };

  /// Throws where the server does not want it. `receive_bytes`: of the kernel's buffer; 0: as ever.
  explicit PageProbe(uint16_t port, const std::string& target = "/ws", const ProbeHead& head = {},
                     int receive_bytes = 0);
  ~PageProbe();

  /// Nothing where the connection has ended.
  std::optional<Message> Receive();
  /// False where the connection has ended.
  bool Say(const std::string& text, bool is_binary = false);
  void Acknowledge(const Message& message);
  /// Receives, and acknowledges what is binary, until a message is of that kind, or a text of that type.
  std::optional<Message> ReceiveKind(uint32_t kind);
  std::optional<Message> ReceiveType(const std::string& type);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Sends bytes as they are, and returns what comes back until the connection ends, or half a second passes.
std::string SendRaw(uint16_t port, std::string_view bytes);
/// Sends bytes and ends the connection, once the server has looked at them or some milliseconds later.
void SendAndLeave(uint16_t port, std::string_view bytes);

}  // namespace isogs::web
