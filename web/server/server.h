// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "web/scene/run_news.h"

namespace isogs::web {

struct ServerOptions {
  std::string address = "127.0.0.1";  ///< of this machine, on which it listens
  uint16_t port = 8080;               ///< 0: one that is free
  std::string token;                  ///< empty: none, which is for loopback alone
  size_t most_clients = 16;           ///< WebSockets at a time
  size_t most_connections = 128;      ///< of any kind at a time
};

/// What is wanted by all clients together; `clients`: how many there are.
using OnWants = std::function<void(const Wants& wants, size_t clients)>;

/// Serves the page and tells every client of the run (docs/web_protocol.md). All of it happens on the thread
/// that calls Run. Never waits for a client: one that is slow is told less.
class Server {
 public:
  /// Listens from now on. Throws UsageError for an address that is none, is not this machine's or is in use,
  /// and where the address is not loopback and there is no token.
  explicit Server(const ServerOptions& options);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  uint16_t port() const;
  /// What a browser on this machine opens, with the token.
  std::string Url() const;

  /// Serves until `must_end` holds, which is asked twenty times a second, and drops all clients.
  void Run(const std::function<bool()>& must_end, const OnWants& on_wants);
  /// From any thread: what there is to tell.
  void Post(RunNews news);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace isogs::web
