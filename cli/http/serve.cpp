// SPDX-License-Identifier: Apache-2.0
#include "cli/http/serve.h"

#include <fmt/format.h>
#include <array>

#include "actions/cloud/cloud_tables.h"
#include "actions/cloud/simulated_account.h"
#include "actions/registry.h"
#include "cli/commands/context.h"
#include "cli/configuration.h"
#include "cli/engine.h"
#include "cli/engine_loop.h"
#include "cli/http/aws_api.h"
#include "cli/http/keys.h"
#include "cli/http/session.h"
#include "cli/operation_catalog.h"
#include "cli/output/print.h"
#include "cli/python_input.h"
#include "cli/retired_runtimes.h"
#include "core/api/service.h"
#include "core/os/clock.h"
#include "core/os/companion.h"
#include "core/os/process.h"
#include "core/os/state_directory.h"
#include "core/os/tcp_server.h"
#include "core/store/database.h"
#include "documents/predefined.h"

namespace ssm {
namespace {

struct ServeOptions {
  std::uint16_t port = 8330;
  std::string address = "127.0.0.1";
  AwsApiOptions service;
  TcpServerOptions connections;
};

Result<std::int64_t> number(const Call& words, std::string_view name, std::int64_t usual,
                            std::int64_t least, std::int64_t most) {
  std::optional<std::string> text = words.value(name);
  if (!text) return usual;
  std::optional<std::int64_t> value = to_integer(*text);
  if (!value || *value < least || *value > most)
    return failure("Usage",
                   fmt::format("{}: not a number from {} to {}: '{}'", name, least, most, *text));
  return *value;
}

/// The keys of --keys, else the one that the environment or the profile has.
Result<std::vector<ServiceKey>> service_keys(const GlobalOptions& options, const Call& words) {
  if (std::optional<std::string> path = words.value("--keys")) return read_keys_file(*path);
  TRY_ASSIGN(std::optional<Credentials> found, find_credentials(options));
  std::vector<ServiceKey> keys;
  if (found) keys.push_back({std::move(*found), ""});
  return keys;
}

Completed check_exposure(const ServeOptions& options) {
  if (!options.service.require_signature && !is_loopback(options.address))
    return failure("Usage", "--bind " + options.address +
                                ": others than this machine could call; that takes "
                                "--require-signature and keys");
  if (options.service.require_signature && options.service.keys.empty())
    return failure("Usage",
                   "--require-signature: no key is configured; name a file with --keys, or set "
                   "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY or the profile's credentials");
  return {};
}

Result<ServeOptions> serve_options(const GlobalOptions& globals, const Call& words) {
  TRY_ASSIGN(Configuration configuration, read_configuration(globals));
  TRY(check_client(configuration));
  ServeOptions options;
  options.service.caller = configuration.caller;
  options.address = words.value("--bind").value_or(options.address);
  options.service.require_signature = words.has("--require-signature");
  TRY_ASSIGN(options.service.keys, service_keys(globals, words));
  for (ServiceKey& key : options.service.keys)
    if (!key.caller_arn.empty())
      key.caller_arn = caller_arn(key.caller_arn, configuration.caller.scope);
  TRY(check_exposure(options));

  constexpr std::int64_t kDay = 24 * 3600;
  constexpr std::int64_t kMostConnections = 10'000;
  TRY_ASSIGN(std::int64_t port, number(words, "--port", options.port, 0, 65535));
  TRY_ASSIGN(std::int64_t idle, number(words, "--idle-timeout", 60, 1, kDay));
  TRY_ASSIGN(std::int64_t arrival, number(words, "--request-timeout", 30, 1, kDay));
  TRY_ASSIGN(std::int64_t most, number(words, "--max-connections", 512, 1, kMostConnections));
  options.port = static_cast<std::uint16_t>(port);
  options.connections.idle = std::chrono::seconds(idle);
  options.connections.arrival = std::chrono::seconds(arrival);
  options.connections.sending = std::chrono::seconds(arrival);
  options.connections.max_connections = static_cast<std::size_t>(most);
  return options;
}

/// All requests wait for the one that waits for the database: not for long, and not when the server
/// is to end.
Result<Database> open_state(const StateDirectory& directory) {
  constexpr std::chrono::seconds kPatience(10);
  TRY_ASSIGN(Database database, Database::open(directory.state_database(),
                                               {.longest = kPatience, .give_up = is_stop_pending}));
  TRY(migrate_state(database, cloud_tables()));
  return database;
}

/// The service of one state directory, in this process.
class Host {
 public:
  /// `wake`: has an engine look at what an operation has left for it.
  Host(const StateDirectory& directory, Database database, const Quotas& quotas,
       std::function<void()> wake)
      : directory_(directory),
        database_(std::move(database)),
        quotas_(quotas),
        wake_(std::move(wake)) {}
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  Result<Json> ask(const Operation& operation, Json request, const Caller& caller) {
    Result<Json> response = answer(operation, std::move(request), caller);
    if (!response && response.error().kind == ErrorKind::kState)
      print_diagnostic("ssm-local: " + response.error().message + "\n");
    return response;
  }

