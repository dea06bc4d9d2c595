# SPDX-License-Identifier: Apache-2.0
add_script_test(cli_seeds cli/seeds_test.py ONCE)
add_script_test(cli_transcripts cli/transcripts_test.py ONCE)
add_script_test(cli_terminal cli/terminal_test.py)
add_script_test(cli_completion cli/completion_test.py ONCE)
add_script_test(cli_parity cli/parity_test.py ONCE)
add_script_test(cli_mock cli/mock_test.py ONCE)
add_script_test(cli_not_here cli/not_here_test.py ONCE)
add_script_test(cli_webhook cli/webhook_test.py ONCE)
