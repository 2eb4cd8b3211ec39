// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/web/page_probe.h"

#include <sys/socket.h>
#include <sys/time.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <cstring>
#include <nlohmann/json.hpp>

namespace isogs::web {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using Tcp = asio::ip::tcp;

uint32_t WordAt(const std::string& bytes, size_t at) {
  uint32_t word = 0;
  if (bytes.size() >= at + 4) std::memcpy(&word, bytes.data() + at, 4);
  return word;
}

/// For blocking calls, too.
void SetPatience(Tcp::socket& socket, std::chrono::milliseconds patience) {
  const timeval time = {patience.count() / 1000, patience.count() % 1000 * 1000};
  setsockopt(socket.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
  setsockopt(socket.native_handle(), SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time);
}

}  // namespace

struct PageProbe::Impl {
  asio::io_context context;
  beast::websocket::stream<Tcp::socket> stream{context};
};

uint32_t PageProbe::Message::kind() const { return is_binary ? WordAt(bytes, 0) : 0; }
uint32_t PageProbe::Message::sequence() const { return WordAt(bytes, 4); }

PageProbe::PageProbe(uint16_t port, const std::string& target, const ProbeHead& head, int receive_bytes)
    : impl_(std::make_unique<Impl>()) {
  auto& socket = impl_->stream.next_layer();
  socket.open(Tcp::v4());
  if (receive_bytes > 0) socket.set_option(asio::socket_base::receive_buffer_size(receive_bytes));
  socket.connect({asio::ip::address_v4::loopback(), port});
  SetPatience(socket, std::chrono::seconds(10));
  impl_->stream.read_message_max(64 << 20);
  impl_->stream.set_option(
      beast::websocket::stream_base::decorator([&](beast::websocket::request_type& request) {
        if (!head.origin.empty()) request.set(beast::http::field::origin, head.origin);
        if (!head.cookie.empty()) request.set(beast::http::field::cookie, head.cookie);
      }));
  impl_->stream.handshake(head.host, target);
}

PageProbe::~PageProbe() = default;

std::optional<PageProbe::Message> PageProbe::Receive() {
  beast::flat_buffer buffer;
  beast::error_code failure;
  impl_->stream.read(buffer, failure);
  if (failure) return std::nullopt;
  return Message{impl_->stream.got_binary(), beast::buffers_to_string(buffer.data())};
}

bool PageProbe::Say(const std::string& text, bool is_binary) {
  beast::error_code failure;
  impl_->stream.binary(is_binary);
  impl_->stream.write(asio::buffer(text), failure);
  return !failure;
}

void PageProbe::Acknowledge(const Message& message) {
  Say(nlohmann::json{{"type", "ack"}, {"sequence", message.sequence()}}.dump());
}

std::optional<PageProbe::Message> PageProbe::ReceiveKind(uint32_t kind) {
  while (auto message = Receive()) {
    if (message->is_binary) Acknowledge(*message);
    if (message->kind() == kind) return message;
  }
  return std::nullopt;
}

std::optional<PageProbe::Message> PageProbe::ReceiveType(const std::string& type) {
  while (auto message = Receive()) {
    if (message->is_binary) {
      Acknowledge(*message);
    } else if (nlohmann::json::parse(message->bytes)["type"] == type) {
      return message;
    }
  }
  return std::nullopt;
}

std::string SendRaw(uint16_t port, std::string_view bytes) {
  asio::io_context context;
  Tcp::socket socket(context);
  socket.connect({asio::ip::address_v4::loopback(), port});
  SetPatience(socket, std::chrono::milliseconds(500));
  beast::error_code failure;
  asio::write(socket, asio::buffer(bytes.data(), bytes.size()), failure);
  socket.shutdown(Tcp::socket::shutdown_send, failure);
  std::string answer;
  while (true) {
    char part[4096];
    const ssize_t got = recv(socket.native_handle(), part, sizeof part, 0);
    if (got <= 0) return answer;
    answer.append(part, static_cast<size_t>(got));
  }
}

void SendAndLeave(uint16_t port, std::string_view bytes) {
  asio::io_context context;
  Tcp::socket socket(context);
  socket.connect({asio::ip::address_v4::loopback(), port});
  SetPatience(socket, std::chrono::milliseconds(2));
  beast::error_code failure;
  asio::write(socket, asio::buffer(bytes.data(), bytes.size()), failure);
  char part[4096];
  [[maybe_unused]] const ssize_t ignored = recv(socket.native_handle(), part, sizeof part, 0);
}

}  // namespace isogs::web