  /// Whether what is accepted now will be found at the directory's path. Another state that has
  /// come there, after the old one was moved or removed, is taken up.
  Completed check_state() {
    if (database_.is_replaced()) {
      TRY_ASSIGN(database_, open_state(directory_));
    }
    if (database_.place() == FileAnchor::Place::kInPlace) return {};
    return failure(ErrorKind::kState, "StateDirectory",
                   "The state directory " + directory_.path +
                       " was moved or removed. Put it back, or start 'ssm-local serve' again to "
                       "begin an empty one.");
  }

  /// Whether what is accepted now is carried out, too.
  Completed check_health() {
    TRY(check_state());
    return check_lock_holder(directory_);
  }

 private:
  Result<Json> answer(const Operation& operation, Json request, const Caller& caller) {
    TRY(check_state());
    TRY_ASSIGN(Reply reply, answer_call(operation, std::move(request), caller, ports_));
    if (reply.work_left) wake_();
    return std::move(reply.response);
  }

  const StateDirectory& directory_;
  Database database_;
  Quotas quotas_;
  WallClock clock_;
  ParameterStore parameter_store_ = parameter_store_in(database_);
  ServicePorts ports_{.database = database_,
                      .clock = clock_,
                      .predefined = predefined_documents(),
                      .actions = action_catalog(),
                      .quotas = quotas_,
                      .parameter_store = &parameter_store_,
                      .allows_retired_runtimes = allows_retired_runtimes(),
                      .has_program = has_program};
  std::function<void()> wake_;
};

Completed answer_clients(TcpServer& server, TcpServerOptions connections, const AwsApi& service) {
  HttpHandler handler = [&](const HttpMessage& request) { return service.respond(request); };
  HttpSession::Refusal refusal = [&](int status, const Error& error) {
    return service.refuse(status, error);
  };
  connections.busy_answer =
      to_http_text(service.refuse(503, {"ServiceUnavailable", "Too many connections are open."}));
  return server.run(connections,
                    [&] { return std::make_unique<HttpSession>(handler, refusal, HttpLimits()); });
}

/// Blocks signals and listens first: the engine's threads inherit the one, and a port that is taken
/// is found out before anything runs.
Completed serve(const StateDirectory& directory, ServeOptions options) {
  TRY_ASSIGN(TcpServer server, TcpServer::listen(options.address, options.port));
  TRY_ASSIGN(Database database, open_state(directory));
  TRY_ASSIGN(EngineWaiter waiter, EngineWaiter::open(EngineWaiter::Signals::kLeft));
  TRY_ASSIGN(const Quotas quotas, configured_quotas());
  BackgroundEngine engine(directory, std::move(waiter));
  Host host(directory, std::move(database), quotas, [&engine] { engine.wake(); });
  const WallClock clock;
  options.service.health = [&host] { return host.check_health(); };
  AwsApi service(std::move(options.service), clock,
                 [&host](const Operation& operation, Json request, const Caller& caller) {
                   return host.ask(operation, std::move(request), caller);
                 });
  print_answer("Listening on http://" + server.address() + "\n");
  return answer_clients(server, std::move(options.connections), service);
}

/// A host that comes into being when somebody asks. Executions outlive it: the engine that takes
/// them is one that commands start.
class LateHost {
 public:
  LateHost(const StateDirectory& directory, const Quotas& quotas)
      : directory_(directory), quotas_(quotas) {}

