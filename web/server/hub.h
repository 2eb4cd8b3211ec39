// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <vector>

#include "web/page/page_files.h"
#include "web/scene/client_view.h"
#include "web/scene/shared_scene.h"
#include "web/server/access.h"

namespace isogs::web {

using Tcp = boost::asio::ip::tcp;
using HttpRequest = boost::beast::http::request<boost::beast::http::string_body>;

/// Milliseconds on the steady clock.
inline std::chrono::milliseconds Now() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now().time_since_epoch());
}

/// A client with a WebSocket.
class Client {
 public:
  virtual ~Client() = default;
  /// Sends the next message unless one is on its way.
  virtual void Pump() = 0;
  virtual const Wants& wants() const = 0;
  /// Ends it where it takes nothing at all any more.
  virtual void EndIfStuck() = 0;
};

/// What all connections share. For the server's thread.
struct Hub {
  explicit Hub(AccessRules access_rules) : access(std::move(access_rules)), files(PageFiles()) {}

  AccessRules access;
  std::vector<PageFile> files;
  SharedScene scene;
  size_t most_clients = 0;
  size_t connections = 0;
  std::vector<std::weak_ptr<Client>> clients;

  /// Those that are still there.
  std::vector<std::shared_ptr<Client>> Clients();
};

/// Counts a connection for as long as it lives.
class ConnectionCount {
 public:
  explicit ConnectionCount(Hub& hub) : hub_(&hub) { ++hub_->connections; }
  ConnectionCount(ConnectionCount&& other) noexcept : hub_(std::exchange(other.hub_, nullptr)) {}
  ConnectionCount& operator=(ConnectionCount&&) = delete;
  ~ConnectionCount() {
    if (hub_ != nullptr) --hub_->connections;
  }

 private:
  Hub* hub_;
};

/// Reads requests of a connection and answers them, until it becomes a WebSocket or ends.
void ServeHttp(Hub& hub, Tcp::socket socket, ConnectionCount count);
/// Goes on as a WebSocket. `request` asked for it.
void ServeClient(Hub& hub, Tcp::socket socket, ConnectionCount count, const HttpRequest& request);

}  // namespace isogs::web
