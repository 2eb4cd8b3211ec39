// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "web/server/server.h"

namespace isogs::web {

/// A server on a thread of its own, at a port that was free.
class RunningServer {
 public:
  explicit RunningServer(ServerOptions options = {}) : server_(AtAnyPort(std::move(options))) {
    thread_ = std::jthread([this] {
      server_.Run([this] { return end_.load(); },
                  [this](const Wants& wants, size_t clients) {
                    wants_splats_ = wants.splats;
                    clients_ = clients;
                  });
    });
  }
  ~RunningServer() { end_ = true; }

  uint16_t port() const { return server_.port(); }
  Server& server() { return server_; }
  size_t clients() const { return clients_; }
  bool wants_splats() const { return wants_splats_; }

 private:
  static ServerOptions AtAnyPort(ServerOptions options) {
    options.port = 0;
    return options;
  }

  Server server_;
  std::atomic<bool> end_ = false, wants_splats_ = false;
  std::atomic<size_t> clients_ = 0;
  std::jthread thread_;
};

}  // namespace isogs::web
