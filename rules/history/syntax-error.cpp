// A statement that PostgreSQL's parser refuses.
#include "analyzer/replay/facts/facts.h"
#include "analyzer/rule/context.h"

namespace ironlaw::rules {

namespace {

void check(const SyntaxErrorFound& event, Context& context) {
    const SyntaxError& error = event.error;
    if (error.consequence) {
        return; // the open quote, or the byte, is what there is to say
    }
    auto diagnostic = context.reportText(error.range, std::string(error.message));
    if (!error.dialect.empty()) {
        diagnostic.note("the statement looks like {}", error.dialect);
    }
    if (!error.help.empty()) {
        diagnostic.helpText(std::string(error.help));
    }
}

void checkText(const TextProblemFound& event, Context& context) {
    const TextProblem& problem = event.problem;
    switch (problem.kind) {
    case TextProblem::Kind::UnterminatedString:
        context.report(problem.range, "string is not closed")
            .help("close it, and double each quote inside of it");
        break;
    case TextProblem::Kind::UnterminatedQuotedName:
        context.report(problem.range, "quoted name is not closed")
            .help("close it with a double quote");
        break;
    case TextProblem::Kind::UnterminatedComment:
        context.report(problem.range, "comment is not closed")
            .help("close it with */; comments nest in PostgreSQL");
        break;
    case TextProblem::Kind::UnterminatedDollarString:
        context.report(problem.range, "dollar-quoted string is not closed")
            .help("close it with the same tag that opens it");
        break;
    case TextProblem::Kind::UnterminatedCopyData:
        context.report(problem.range, "COPY data is not closed")
            .help("put a line with \\. behind the data");
        break;
    case TextProblem::Kind::Utf16:
    case TextProblem::Kind::InvalidUtf8:
    case TextProblem::Kind::NulByte: break;      // invalid-encoding speaks of these
    case TextProblem::Kind::GeneratedStatements: // and unanalysed-statement of these
    case TextProblem::Kind::IncludedFile: break;
    }
}

/// MySQL's `INDEX name (column)` is a column called "index" here, of a type with a column's name in
/// its parentheses.
void checkColumn(const ColumnDefinition& column, Context& context) {
    const std::string_view name = column.name.text;
    const std::string_view type = column.type.name.name.text;
    // PostGIS has types with words in their parentheses.
    const bool isMeant = (name == "index" || name == "key") && !column.type.modifierTexts.empty() &&
                         !isTypeOfExtension(type) && !context.catalog().type(column.type.name);
    if (isMeant) {
        context
            .report(column.range,
                    "\"{}\" becomes a column of this table, and \"{}\" its type: the syntax is "
                    "MySQL's",
                    name, type)
            .help("write CREATE INDEX as a statement of its own");
    }
}

void checkAdded(const AddColumn& action, Context& context) { checkColumn(action.column, context); }

void checkTable(const CreateTable& statement, Context& context) {
    for (const ColumnDefinition& column : statement.columns) {
        checkColumn(column, context);
    }
}

} // namespace

extern constinit const Rule syntax_error = {
    .summary = "statement that PostgreSQL cannot parse",
    .severity = Severity::Error,
    .since = "0.1",
    .fullOnWayBack = true,
    .check = on<&check, &checkText, &checkAdded, &checkTable>(),
};

} // namespace ironlaw::rules
