# SPDX-License-Identifier: Apache-2.0
# Completion of ssm-local for fish. The program itself knows the candidates.
function __ssm_local_complete
    set -l words (commandline -opc)
    set -l program $words[1]
    set -l current (commandline -ct)
    $program complete --shell fish -- $words[2..] "$current" 2>/dev/null
end
complete -c ssm-local -f -a '(__ssm_local_complete)'
