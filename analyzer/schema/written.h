// Expressions and clauses of the catalog's objects as the history wrote them, with the names that
// things have now.
#pragma once

#include "analyzer/schema/schema.h"

#include <string>

namespace ironlaw {

/// The default of a column without the word DEFAULT; `nextval('t_id_seq'::regclass)` for one that
/// draws from a known sequence. Empty if it has none or its text cannot be told.
std::string writtenDefault(const SchemaInput& input, const Column& column);
std::string writtenGeneration(const SchemaInput& input, const Table& table, const Column& column);
/// The default of a domain.
std::string writtenDefault(const SchemaInput& input, const Type& domain);

/// The query of a view, from the word AS on, with what its stars stood for.
std::string writtenQuery(const SchemaInput& input, const View& view);

/// What stands behind the name of a routine.
std::string writtenRoutine(const SchemaInput& input, const Routine& routine);
/// The same of a part of it.
std::string writtenRoutine(const SchemaInput& input, const Routine& routine, Range range);

/// What stands in the parentheses of CHECK.
std::string writtenCheck(const SchemaInput& input, const Table& table,
                         const Constraint& constraint);
std::string writtenCheck(const SchemaInput& input, const DomainCheck& check);

/// The values that a partition takes: `FOR VALUES IN (1)`, `DEFAULT`. Empty if it is none.
std::string writtenBound(const SchemaInput& input, const Table& table);

/// The keys of an index one by one: column names as SQL writes them, and expressions, with all that
/// is said of them (COLLATE, operator class, DESC, WITH =) if `whole`.
std::vector<std::string> writtenKeys(const SchemaInput& input, const Index& index, bool whole);
/// What stands behind WHERE in an index or exclusion constraint; empty if there is nothing.
std::string writtenPredicate(const SchemaInput& input, const Index& index);

} // namespace ironlaw
