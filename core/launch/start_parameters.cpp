// SPDX-License-Identifier: Apache-2.0
#include "core/launch/start_parameters.h"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "core/base/text.h"
#include "core/document/bind.h"
#include "core/expression/reference.h"
#include "core/launch/launch_errors.h"
#include "core/machine/inputs.h"

namespace ssm {
namespace {

constexpr std::size_t kMostNames = 10;  // of one request. Source: GetParameters

/// What Parameter Store has under the names in the defaults that are used.
class StoredDefaults {
 public:
  StoredDefaults(const LaunchContext& context, const std::vector<Parameter>& declared,
                 const Json& supplied, MockUseCounts& uses)
      : context_(context), declared_(declared), supplied_(supplied), uses_(uses) {}

  /// nullopt: there is a problem.
  std::optional<Json> find(const std::string& name) {
    if (!is_read_) {
      is_read_ = true;
      if (Completed done = read(); !done) problem_ = std::move(done).error();
    }
    const auto found = values_.find(name);
    return found == values_.end() ? std::nullopt : std::optional(found->second);
  }

  std::optional<Error> take_problem() { return std::exchange(problem_, std::nullopt); }

 private:
  Completed read() {
    std::vector<std::string> names;
    for (const Parameter& parameter : declared_) {
      if (!parameter.default_value || supplied_.contains(parameter.name)) continue;
      for (const Reference& reference : find_references(*parameter.default_value))
        if (reference.kind == Reference::Kind::kParameterStore &&
            named_by_.emplace(reference.name, parameter.name).second)
          names.push_back(reference.name);
    }
    for (std::span<const std::string> rest(names); !rest.empty();) {
      const auto page = rest.first(std::min(rest.size(), kMostNames));
      TRY(read(page));
      rest = rest.subspan(page.size());
    }
    return {};
  }

  Completed read(std::span<const std::string> names) {
    Json request{{"Names", Json::array()}};
    for (const std::string& name : names) request["Names"].push_back(name);
    TRY_ASSIGN(const Json answer, ask(request));
    const Json* found = find_member(answer, "Parameters");
    for (const std::string& name : names) {
      const Json* parameter = found ? find_answer(*found, name) : nullptr;
      if (!parameter) return refuse(name, "which Parameter Store does not have");
      TRY(take(name, *parameter));
    }
    return {};
  }

  Result<Json> ask(const Json& request) {
    if (context_.mocks) {
      TRY_ASSIGN(std::optional<Json> mocked, context_.mocks->get_parameters(request, uses_));
      if (mocked) return *std::move(mocked);
    }
    if (context_.parameter_store)
      return context_.parameter_store->get_parameters(context_.scope, request, context_.now);
    return Json::object();
  }

  /// The answer to "name" or "name:selector".
  static const Json* find_answer(const Json& parameters, const std::string& asked) {
    for (const Json& parameter : parameters) {
      const std::string name = string_member(parameter, "Name");
      if (name == asked || name + string_member(parameter, "Selector") == asked) return &parameter;
    }
    return nullptr;
  }

  Completed take(const std::string& name, const Json& parameter) {
    const std::string type = string_member(parameter, "Type", "String");
    const std::string value = string_member(parameter, "Value");
    if (type == "StringList")
      values_[name] = split(value, ',');
    else if (type == "String")
      values_[name] = value;
    else
      return refuse(name, fmt::format("which is of type {}: only String and StringList may be used "
                                      "in a default",
                                      type));
    return {};
  }

  Completed refuse(const std::string& name, std::string_view why) const {
    return invalid_start(fmt::format("The default of parameter \"{}\" names ssm:{}, {}.",
                                     named_by_.at(name), name, why));
  }

  const LaunchContext& context_;
  const std::vector<Parameter>& declared_;
  const Json& supplied_;
  MockUseCounts& uses_;
  bool is_read_ = false;
  std::map<std::string, std::string> named_by_;  // the first parameter that names it
  std::map<std::string, Json> values_;
  std::optional<Error> problem_;
};

}  // namespace

Result<Json> bind_at_start(const LaunchContext& context, const std::vector<Parameter>& declared,
                           const Json* supplied, const ExecutionState& state, MockUseCounts& uses) {
  const Json given = supplied ? *supplied : Json::object();
  StoredDefaults stored(context, declared, given, uses);
  Result<Json> bound = bind_parameters(
      declared, given,
      [&, globals = global_resolver(state, context.now)](const Reference& reference) {
        return reference.kind == Reference::Kind::kParameterStore ? stored.find(reference.name)
                                                                  : globals(reference);
      });
  if (std::optional<Error> problem = stored.take_problem())
    return tl::unexpected(*std::move(problem));
  return bound;
}

}  // namespace ssm
