#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# What reads files, messages and command lines, under AddressSanitizer and UndefinedBehaviorSanitizer (clang): first some 10,000 mutated
# inputs, always the same, of all readers (mutation_test), then each reader's fuzzer (libFuzzer), one a processor.
# Inputs that reach new code stay in build/fuzz/corpus/NAME, where the next run goes on. One that a reader fails on lies in
# build/fuzz/faults/, and the exit code is 1.
#   scripts/fuzz.sh [--seconds 5] [--target NAME ...]       --seconds: for each fuzzer; --target: only these, not mutation_test
#   scripts/fuzz.sh --programs [N]                          instead, the whole programs of build/cpu on N (20) mutations of each of their files
set -euo pipefail
source "$(dirname "$(realpath "$0")")/common.sh"
leave_root "$@"
seconds=5
programs=
targets=()
while [ $# -gt 0 ]; do
  case $1 in
    --seconds) seconds=${2:?fuzz: --seconds wants a number}; shift ;;
    --target) targets+=("${2:?fuzz: --target wants a name}"); shift ;;
    --programs)
      programs=20
      if [[ ${2:-} =~ ^[0-9]+$ ]]; then programs=$2; shift; fi ;;
    *) echo "fuzz: $1: expected --seconds N, --target NAME or --programs [N]" >&2; exit 2 ;;
  esac
  shift
done

if [ -n "$programs" ]; then
  scripts/build.sh cpu --target programs program_mutations
else
  scripts/install_dependencies.sh clang libclang-rt-14-dev
  scripts/build.sh fuzz --target fuzzer make_corpus mutation_test
fi
# Files that readers want lie in memory.
TMPDIR=$(mktemp -d /dev/shm/isogs_fuzz_XXXXXX)
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
export ISOGS_FAULTS=$PWD/build/fuzz/faults ASAN_OPTIONS=quarantine_size_mb=16 UBSAN_OPTIONS=print_stacktrace=1
rm -rf "$ISOGS_FAULTS"
mkdir -p "$ISOGS_FAULTS"

if [ -n "$programs" ]; then
  build/cpu/tests/program_mutations build/cpu/bin "$programs"
  exit
fi
mapfile -t known < <(build/fuzz/tests/make_corpus build/fuzz/corpus)
if [ ${#targets[@]} -eq 0 ]; then
  build/fuzz/tests/mutation_test --gtest_brief=1
  targets=("${known[@]}")
fi

fuzz() {
  local log=$TMPDIR/$2.log
  if build/fuzz/tests/fuzzer "$2" -seed=1 -max_total_time="$1" -timeout=10 -rss_limit_mb=2560 -malloc_limit_mb=1024 \
    -dict="build/fuzz/corpus/$2.dict" -artifact_prefix="build/fuzz/faults/$2-" -print_final_stats=1 "build/fuzz/corpus/$2" >"$log" 2>&1; then
    printf '%-16s %9d inputs\n' "$2" "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")"
  else
    tail -60 "$log"
    echo "fuzz: $2 failed; again by: build/fuzz/tests/fuzzer $2 $(sed -n 's/.*Test unit written to //p' "$log")"
    return 1
  fi
}
export -f fuzz
printf '%s\0' "${targets[@]}" | xargs -0 -P "$(nproc)" -I{} bash -c 'fuzz "$@"' fuzz "$seconds" {}
