// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "web/server/hub.h"

namespace isogs::web {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;

constexpr std::chrono::seconds kHandshakePatience{10};
constexpr std::chrono::seconds kIdlePatience{30};   // without an answer to pings
constexpr std::chrono::seconds kStuckPatience{30};  // for a message to be taken by the connection
constexpr int kSendBufferBytes = 256 << 10;         // of the kernel, for each client
constexpr int kMostRequests = 2000;                 // a second

class PageClient : public Client, public std::enable_shared_from_this<PageClient> {
 public:
  PageClient(Hub& hub, Tcp::socket socket, ConnectionCount count)
      : hub_(hub), stream_(std::move(socket)), count_(std::move(count)), view_(hub.scene) {}

  void Accept(const HttpRequest& request) {
    beast::error_code ignored;
    auto& socket = beast::get_lowest_layer(stream_).socket();
    socket.set_option(Tcp::no_delay(true), ignored);
    socket.set_option(asio::socket_base::send_buffer_size(kSendBufferBytes), ignored);
    stream_.set_option(websocket::stream_base::timeout{kHandshakePatience, kIdlePatience, true});
    stream_.read_message_max(kMostRequestBytes);
    stream_.auto_fragment(false);
    stream_.async_accept(request, [self = shared_from_this()](beast::error_code error) {
      if (error) return self->End();
      self->is_open_ = true;
      self->Read();
      self->Pump();
    });
  }

  void Pump() override {
    if (!is_open_ || outgoing_) return;
    outgoing_ = view_.Next(Now());
    if (!outgoing_) return;
    writing_since_ = Now();
    stream_.binary(outgoing_->is_binary);
    const std::array<asio::const_buffer, 2> buffers = {
        asio::buffer(outgoing_->head.data(), outgoing_->is_binary ? outgoing_->head.size() : 0),
        asio::buffer(*outgoing_->body)};
    stream_.async_write(buffers, [self = shared_from_this()](beast::error_code error, size_t) {
      self->outgoing_.reset();
      if (error) return self->End();
      self->Pump();
    });
  }

  const Wants& wants() const override { return view_.wants(); }

  void EndIfStuck() override {
    if (is_open_ && outgoing_ && Now() - writing_since_ > kStuckPatience) End();
  }

 private:
  void Read() {
    stream_.async_read(buffer_,
                       [self = shared_from_this()](beast::error_code error, size_t) { self->OnRead(error); });
  }

  void OnRead(beast::error_code error) {
    if (error) return End();
    const auto bytes = buffer_.data();
    const std::string_view text(static_cast<const char*>(bytes.data()), bytes.size());
    const auto request = stream_.got_text() && MayAsk() ? ParsePageRequest(text) : std::nullopt;
    buffer_.consume(buffer_.size());
    if (!is_open_) return;
    if (!request || !view_.Take(*request, Now())) return End();
    Pump();
    Read();
  }

  /// Not too often.
  bool MayAsk() {
    const auto second = std::chrono::duration_cast<std::chrono::seconds>(Now());
    if (second != asking_second_) asked_ = 0;
    asking_second_ = second;
    return ++asked_ <= kMostRequests;
  }

  void End() {
    is_open_ = false;
    beast::get_lowest_layer(stream_).close();
  }

  Hub& hub_;
  websocket::stream<beast::tcp_stream> stream_;
  ConnectionCount count_;
  beast::flat_buffer buffer_;
  ClientView view_;
  std::optional<Outgoing> outgoing_;
  std::chrono::milliseconds writing_since_{0};
  bool is_open_ = false;
  std::chrono::seconds asking_second_{0};
  int asked_ = 0;
};

}  // namespace

void ServeClient(Hub& hub, Tcp::socket socket, ConnectionCount count, const HttpRequest& request) {
  const auto client = std::make_shared<PageClient>(hub, std::move(socket), std::move(count));
  hub.clients.push_back(client);
  client->Accept(request);
}

}  // namespace isogs::web
