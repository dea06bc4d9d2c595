# SPDX-License-Identifier: Apache-2.0
# Completion of ssm-local for bash. The program itself knows the candidates.
_ssm_local() {
  local IFS=$'\n'
  COMPREPLY=($("$1" complete --shell bash "${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" 2>/dev/null))
  # Nothing to type a blank behind: a directory, or a name whose value follows.
  if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[/=] ]]; then
    compopt -o nospace
  fi
}
complete -o nosort -o bashdefault -F _ssm_local ssm-local
