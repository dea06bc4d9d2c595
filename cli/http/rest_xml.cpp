// SPDX-License-Identifier: Apache-2.0
#include "cli/http/rest_xml.h"

#include <fmt/format.h>
#include <algorithm>
#include <optional>

#include "cli/http/wire_names.h"
#include "cli/python_input.h"
#include "core/base/text.h"

namespace ssm {
namespace {

tl::unexpected<Error> unexpected_xml(std::string_view what) {
  return failure("MalformedXML",
                 fmt::format("The XML you provided was not well-formed or did not validate against "
                             "our published schema: {}",
                             what));
}

class XmlRequest {
 public:
  explicit XmlRequest(const AwsService& service) : service_(service) {}

  Result<Json> read(const Shape& shape, const XmlElement& element, const std::string& path) const {
    switch (shape.kind) {
      case Shape::Kind::kStructure:
        return read_members(shape, element, path);
      case Shape::Kind::kList:
        return read_items(shape, element, path);
      case Shape::Kind::kInteger:
      case Shape::Kind::kLong: {
        const auto number = to_integer(trim(element.text));
        if (!number) return unexpected_xml(element.name + " is not a whole number");
        return Json(*number);
      }
      case Shape::Kind::kBoolean: {
        const bool on = equals_ignore_case(trim(element.text), "true");
        if (!on && !equals_ignore_case(trim(element.text), "false"))
          return unexpected_xml(element.name + " is not true or false");
        return Json(on);
      }
      case Shape::Kind::kString:
      case Shape::Kind::kTimestamp:
      case Shape::Kind::kMap:
        break;
    }
    return Json(element.text);
  }

 private:
  Result<Json> read_members(const Shape& shape, const XmlElement& element,
                            const std::string& path) const {
    Json members = Json::object();
    for (const MemberShape& member : shape.members) {
      const std::string below = path + "." + std::string(member.name);
      const std::string name =
          answer_name(service_, below, shape_of(member).kind == Shape::Kind::kList);
      for (const auto& [attribute, value] : element.attributes)
        if (attribute == name) members[std::string(member.name)] = value;
    }
    for (const XmlElement& child : element.children) TRY(read_member(shape, child, path, members));
    return members;
  }

  Completed read_member(const Shape& shape, const XmlElement& child, const std::string& path,
                        Json& members) const {
    for (const MemberShape& member : shape.members) {
      const std::string below = path + "." + std::string(member.name);
      const bool is_list = shape_of(member).kind == Shape::Kind::kList;
      if (answer_name(service_, below, is_list) != child.name) continue;
      const bool is_item = is_list && list_element_name(service_, below).empty();
      TRY_ASSIGN(Json value,
                 read(is_item ? *shape_of(member).element : shape_of(member), child, below));
      Json& slot = members[std::string(member.name)];
      if (is_item)
        slot.push_back(std::move(value));
      else
        slot = std::move(value);
      return {};
    }
    return unexpected_xml(fmt::format("{} has no {}", last_name(path), child.name));
  }

  Result<Json> read_items(const Shape& shape, const XmlElement& element,
                          const std::string& path) const {
    Json items = Json::array();
    for (const XmlElement& child : element.children) {
      if (child.name != list_element_name(service_, path))
        return unexpected_xml(fmt::format("{} has no {}", element.name, child.name));
      TRY_ASSIGN(Json item, read(*shape.element, child, path));
      items.push_back(std::move(item));
    }
    return items;
  }

  const AwsService& service_;
};

}  // namespace

Result<Json> read_xml_request(const AwsService& service, const Operation& operation,
                              const XmlElement& root) {
  const auto found = std::ranges::find(operation.input->members, root.name, &MemberShape::name);
  if (found == operation.input->members.end())
    return unexpected_xml(fmt::format("the root is {}", root.name));
  Json request = Json::object();
  TRY_ASSIGN(request[root.name],
             XmlRequest(service).read(shape_of(*found), root,
                                      fmt::format("{}.{}", operation.name, root.name)));
  return request;
}

}  // namespace ssm
