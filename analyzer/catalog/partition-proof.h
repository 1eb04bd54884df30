// Whether the constraints of a table prove that all its rows belong into a partition.
#pragma once

#include "analyzer/catalog/object.h"

namespace ironlaw {

/// Whether PostgreSQL attaches `table` to `parent` with `bound` without reading it: valid CHECKs
/// say of the one partition column that it is not NULL and within the bound, in the bound's own
/// constants. False for hash bounds, which nothing proves, and for keys of several columns and
/// expressions, which PostgreSQL can prove but nobody spells out
/// (PartConstraintImpliedByRelConstraint in src/backend/commands/tablecmds.c).
bool impliesBound(const Table& table, const Table& parent, const PartitionBound& bound);

/// Whether PostgreSQL may see from a valid CHECK of `table` what impliesBound does not: the CHECK
/// speaks of the partition key in other words than the bound, such as `<=` instead of `<`.
bool mayImplyBound(const Table& table, const Table& parent, const PartitionBound& bound);

/// Whether a valid CHECK of the default partition speaks of the partition key, and so may exclude
/// the rows of another partition.
bool mayExcludeRows(const Table& defaultPartition, const Table& parent);

} // namespace ironlaw
