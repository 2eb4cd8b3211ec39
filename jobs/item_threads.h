// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace isogs {

/// For the process of an item: its share of the processors, where several run at once; 0, all, where it is
/// alone.
int ThreadsOfAnItem();

}  // namespace isogs
