// SPDX-License-Identifier: Apache-2.0
#include "cli/http/xml_answer.h"

#include <fmt/format.h>
#include <unordered_map>
#include <utility>

#include "cli/http/answer_times.h"
#include "cli/http/form.h"
#include "cli/http/wire_names.h"
#include "cli/testkit/xml_text.h"

namespace ssm {
namespace {

constexpr std::string_view kDeclaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// Where the names of attributes of instances are from, the only ones that answers have.
constexpr std::string_view kInstanceSpace = "http://www.w3.org/2001/XMLSchema-instance";

/// The text of a policy, encoded as the service has it. What it keeps of the alphabet needs no
/// escape in XML.
std::string document_text(const Json& value) {
  const bool is_text = value.is_string();
  return percent_encoded(is_text ? value.get<std::string>() : to_text(value), kUnreserved);
}

std::string scalar_text(const Json& value) {
  if (value.is_string()) return testkit::xml_escaped(value.get_ref<const std::string&>());
  return to_text(value);
}

void append_element(std::string& out, std::string_view name, std::string_view escaped) {
  out.append("<").append(name).append(">").append(escaped);
  out.append("</").append(name).append(">");
}

class XmlAnswer {
 public:
  XmlAnswer(const AwsService& service, std::string& out) : service_(service), out_(out) {}

  /// `path`: of the structure; it is the same again at the end.
  void write_members(const Json& structure, std::string& path) {
    const std::size_t length = path.size();
    for (const auto& [name, value] : structure.items()) {
      if (value.is_null()) continue;
      path.append(".").append(name);
      write_member(value, names_of(path, value.is_array()), path);
      path.resize(length);
    }
  }

  void write_root(std::string_view name, const Json& value, std::string& path) {
    out_.append("<").append(name).append(" xmlns=\"").append(service_.space).append("\">");
    write_value(value, {}, path);
    out_.append("</").append(name).append(">");
  }

 private:
  struct Names {
    std::string member;
    std::string_view element;  // of lists
    bool is_map = false;
    bool is_document = false;
    bool is_attribute = false;
  };

  template <class Content>
  void write_element(std::string_view name, const Content& write_content,
                     std::string_view attributes = {}) {
    out_.append("<").append(name).append(attributes).append(">");
    write_content();
    out_.append("</").append(name).append(">");
  }

  void write_member(const Json& value, const Names& names, std::string& path) {
    if (names.is_attribute) return;
    if (value.is_array() && names.element.empty()) {
      for (const Json& item : value)
        write_element(names.member, [&] { write_value(item, names, path); });
      return;
    }
    write_element(
        names.member, [&] { write_value(value, names, path); }, attributes_of(value, path));
  }

  /// The members of a structure that stand in its tag.
  std::string attributes_of(const Json& value, std::string& path) {
    std::string attributes;
    if (service_.protocol != Protocol::kRestXml || !value.is_object()) return attributes;
    const std::size_t length = path.size();
    for (const auto& [name, member] : value.items()) {
      path.append(".").append(name);
      const Names& names = names_of(path, member.is_array());
      if (names.is_attribute)
        attributes += fmt::format(" xmlns:{}=\"{}\" {}=\"{}\"",
                                  names.member.substr(0, names.member.find(':')), kInstanceSpace,
                                  names.member, scalar_text(member));
      path.resize(length);
    }
    return attributes;
  }

  void write_value(const Json& value, const Names& names, std::string& path) {
    if (names.is_document && !value.is_null()) {
      out_ += document_text(value);
    } else if (value.is_array()) {
      for (const Json& item : value)
        write_element(names.element, [&] { write_value(item, names, path); });
    } else if (value.is_object() && names.is_map) {
      for (const auto& [key, item] : value.items())
        write_element("entry", [&, &entry_key = key, &entry_value = item] {
          append_element(out_, "key", testkit::xml_escaped(entry_key));
          write_element("value", [&] { write_value(entry_value, {}, path); });
        });
    } else if (value.is_object()) {
      write_members(value, path);
    } else if (!value.is_null()) {
      out_ += scalar_text(value);
    }
  }

  /// The same names come again with every item of a list.
  const Names& names_of(const std::string& path, bool is_list) {
    const auto known = names_.find(path);
    if (known != names_.end()) return known->second;
    Names names{answer_name(service_, path, is_list), list_element_name(service_, path),
                is_map_of_answer(service_, path), is_document_of_answer(service_, path)};
    names.is_attribute = names.member.find(':') != std::string::npos;
    return names_.emplace(path, std::move(names)).first->second;
  }

  const AwsService& service_;
  std::string& out_;
  std::unordered_map<std::string, Names> names_;
};

}  // namespace

std::string to_xml_answer(const AwsService& service, std::string_view operation, Json answer,
                          const std::string& request_id) {
  write_answer_times(service, operation, answer, TimeForm::kWire);
  std::string out(kDeclaration);
  std::string path(operation);
  out += fmt::format("<{}Response xmlns=\"{}\">", operation, service.space);
  XmlAnswer xml(service, out);
  if (service.protocol == Protocol::kEc2) {
    append_element(out, "requestId", request_id);
    if (answer.empty()) append_element(out, "return", "true");
    xml.write_members(answer, path);
  } else {
    out += fmt::format("<{}Result>", operation);
    xml.write_members(answer, path);
    out += fmt::format("</{}Result><ResponseMetadata><RequestId>{}</RequestId></ResponseMetadata>",
                       operation, request_id);
  }
  return out + fmt::format("</{}Response>\n", operation);
}

std::string to_xml_document(const AwsService& service, std::string_view operation,
                            const std::string& root, Json answer) {
  write_answer_times(service, operation, answer, TimeForm::kWire);
  std::string out(kDeclaration);
  std::string path(operation);
  const auto member = answer.find(root);
  if (member != answer.end()) path += "." + root;
  XmlAnswer(service, out).write_root(root, member == answer.end() ? answer : *member, path);
  return out;
}

std::string to_xml_error(const AwsService& service, const Error& error, int status,
                         const std::string& request_id) {
  std::string out(kDeclaration);
  std::string told;
  append_element(told, "Code", testkit::xml_escaped(error.code));
  append_element(told, "Message", testkit::xml_escaped(error.message));
  if (service.protocol == Protocol::kRestXml) {
    out += "<Error>" + told;
    append_element(out, "RequestId", request_id);
    return out + "</Error>\n";
  }
  if (service.protocol == Protocol::kEc2) {
    out += "<Response><Errors><Error>" + told + "</Error></Errors>";
    append_element(out, "RequestID", request_id);
    return out + "</Response>\n";
  }
  constexpr int kFirstOfServer = 500;
  const std::string_view type = status < kFirstOfServer ? "Sender" : "Receiver";
  out += fmt::format("<ErrorResponse xmlns=\"{}\"><Error><Type>{}</Type>{}</Error>", service.space,
                     type, told);
  append_element(out, "RequestId", request_id);
  return out + "</ErrorResponse>\n";
}

}  // namespace ssm
