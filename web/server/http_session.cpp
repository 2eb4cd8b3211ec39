// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <chrono>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "web/server/hub.h"

namespace isogs::web {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;

constexpr std::chrono::seconds kPatience{10};  // for a request, for an answer to be taken
constexpr uint32_t kMostHeaderBytes = 8 << 10;
constexpr const char* kPolicy =
    "default-src 'self'; img-src 'self' blob: data:; connect-src 'self'; style-src 'self'; object-src "
    "'none'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

using Response = http::response<http::string_body>;

std::string_view View(beast::string_view text) { return {text.data(), text.size()}; }

Asker AskerOf(const HttpRequest& request) {
  return {View(request[http::field::host]), View(request[http::field::origin]),
          View(request[http::field::authorization]), View(request[http::field::cookie]),
          View(request.target())};
}

Response Answer(const HttpRequest& request, http::status status, std::string text, std::string_view type) {
  Response response(status, request.version());
  response.set(http::field::content_type, beast::string_view(type.data(), type.size()));
  response.set("Content-Security-Policy", kPolicy);
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Referrer-Policy", "no-referrer");
  response.set("Cross-Origin-Resource-Policy", "same-origin");
  response.set(http::field::cache_control, "no-store");
  response.keep_alive(request.keep_alive() && status == http::status::ok);
  response.body() = std::move(text);
  response.prepare_payload();
  return response;
}

Response Refuse(const HttpRequest& request, http::status status, const char* why) {
  return Answer(request, status, std::string(why) + "\n", "text/plain; charset=utf-8");
}

Response AnswerOf(const Hub& hub, const HttpRequest& request) {
  const std::string_view target = View(request.target());
  std::string_view name = PathOf(target);
  name = name == "/" ? "index.html" : name.substr(name.starts_with("/") ? 1 : 0);
  const auto file = std::ranges::find(hub.files, name, &PageFile::name);
  if (file == hub.files.end()) return Refuse(request, http::status::not_found, "no such file");
  Response response = Answer(request, http::status::ok, std::string(file->bytes), file->type);
  if (hub.access.HasTokenInTarget(target)) response.set(http::field::set_cookie, hub.access.Cookie());
  if (request.method() == http::verb::head) response.body().clear();  // its length stays
  return response;
}

/// Nothing: go on with it.
std::optional<Response> RefusalOf(const Hub& hub, const HttpRequest& request, bool has_body) {
  switch (hub.access.Check(AskerOf(request))) {
    case Access::kForeignPage:
      return Refuse(request, http::status::forbidden,
                    "not for pages of other sites; open it as localhost, or give the server a --token");
    case Access::kNoToken:
      return Refuse(request, http::status::unauthorized, "expected the server's token: /?token=...");
    case Access::kGranted:
      break;
  }
  if (has_body) return Refuse(request, http::status::payload_too_large, "expected no body");
  if (request.method() == http::verb::get || request.method() == http::verb::head) return std::nullopt;
  return Refuse(request, http::status::method_not_allowed, "expected GET");
}

class HttpSession : public std::enable_shared_from_this<HttpSession> {
 public:
  HttpSession(Hub& hub, Tcp::socket socket, ConnectionCount count)
      : hub_(hub), stream_(std::move(socket)), count_(std::move(count)), buffer_(kMostHeaderBytes) {}

  void Read() {
    parser_.emplace();
    parser_->header_limit(kMostHeaderBytes);
    parser_->body_limit(
        std::numeric_limits<uint64_t>::max());  // none is read; boost::none refuses all in 1.74
    stream_.expires_after(kPatience);
    http::async_read_header(
        stream_, buffer_, *parser_,
        [self = shared_from_this()](beast::error_code error, size_t) { self->OnRead(error); });
  }

 private:
  void OnRead(beast::error_code error) {
    if (error) return Close();
    const HttpRequest& request = parser_->get();
    if (auto refusal = RefusalOf(hub_, request, !parser_->is_done())) return Write(std::move(*refusal));
    if (PathOf(View(request.target())) != "/ws") return Write(AnswerOf(hub_, request));
    if (!beast::websocket::is_upgrade(request)) {
      return Write(Refuse(request, http::status::upgrade_required, "expected a WebSocket"));
    }
    if (hub_.Clients().size() >= hub_.most_clients) {
      return Write(Refuse(request, http::status::service_unavailable, "too many pages are open already"));
    }
    stream_.expires_never();
    ServeClient(hub_, stream_.release_socket(), std::move(count_), request);
  }

  void Write(Response response) {
    response_ = std::move(response);
    serializer_.emplace(response_);
    serializer_->split(false);
    stream_.expires_after(kPatience);
    const auto done = [self = shared_from_this()](beast::error_code error, size_t) {
      self->OnWritten(error);
    };
    if (parser_->get().method() == http::verb::head) {
      http::async_write_header(stream_, *serializer_, done);
    } else {
      http::async_write(stream_, *serializer_, done);
    }
  }

  void OnWritten(beast::error_code error) {
    if (error || !response_.keep_alive()) return Close();
    Read();
  }

  void Close() {
    beast::error_code ignored;
    stream_.socket().shutdown(Tcp::socket::shutdown_send, ignored);
  }

  Hub& hub_;
  beast::tcp_stream stream_;
  ConnectionCount count_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  Response response_;
  std::optional<http::response_serializer<http::string_body>> serializer_;
};

}  // namespace

void ServeHttp(Hub& hub, Tcp::socket socket, ConnectionCount count) {
  std::make_shared<HttpSession>(hub, std::move(socket), std::move(count))->Read();
}

}  // namespace isogs::web
