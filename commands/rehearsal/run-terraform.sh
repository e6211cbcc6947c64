#!/bin/sh
# Runs Terraform for cdktf, which takes one that was killed for one that succeeded: it runs it in a pseudo-terminal, where the exit
# code after a signal is 0. A shell turns the signal into an exit code. Therefore no `exec`.
"$REHEARSED_TERRAFORM" "$@"
exit $?
