// SPDX-License-Identifier: Apache-2.0
#include "core/base/field_parser.h"

#include <catch2/catch.hpp>

namespace {

using ssm::Json;

struct Inner {
  std::string name;
  bool is_set = false;
};
template <class Visitor, class T>
requires std::same_as<std::remove_const_t<T>, Inner>
void fields(Visitor& visit, T& inner) {
  visit.required("name", inner.name);
  visit.optional("isSet", inner.is_set);
}

struct Outer {
  std::int64_t number = 0;
  std::optional<std::int32_t> small;
  Json value;
  std::vector<Inner> list;
  Inner inner;
};
template <class Visitor, class T>
requires std::same_as<std::remove_const_t<T>, Outer>
void fields(Visitor& visit, T& outer) {
  visit.required("number", outer.number);
  visit.optional("small", outer.small);
  visit.optional("value", outer.value);
  visit.optional("list", outer.list);
  visit.required("inner", outer.inner);
}

ssm::Result<Outer> read_outer(std::string_view text) {
  return ssm::read_stored<Outer>(text, "an outer",
                                 [](auto& reader, Outer& outer) { fields(reader, outer); });
}

bool is_parsed(std::string_view text) {
  ssm::FieldParser parser(text);
  Outer outer;
  fields(parser, outer);
  return parser.ended();
}

const std::string kWhole =
    R"({"number":-12,"small":7,"value":{"a":[1,{"b":"}\"]"}],"c":0.5},"list":[{"name":"x\ny"},)"
    R"({"name":"\u00e9","isSet":true}],"inner":{"name":""}})";

}  // namespace

TEST_CASE("a stored text is read as it was written, without a Json of it") {
  const Outer outer = read_outer(kWhole).value();
  CHECK(outer.number == -12);
  CHECK(outer.small == 7);
  CHECK(outer.value == ssm::parse_json(R"({"a": [1, {"b": "}\"]"}], "c": 0.5})").value());
  REQUIRE(outer.list.size() == 2);
  CHECK(outer.list[0].name == "x\ny");
  CHECK(outer.list[1].name == "\u00e9");
  CHECK(outer.list[1].is_set);
  CHECK(is_parsed(kWhole));
  CHECK(is_parsed(R"({"number":0,"inner":{"name":"n"}})"));
  CHECK(is_parsed(ssm::to_text_of(outer)));
}

TEST_CASE("members in another order, spaces and members of later versions are read all the same") {
  for (const char* text :
       {R"({"inner":{"name":"n"},"number":5})", R"({ "number": 5, "inner": {"name": "n"} })",
        R"({"number":5,"new":[1],"inner":{"later":{},"name":"n"}})"}) {
    INFO(text);
    CHECK_FALSE(is_parsed(text));
    const auto outer = read_outer(text);
    REQUIRE(outer);
    CHECK(outer->number == 5);
    CHECK(outer->inner.name == "n");
  }
}

TEST_CASE("what is no such text is refused, wherever it is broken") {
  for (std::size_t length = 0; length < kWhole.size(); ++length) {
    const auto cut = read_outer(std::string_view(kWhole).substr(0, length));
    REQUIRE_FALSE(cut);
    CHECK(cut.error().code == ssm::kMalformed);
    CHECK(cut.error().message.starts_with("an outer cannot be read: "));
  }
  for (const char* text :
       {R"({"number":"5","inner":{"name":"n"}})", R"({"number":05,"inner":{"name":"n"}})",
        R"({"number":5.5,"inner":{"name":"n"}})", R"({"number":5,"inner":{"name":7}})",
        R"({"number":99999999999999999999,"inner":{"name":"n"}})",
        R"({"number":5,"small":2147483648,"inner":{"name":"n"}})",
        R"({"number":5,"inner":{"name":"n"}}})", R"({"number":5,"inner":{"name":"n"]})",
        R"({"number":5,"value":{]},"inner":{"name":"n"}})", "[]", "null"}) {
    INFO(text);
    CHECK_FALSE(read_outer(text));
  }
}
