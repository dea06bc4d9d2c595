#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# OpenSSH 9.2p1 (Debian 12): where a signal ends the remote command, ssh ends with 255 and prints nothing; 255 is also
# its status for a host that it cannot reach. The server sends the signal's name (`exit-signal`), the client drops it.
# If a shell is left around the killed program, the same event is 137: `sh -c '...'` alone is 255, because the login
# shell (bash) becomes that sh, and with `; exit $?` behind it 137.
#
# Why it surprises: ssh is documented to exit with the command's status, "or with 255 if an error occurred", and RFC
# 4254 has exit-signal for this. A command that the kernel killed for want of memory, which will happen again, cannot
# be told from a node that did not answer, which should be tried again, but by ssh's silence.
# Source: https://man.openbsd.org/ssh#EXIT_STATUS; https://www.rfc-editor.org/rfc/rfc4254#section-6.10.
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

# expect WHAT STATUS LAST-LINE COMMAND: "*" stands for any line
expect() {
  local status=0 last
  "${node[@]}" "$4" </dev/null >said 2>&1 || status=$?
  last=$(tail -n 1 said)
  printf '%-34s ends with %s: %s\n' "$1" "$status" "$last"
  [ "$status" = "$2" ] || { echo "expected $2: the behaviour has changed" >&2; exit 1; }
  case $last in $3) ;; *) echo "expected $3: the behaviour has changed" >&2; exit 1 ;; esac
}
"${node[@]}" -V 2>&1 | grep -F OpenSSH_9.2p1
expect 'exit 3' 3 '' 'exit 3'
expect 'SIGKILL' 255 '' 'kill -KILL $$'
expect 'SIGTERM' 255 '' 'kill -TERM $$'
expect 'SIGKILL, the only command' 255 '' 'sh -c "kill -KILL \$\$"'
expect 'SIGKILL in a shell that remains' 137 '*' 'sh -c "kill -KILL \$\$"; exit $?'
{ "${node[@]}" -v 'kill -KILL $$' 2>&1 </dev/null || true; } | grep -F 'rtype exit-signal'
connect='ProxyCommand=false'
node=("${node[0]}" -o "$connect" "${node[@]:1}")  # the first of two options counts
expect 'a host that does not answer' 255 'Connection closed *' 'exit 0'
