#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# slurm_test.sh [BIN]: starts a Slurm of one node on this machine, for this test alone, and runs a sweep of six runs on it; one task is
# killed on the way and must be run again. BIN: the built programs (default: build/cpu/bin). Installs Debian's slurm-wlm and munge where they
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

start_slurm >"$folder/daemons.log" 2>&1
echo "slurm_test: Slurm $(sinfo --version | cut -d' ' -f2) runs"

# Six runs in arrays of at most five tasks. The first task that runs is killed, its item with it.
sweep=$folder/sweep
sed "s#^base_output_dir:.*#base_output_dir: $sweep#" configs/sweeps/example.yaml >"$folder/example.yaml"
"$bin/isogs" sweep "$folder/example.yaml" --engine slurm --jobs 2 &
runner=$!
for _ in $(seq 600); do
  if [[ -f $sweep/runs/000000/trajectory_online.txt ]]; then break; fi
  sleep 0.2
done
pkill -9 -f "jobs item $sweep" || { echo "slurm_test: found no task to kill" >&2; exit 1; }
wait "$runner"

"$bin/isogs" jobs status "$sweep"
python3 - "$sweep" <<'PY'
import json, os, sys
sweep = sys.argv[1]
ends = [event for event in map(json.loads, open(f"{sweep}/jobs.jsonl")) if event["event"] == "end"]
done = sorted(end["item"] for end in ends if end["code"] == 0)
assert done == list(range(6)), f"expected each of six items done once, found {done}"
assert all(os.path.exists(f"{sweep}/runs/{item:06}/evaluation.json") for item in range(6))
assert len(open(f"{sweep}/results.csv").readlines()) == 7
starts = [event["item"] for event in map(json.loads, open(f"{sweep}/jobs.jsonl")) if event["event"] == "start"]
print(f"slurm_test: six items done once each, {len(starts) - 6} of them begun again after a kill")
assert len(starts) > 6, "expected the killed task to be run again"
PY
