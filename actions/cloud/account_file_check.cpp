// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <map>
#include <set>

#include "actions/cloud/account_file.h"
#include "actions/cloud/account_file_members.h"
#include "actions/cloud/ec2_resource.h"
#include "actions/cloud/parameter_versions.h"
#include "actions/cloud/volume.h"
#include "core/base/text.h"

namespace ssm::cloud {
namespace {

class AccountFileCheck {
 public:
  void check(const std::string& name, const Json& value) {
    const auto list = std::ranges::find(account_lists(), name, &AccountList::name);
    if (list != account_lists().end())
      check_list(value, *list);
    else if (name != "timing")
      add(name, "there is no such member");
    else if (value.is_object())
      check_members(value, timing_members(), name);
    else
      add(name, "must be a map");
  }

  /// Volumes are attached to instances of the file, each at a device of its own.
  void check_attachments(const Json& account) {
    std::set<std::string> instances;
    for (const Json& instance : list_member(account, "instances"))
      instances.insert(string_member(instance, "InstanceId"));
    std::map<std::string, std::string> taken;  // by instance and device: the volume
    const Json& volumes = list_member(account, "volumes");
    for (std::size_t i = 0; i < volumes.size(); ++i) {
      const Json& attachments = list_member(volumes[i], "Attachments");
      for (std::size_t j = 0; j < attachments.size(); ++j) {
        const std::string path = fmt::format("volumes[{}].Attachments[{}]", i, j);
        const std::string id = string_member(attachments[j], "InstanceId");
        if (id.empty()) continue;
        if (!instances.contains(id))
          add(path + ".InstanceId", fmt::format("there is no instance {}", id));
        const std::string device = string_member(attachments[j], "Device", kRootDevice);
        const auto [other, is_free] =
            taken.emplace(id + " " + device, string_member(volumes[i], "VolumeId"));
        if (!is_free)
          add(path + ".Device", fmt::format("{} of {} is taken by {}", device, id, other->second));
      }
    }
  }

  std::vector<std::string> take_problems() { return std::move(problems_); }

 private:
  void add(std::string_view path, std::string_view problem) {
    problems_.push_back(fmt::format("{}: {}", path, problem));
  }

  void check_members(const Json& value, std::span<const AccountMember> members,
                     const std::string& path) {
    for (const AccountMember& member : members)
      if (member.required && !value.contains(member.name))
        add(fmt::format("{}.{}", path, member.name), "is missing");
    for (const auto& [name, item] : value.items()) {
      const auto member = std::ranges::find(members, name, &AccountMember::name);
      const std::string problem =
          member == members.end() ? "there is no such member" : member->value.problem_with(item);
      if (!problem.empty()) add(fmt::format("{}.{}", path, name), problem);
    }
  }

  void check_list(const Json& value, const AccountList& list) {
    const std::string path(list.name);
    if (!value.is_array()) return add(path, "must be a list");
    if (value.size() > kMostInList)
      return add(path, fmt::format("has more than {} elements", kMostInList));
    for (std::size_t i = 0; i < value.size(); ++i) {
      const std::string element = fmt::format("{}[{}]", path, i);
      if (value[i].is_object())
        check_element(value[i], list, element);
      else
        add(element, "must be a map");
    }
    if (list.is_unique) check_unique(value, list.id_member(), path);
  }

  void check_element(const Json& element, const AccountList& list, const std::string& path) {
    check_members(element, list.members, path);
    for (const AccountPart& part : list.parts)
      if (const Json* value = find_member(element, part.name))
        check_part(*value, part, fmt::format("{}.{}", path, part.name));
    if (list.problems != nullptr)
      for (const std::string& problem : list.problems(element)) problems_.push_back(path + problem);
    if (list.name == "instances")
      check_state(element, path);
    else
      check_made_state(element, path);
    if (list.name == "topics") check_topic(element, path);
    if (list.name == "parameters") check_versions(element, path);
  }

