// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "web/server/server.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <exception>
#include <optional>
#include <utility>

#include "shared/core/error.h"
#include "shared/core/text.h"
#include "web/server/hub.h"

namespace isogs::web {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::chrono::milliseconds kTick{50};
constexpr std::chrono::milliseconds kAfterFailure{200};

asio::ip::address AddressOf(const std::string& text) {
  if (text == "localhost") return asio::ip::address_v4::loopback();
  error_code failure;
  auto address = asio::ip::make_address(text, failure);
  if (failure)
    throw UsageError("--bind: found " + Quoted(text) + ", expected an address as 127.0.0.1 or 0.0.0.0");
  return address;
}

AccessRules RulesOf(const ServerOptions& options, const asio::ip::address& address, unsigned port) {
  if (!options.token.empty()) CheckToken(options.token);
  if (options.token.empty() && !address.is_loopback()) {
    throw UsageError("--bind " + options.address +
                     ": others can reach that, expected a --token of at least " +
                     std::to_string(kLeastTokenBytes) + " characters, or 127.0.0.1");
  }
  return {options.token, address.is_loopback(), port};
}

Tcp::acceptor Listen(asio::io_context& context, const asio::ip::address& address, uint16_t port) {
  Tcp::acceptor acceptor(context);
  const Tcp::endpoint endpoint(address, port);
  error_code failure;
  const auto check = [&] {
    if (!failure) return;
    std::string text = "cannot listen on port " + std::to_string(port) + " of " + address.to_string() + ": " +
                       failure.message();
    if (failure == asio::error::address_in_use) text += "; --port 0 takes one that is free";
    throw UsageError(text);
  };
  acceptor.open(endpoint.protocol(), failure);
  check();
  acceptor.set_option(Tcp::acceptor::reuse_address(true), failure);
  check();
  acceptor.bind(endpoint, failure);
  check();
  acceptor.listen(asio::socket_base::max_listen_connections, failure);
  check();
  return acceptor;
}

}  // namespace

std::vector<std::shared_ptr<Client>> Hub::Clients() {
  std::vector<std::shared_ptr<Client>> present;
  std::erase_if(clients, [&](const std::weak_ptr<Client>& client) {
    auto shared = client.lock();
    const bool is_gone = !shared;
    if (shared) present.push_back(std::move(shared));
    return is_gone;
  });
  return present;
}

struct Server::Impl {
  explicit Impl(const ServerOptions& given)
      : options(given),
        address(AddressOf(given.address)),
        rules(RulesOf(given, address, given.port)),
        acceptor(Listen(context, address, given.port)) {
    hub.emplace(RulesOf(given, address, acceptor.local_endpoint().port()));
    hub->most_clients = given.most_clients;
  }
  ~Impl() { context.stop(); }

  void Accept() {
    acceptor.async_accept([this](error_code failure, Tcp::socket socket) {
      if (failure) {  // no more files may be opened, say
        pause.expires_after(kAfterFailure);
        pause.async_wait([this](error_code) { Accept(); });
        return;
      }
      if (hub->connections < options.most_connections)
        ServeHttp(*hub, std::move(socket), ConnectionCount(*hub));
      Accept();
    });
  }

  void Tick() {
    if (must_end()) return context.stop();
    Wants all = {false, false, false};
    const auto clients = hub->Clients();
    for (const auto& client : clients) {
      client->EndIfStuck();
      client->Pump();
      all = all | client->wants();
    }
    if (!told || *told != all || told_clients != clients.size()) on_wants(all, clients.size());
    told = all;
    told_clients = clients.size();
    tick.expires_after(kTick);
    tick.async_wait([this](error_code) { Tick(); });
  }

  void Take(RunNews news) {
    hub->scene.Take(std::move(news));
    for (const auto& client : hub->Clients()) client->Pump();
  }

  ServerOptions options;
  asio::ip::address address;
  AccessRules rules;       // checked before anything listens
  std::optional<Hub> hub;  // outlives the connections, which the context owns
  asio::io_context context{1};
  Tcp::acceptor acceptor;
  asio::steady_timer tick{context}, pause{context};
  std::function<bool()> must_end;
  OnWants on_wants;
  std::optional<Wants> told;
  size_t told_clients = 0;
};

Server::Server(const ServerOptions& options) : impl_(std::make_unique<Impl>(options)) {}

Server::~Server() = default;

uint16_t Server::port() const { return impl_->acceptor.local_endpoint().port(); }

std::string Server::Url() const {
  asio::ip::address address = impl_->address;
  if (address.is_unspecified()) address = asio::ip::address_v4::loopback();
  const std::string text = address.is_v6() ? "[" + address.to_string() + "]" : address.to_string();
  std::string url = "http://";
  url.append(text).append(":").append(std::to_string(port())).append("/");
  if (!impl_->options.token.empty()) url.append("?token=").append(impl_->options.token);
  return url;
}

void Server::Run(const std::function<bool()>& must_end, const OnWants& on_wants) {
  impl_->must_end = must_end;
  impl_->on_wants = on_wants;
  impl_->Accept();
  impl_->Tick();
  impl_->context.run();
}

void Server::Post(RunNews news) {
  asio::post(impl_->context, [impl = impl_.get(), shared = std::make_shared<RunNews>(std::move(news))] {
    impl->Take(std::move(*shared));
  });
}

}  // namespace isogs::web
