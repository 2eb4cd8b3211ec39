#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# slurm_test.sh [BIN]: starts a Slurm of one node on this machine, for this test alone, and runs a sweep of six runs on it, then builds a
# data set of eight scenes; of each, one task is killed on the way and must be run again. BIN: the built programs (default: build/cpu/bin). Installs Debian's slurm-wlm and munge where they
# are missing. For root, as in a container; leaves nothing behind. Takes some minutes, so outside CI.
set -euo pipefail
cd "$(dirname "$(realpath "$0")")/.."
bin=$(realpath "${1:-build/cpu/bin}")
scripts/install_dependencies.sh slurm-wlm munge

folder=$(mktemp -d /tmp/isogs_slurm.XXXXXX)
pids=()
finish() {
  kill "${pids[@]}" 2>/dev/null || true
  sleep 1
  kill -9 "${pids[@]}" 2>/dev/null || true
  rm -rf "$folder"
}
trap finish EXIT

start_slurm() {
  local host
  host=$(hostname -s)
  chmod 755 "$folder"
  mkdir -p "$folder"/{munge,state,spool}
  head -c 1024 /dev/urandom >"$folder/munge/key"
  chmod 400 "$folder/munge/key"
  munged --foreground --force --key-file="$folder/munge/key" --socket="$folder/munge/socket" --pid-file="$folder/munge/pid" \
    --log-file="$folder/munge/log" --seed-file="$folder/munge/seed" &
  pids+=($!)
  cat >"$folder/slurm.conf" <<CONF
ClusterName=isogs
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=16817
SlurmdPort=16818
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/munge/socket
CredType=cred/munge
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
ReturnToService=2
MaxArraySize=5
KillWait=5
NodeName=$host NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=main Nodes=$host Default=YES State=UP
CONF
  export SLURM_CONF="$folder/slurm.conf"
  slurmctld -D &
  pids+=($!)
  slurmd -D -N "$host" &
  pids+=($!)
  for _ in $(seq 60); do
    if [[ $(sinfo --noheader --format=%T 2>/dev/null) == idle ]]; then return; fi
    sleep 1
  done
  tail -5 "$folder"/slurm*.log >&2
  echo "slurm_test: Slurm does not start here" >&2
  exit 1
}

# run_and_kill_a_task DIR GLOB COMMAND...: runs a batch in DIR. Once a file GLOB is in DIR, so that some item is at work, a task is killed,
# its item with it.
run_and_kill_a_task() {
  local directory=$1 glob=$2
  shift 2
  "$@" &
  local runner=$!
  for _ in $(seq 600); do
    if compgen -G "$directory/$glob" >/dev/null; then break; fi
    sleep 0.2
  done
  pkill -9 -f "jobs item $directory" || { echo "slurm_test: found no task to kill" >&2; exit 1; }
  wait "$runner"
  "$bin/isogs" jobs status "$directory"
}

# check_journal DIR ITEMS: each item was done once, and more were begun.
check_journal() {
  python3 - "$@" <<'PY'
import json, sys
directory, items = sys.argv[1], int(sys.argv[2])
events = list(map(json.loads, open(f"{directory}/jobs.jsonl")))
done = sorted(event["item"] for event in events if event["event"] == "end" and event["code"] == 0)
assert done == list(range(items)), f"expected each of {items} items done once, found {done}"
again = sum(event["event"] == "start" for event in events) - items
print(f"slurm_test: {items} items done once each, {again} of them begun again after a kill")
assert again > 0, "expected the killed task to be run again"
PY
}

start_slurm >"$folder/daemons.log" 2>&1
echo "slurm_test: Slurm $(sinfo --version | cut -d' ' -f2) runs"

# In arrays of at most five tasks.
sweep=$folder/sweep
sed "s#^base_output_dir:.*#base_output_dir: $sweep#" configs/sweeps/example.yaml >"$folder/example.yaml"
run_and_kill_a_task "$sweep" runs/000000/trajectory_online.txt \
  "$bin/isogs" sweep "$folder/example.yaml" --engine slurm --jobs 2
check_journal "$sweep" 6
for item in 0 1 2 3 4 5; do test -e "$sweep/runs/00000$item/evaluation.json"; done
test "$(wc -l <"$sweep/results.csv")" = 7

data=$folder/data
build=("$bin/isogs" make_dataset build --count 8 --quality draft --jobs 2)
run_and_kill_a_task "$data" 'images/*/*' "${build[@]}" --output "$data" --engine slurm
check_journal "$data" 8
"$bin/isogs" make_dataset validate "$data"
"${build[@]}" --output "$folder/here"
for part in dataset_info.json images metadata splits; do diff -r "$data/$part" "$folder/here/$part"; done
echo "slurm_test: the data set has the bytes of one that was built without Slurm"
