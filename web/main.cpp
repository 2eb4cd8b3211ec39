// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// web RUN_DIR: a page for browsers that shows a run.
#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdio>
#include <filesystem>

#include "shared/cli/program.h"
#include "shared/core/error.h"
#include "shared/core/stop_signal.h"
#include "shared/log/log.h"
#include "web/server/feed_thread.h"
#include "web/server/server.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

constexpr int kNiceness = 10;  // SLAM goes first

struct Options {
  fs::path run_directory;
  web::ServerOptions server;
  int port = server.port;
};

void AddOptions(CLI::App& app, Options& options) {
  app.add_option("run_directory", options.run_directory, "Run directory")->required()->type_name("RUN_DIR");
  app.add_option("--port", options.port, "Port to listen on; 0: one that is free")
      ->check(CLI::Range(0, UINT16_MAX))
      ->capture_default_str()
      ->type_name("PORT");
  app.add_option("--bind", options.server.address,
                 "Address to listen on; others than those of loopback need a token")
      ->capture_default_str()
      ->type_name("ADDRESS");
  app.add_option("--token", options.server.token,
                 "Secret that every request must hold, of 16 characters or more")
      ->envname("ISOGS_WEB_TOKEN")
      ->type_name("TOKEN");
}

void Run(int argc, char** argv) {
  CLI::App app(
      "Show a run in browsers: the mesh and the Gaussians as they grow, the camera's way, images, curves and "
      "the log. May be started before SLAM; plays back a run that is over.");
  Options options;
  AddOptions(app, options);
  ParseCommandLine(app, argc, argv);
  if (!fs::is_directory(options.run_directory)) {
    throw UsageError(options.run_directory.string() + ": no such folder, expected a run directory");
  }
  IgnoreClosedPipes();
  const StopSignal stop;
  InitLogging({}, "web");
  setpriority(PRIO_PROCESS, 0, kNiceness);

  options.server.port = static_cast<uint16_t>(options.port);
  web::Server server(options.server);
  web::FeedThread feed(fs::canonical(options.run_directory),
                       [&server](web::RunNews news) { server.Post(std::move(news)); });
  std::printf("%s\n", server.Url().c_str());
  std::fflush(stdout);
  server.Run([&] { return stop.requested() != 0 || feed.HasFailed(); },
             [&](const web::Wants& wants, size_t clients) { feed.SetWants(wants, clients); });
  feed.Rethrow();
}

}  // namespace
}  // namespace isogs

int main(int argc, char** argv) {
  return isogs::RunProgram("web", [&] { isogs::Run(argc, argv); });
}