  Result<Json> ask(const Operation& operation, Json request, const Caller& caller) {
    if (Completed opened = open(); !opened) {
      print_diagnostic("ssm-local: " + opened.error().message + "\n");
      return tl::unexpected(std::move(opened).error());
    }
    return host_->ask(operation, std::move(request), caller);
  }

  Completed check_health() {
    TRY(open());
    return host_->check_health();
  }

 private:
  Completed open() {
    if (host_) return {};
    TRY_ASSIGN(Database database, open_state(directory_));
    host_.emplace(directory_, std::move(database), quotas_, [this] { engines_.start(directory_); });
    return {};
  }

  const StateDirectory& directory_;
  Quotas quotas_;
  EngineStarter engines_;
  std::optional<Host> host_;
};

Completed serve_until(int ended, TcpServer& server, const StateDirectory& directory,
                      const Quotas& quotas, const Caller& caller) {
  LateHost host(directory, quotas);
  AwsApiOptions options;
  options.caller = caller;
  options.health = [&host] { return host.check_health(); };
  const WallClock clock;
  const AwsApi service(std::move(options), clock,
                       [&host](const Operation& operation, Json request, const Caller& asking) {
                         return host.ask(operation, std::move(request), asking);
                       });
  TcpServerOptions connections;
  connections.until = ended;
  return answer_clients(server, std::move(connections), service);
}

constexpr std::array kServeForms = {
    CommandForm{"", "answer the AWS CLI and the SDKs over HTTP"},
};
constexpr std::array kServeOptions = {
    CommandOption{.name = "--port",
                  .value = "N",
                  .doc = "the port to listen on; 0 takes a free one",
                  .usual = "8330"},
    CommandOption{.name = "--bind",
                  .value = "ADDRESS",
                  .doc = "the address to listen on; one that other machines reach takes "
                         "--require-signature",
                  .usual = "127.0.0.1"},
    CommandOption{.name = "--require-signature",
                  .doc = "refuse requests that no known key has signed"},
    CommandOption{.name = "--keys",
                  .value = "FILE",
                  .doc = "the keys, as in AWS's credentials file",
                  .usual = "the key of the environment or of the profile"},
    CommandOption{.name = "--idle-timeout",
                  .value = "SECONDS",
                  .doc = "close connections without a request for so long",
                  .usual = "60"},
    CommandOption{.name = "--request-timeout",
                  .value = "SECONDS",
                  .doc = "how long a request may take to arrive",
                  .usual = "30"},
    CommandOption{.name = "--max-connections",
                  .value = "N",
                  .doc = "how many connections may be open",
                  .usual = "512"},
    kStateDirOption,
    kRegionOption,
    kProfileOption,
    kCallerOption};

Result<int> run_serve(Context& context, const Call& call) {
  TRY_ASSIGN(ServeOptions serving, serve_options(context.options(), call));
  TRY_ASSIGN(const StateDirectory* directory, context.directory());
  TRY(serve(*directory, std::move(serving)));
  return 0;
}

}  // namespace

Result<std::string> serve_own_process(const StateDirectory& directory, const Caller& caller) {
  TRY(check_engine_settings());
  TRY_ASSIGN(const Quotas quotas, configured_quotas());
  std::optional<TcpServer> server;
  const Companion companion{
      .prepare = [&]() -> Result<std::string> {
        TRY_ASSIGN(server, TcpServer::listen("127.0.0.1", 0));
        return "http://" + server->address();
      },
      .run = [&](int ended) { return serve_until(ended, *server, directory, quotas, caller); }};
  return start_companion(companion, directory.engine_log());
}

constinit const Command kServeCommand{
    .name = "serve",
    .doc =
        "Answers the AWS CLI and the SDKs over HTTP, and runs the engine, until SIGTERM or "
        "SIGINT.",
    .forms = kServeForms,
    .options = kServeOptions,
    .run = run_serve};

}  // namespace ssm
