#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# OpenSSH 9.2p1 (Debian 12), a command without a terminal: ssh is killed, the server's process for the connection ends,
# and the command goes on, as a child of process 1. Nobody sends it a signal, not even where ssh itself got one and had
# time. What it can see is the end of its standard input; one that prints dies at its next line, of the broken pipe.
#
# Why it surprises: with a terminal the same command gets SIGHUP, the protocol has a message by which a client asks for
# a signal, and the server knows the process. A step that runs a command over ssh and kills ssh on its timeout has
# freed itself, not the node: the command sleeps, or works, to its end. Something has to read standard input there.
# Source: https://www.rfc-editor.org/rfc/rfc4254#section-6.9 (a client "may" ask for a signal);
# https://github.com/PowerShell/Win32-OpenSSH/issues/1751 (expects Linux to end it).
set -euo pipefail
folder=$(mktemp -d)
made=
end() {
  [ ! -s "$folder/pid" ] || kill -9 "$(cat "$folder/pid")" 2>/dev/null || true
  rm -rf "$folder"
  [ -z "$made" ] || rmdir /run/sshd
}
trap end EXIT
cd "$folder"
apt-get -qq download openssh-server=1:9.2p1-2+deb12u10 openssh-client=1:9.2p1-2+deb12u10 2>/dev/null
for package in *.deb; do dpkg-deb -x "$package" .; done
if [ "$(id -u)" = 0 ]; then
  getent passwd sshd >/dev/null || { echo 'as root this needs the user "sshd", which the package makes' >&2; exit 1; }
  [ -d /run/sshd ] || { mkdir /run/sshd; made=yes; }
fi
usr/bin/ssh-keygen -q -t ed25519 -N '' -f host
usr/bin/ssh-keygen -q -t ed25519 -N '' -f key
echo "node $(cut -d ' ' -f 1,2 host.pub)" >known
cat >config <<END
HostKey $folder/host
AuthorizedKeysFile $folder/key.pub
StrictModes no
UsePAM no
PermitRootLogin prohibit-password
LogLevel ERROR
END
# A server of its own for each connection, over a pipe: no port is opened.
node=("$folder/usr/bin/ssh" -F none -o "ProxyCommand=$folder/usr/sbin/sshd -i -e -f $folder/config"
  -o "IdentityFile=$folder/key" -o IdentitiesOnly=yes -o "UserKnownHostsFile=$folder/known" -o BatchMode=yes
  "$(id -un)@node")

until_true() {  # COMMAND...: five seconds at most
  local turn
  for turn in $(seq 50); do
    "$@" && return
    sleep 0.1
  done
  return 1
}
alone() { [ "$(ps -o ppid= -p "$(cat pid)" | tr -d ' ')" = "$1" ]; }
gone() { ! kill -0 "$(cat pid)" 2>/dev/null || [ "$(ps -o stat= -p "$(cat pid)" | cut -c 1)" = Z ]; }
reaper() {  # who takes orphans in: process 1, or a nearer ancestor that has asked for them
  (sh -c 'echo $$ >orphan; exec sleep 5' >/dev/null &)
  until_true test -s orphan
  ps -o ppid= -p "$(cat orphan)" | tr -d ' '
  kill "$(cat orphan)"
}
by=$(reaper)
mkfifo open
exec 9<>open  # an input that does not end

# expect COMMAND SIGNAL OPTION SEEN: the state of the command five seconds after the client was killed
expect() {
  local client seen
  rm -f eof
  "${node[@]}" $3 "cd $folder; echo \$\$ >pid; $1" <open >said 2>&1 &
  client=$!
  until_true test -s pid || { cat said >&2; exit 1; }
  kill "-$2" "$client"
  wait "$client" 2>/dev/null || true
  seen='still there'
  if until_true gone; then seen=ended; elif alone "$by"; then seen='orphaned and alive'; fi
  [ ! -e eof ] || seen="$seen, saw its input end"
  kill -9 "$(cat pid)" 2>/dev/null || true
  rm pid
  printf '%-52s %-4s %-3s gives %s\n' "$1" "$2" "$3" "$seen"
  [ "$seen" = "$4" ] || { echo "expected $4: the behaviour has changed" >&2; exit 1; }
}
"${node[@]}" -V 2>&1 | grep -F OpenSSH_9.2p1
expect 'exec sleep 30' TERM -T 'orphaned and alive'
expect 'exec sleep 30' KILL -T 'orphaned and alive'
expect 'cat >/dev/null; touch eof; exec sleep 30' KILL -T 'orphaned and alive, saw its input end'
expect 'while sleep 0.5; do echo still here; done' KILL -T ended
expect 'exec sleep 30' KILL -tt ended
