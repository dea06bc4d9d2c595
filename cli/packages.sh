# SPDX-License-Identifier: Apache-2.0
# Sourced by cli/quickstart and tests/run: the Debian packages they need, each named once.
# shellcheck shell=bash disable=SC2034

build_packages=(
  g++ cmake ninja-build
  libcli11-dev nlohmann-json3-dev libyaml-cpp-dev libfmt-dev libsqlite3-dev libpcre2-dev
  libexpected-dev libssl-dev libhttp-parser-dev
)
test_packages=(ccache catch2 python3 python3-jsonschema graphviz zsh fish openssh-client clang-format)

# install_packages PACKAGE...: installs those that are missing. Needs no network and no root when
# none is.
install_packages() {
  local package missing=()
  for package; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] ||
      missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  if ! command -v apt-get >/dev/null; then
    echo "No apt-get here. Needed are the equivalents of: ${missing[*]}" >&2
    echo "(README.md, \"Other systems\", has their names.) Going on with what is there." >&2
    return 0
  fi
  local as_root=()
  if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "These packages are missing, and installing them needs root or sudo: ${missing[*]}" >&2
      return 1
    fi
    as_root=(sudo)
  fi
  echo "Installing: ${missing[*]}"
  "${as_root[@]}" apt-get -qq update </dev/null
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get -qq install --yes --no-install-recommends "${missing[@]}" </dev/null >/dev/null
}