  void check_part(const Json& value, const AccountPart& part, const std::string& path) {
    if (part.most_in_list == 0 && value.is_object()) check_members(value, part.members, path);
    if (part.most_in_list == 0 || !value.is_array()) return;
    if (value.size() > part.most_in_list)
      return add(path, fmt::format("has more than {} elements", part.most_in_list));
    for (std::size_t i = 0; i < value.size(); ++i)
      if (value[i].is_object())
        check_members(value[i], part.members, fmt::format("{}[{}]", path, i));
  }

  /// Reports ids that a list has twice.
  void check_unique(const Json& list, std::string_view id_member, const std::string& path) {
    std::set<std::string> seen;
    for (const Json& item : list) {
      const std::string id = string_member(item, id_member);
      if (!id.empty() && !seen.insert(id).second) add(path, id + " is there twice");
    }
  }

  void check_state(const Json& instance, const std::string& path) {
    const std::string now = string_member(instance, "State", "running");
    if (!instance.contains("change") && parse_state(now) && !is_settled_state(now))
      add(path + ".State", now + " needs a `change` that leads there");
  }

  /// What is being made gets there by its `change` alone.
  void check_made_state(const Json& resource, const std::string& path) {
    const std::string now = string_member(resource, "State");
    if (!resource.contains("change") && (now == "pending" || now == "creating"))
      add(path + ".State", now + " needs a `change` that leads there");
  }

  void check_topic(const Json& topic, const std::string& path) {
    const std::string arn = string_member(topic, "TopicArn");
    const std::vector<std::string> parts = split(arn, ':');
    const bool is_arn = parts.size() == 6 && parts[0] == "arn" && parts[2] == "sns";
    if (!arn.empty() && !is_arn && parts.size() != 1)
      add(path + ".TopicArn", "must be the ARN or the name of an SNS topic");
  }

  /// What is of a version needs a value. Versions rise, and a label is that of one.
  void check_versions(const Json& parameter, const std::string& path) {
    const bool has_versions = std::ranges::any_of(
        earlier_members(), [&](const auto& member) { return parameter.contains(member.name); });
    if ((has_versions || parameter.contains("earlier")) && !parameter.contains("Value"))
      add(path + ".Value", "is missing");
    std::int64_t number = 0;
    std::set<std::string> labels;
    if (const Json* earlier = find_member(parameter, "earlier"); earlier && earlier->is_array()) {
      if (earlier->size() > kMostEarlierVersions)
        return add(path + ".earlier",
                   fmt::format("has more than {} elements", kMostEarlierVersions));
      for (std::size_t i = 0; i < earlier->size(); ++i) {
        const std::string element = fmt::format("{}.earlier[{}]", path, i);
        if (!(*earlier)[i].is_object()) continue;
        check_members((*earlier)[i], earlier_members(), element);
        check_version((*earlier)[i], element, number, labels);
      }
    }
    check_version(parameter, path, number, labels);
  }

  void check_version(const Json& version, const std::string& path, std::int64_t& number,
                     std::set<std::string>& labels) {
    const Json* given = find_member(version, "Version");
    const std::int64_t next = given && given->is_number_integer() ? given->get<std::int64_t>() : 1;
    if (next <= number)
      add(path + ".Version", fmt::format("must be above {}, the version before it", number));
    number = next;
    const Json* list = find_member(version, "Labels");
    if (!list || !list->is_array()) return;
    for (const Json& label : *list)
      if (label.is_string() && !labels.insert(label.get<std::string>()).second)
        add(path + ".Labels", label.get<std::string>() + " is there twice");
  }

  std::vector<std::string> problems_;
};

}  // namespace

std::vector<std::string> account_file_problems(const Json& account) {
  if (!account.is_object()) return {"the account must be a map"};
  AccountFileCheck check;
  for (const auto& [name, value] : account.items()) check.check(name, value);
  check.check_attachments(account);
  return check.take_problems();
}

}  // namespace ssm::cloud
