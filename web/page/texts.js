// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// Numbers as people read them.

export const fixed = (digits) => (value) => value.toFixed(digits);

/// 950, 48.2k, 1.03M
export function count(value) {
  if (value < 1000) return String(Math.round(value));
  if (value < 999500) return (value / 1000).toFixed(value < 99950 ? 1 : 0) + "k";
  return (value / 1e6).toFixed(2) + "M";
}

/// 0:07, 12:30, 1:02:03
export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] > 0 ? parts : parts.slice(1);
  return shown.map((part, k) => (k > 0 ? String(part).padStart(2, "0") : part)).join(":");
}

/// 12.3 MiB, 1.20 GiB
export function memory(mebibytes) {
  return mebibytes < 1000 ? mebibytes.toFixed(mebibytes < 100 ? 1 : 0) + " MiB" : (mebibytes / 1024).toFixed(2) + " GiB";
}

/// 12.3 mm, 45.6 cm, 1.234 m
export function distance(metres) {
  if (metres < 0.1) return (1000 * metres).toFixed(1) + " mm";
  return metres < 1 ? (100 * metres).toFixed(1) + " cm" : metres.toFixed(3) + " m";
}
