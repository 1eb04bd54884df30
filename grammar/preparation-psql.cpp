// psql's part of the preparation: backslash commands, variables and the lines of COPY.
#include "grammar/bytes.h"
#include "grammar/preparer.h"
#include "grammar/psql.h"
#include "grammar/statement-start.h"

#include <algorithm>

namespace ironlaw {

void Preparer::readBackslash(const Token& token) {
    const uint32_t at = token.range.begin;
    if (at < escapesEnd_) {
        const Range escape{at, std::min(at + 2, escapesEnd_)};
        edits_.blank(escape);
        scanner_.seek(escape.end);
        return;
    }
    if (!options_.psql) {
        statement_.see(token);
        return;
    }
    const char next = at + 1 < end_ ? text_[at + 1] : '\0';
    if (next == ';') { // sends nothing yet, but ends the statement for the server's parser
        edits_.blank(token.range);
        result_->joints.push_back(at);
        return;
    }
    if (next == '\\') {
        edits_.blank({at, at + 2});
        scanner_.seek(at + 2);
        return;
    }
    const MetaCommand command = metaCommandAt(text_, at, end_);
    result_->commands.push_back(command.range);
    scanner_.seek(command.range.end);
    if (command.runsResult) {
        problem(Problem::GeneratedStatements, command.range);
    } else if (command.runsFile) {
        problem(Problem::IncludedFile, command.range);
    }
    if (command.endsStatement && !statement_.empty()) {
        endStatement();
        edits_.replace(token.range, ";");
        edits_.blank({at + 1, command.range.end});
    } else {
        edits_.blank(command.range);
    }
    if (command.copiesFromStdin) {
        copyDataBehind(command.range.end);
    }
}

void Preparer::copyDataBehind(uint32_t offset) {
    const uint32_t line = nextLine(text_, offset, end_);
    const Range data = copyDataFrom(line);
    if (!data.empty()) {
        result_->copyData.push_back(data);
        edits_.blank(data);
        copyData_ = data;
    }
}

Range Preparer::copyDataFrom(uint32_t line) {
    if (!noCopyEnd_) {
        if (const auto dataEnd = copyDataEnd(text_, {line, end_})) {
            return {line, *dataEnd};
        }
        noCopyEnd_ = true;
    }
    // Without an end the rows come from a program, and SQL goes on, unless what follows is none.
    uint32_t next = line;
    while (next < end_ && isBlankOrLineEnd(text_[next])) {
        ++next;
    }
    const std::string_view rest = text_.substr(next, std::min(end_ - next, 2U));
    if (rest.empty() || rest.front() == '\\' || rest == "--" || rest == "/*" ||
        isStatementVerb(text_, next, end_)) {
        return {};
    }
    problem(Problem::UnterminatedCopyData, statement_.empty() && !result_->statements.empty()
                                               ? result_->statements.back()
                                               : Range{next, next + 1});
    const auto statement = nextStatementLine(text_, {next, end_}, StartStrength::AfterEnd);
    return {line, statement.value_or(end_)};
}

void Preparer::readColon(const Token& token) {
    const uint32_t colon = token.range.begin;
    const auto variable = psqlVariableAt(text_, colon, end_);
    const char before = colon > 0 ? text_[colon - 1] : '\0';
    const char previous = statement_.empty() ? '\0' : text_[statement_.last().range.begin];
    const bool listed =
        previous == ',' || (previous == '[' && scanner_.is(statement_.beforeLast(), "array"));
    const bool slice = statement_.insideBrackets() && !listed;
    // 'key':value is SQL/JSON.
    if (!variable || slice || before == '\'' || before == '"' || before == ')') {
        statement_.see(token);
        return;
    }
    const Range range = variable->range;
    result_->placeholders.push_back(range);
    scanner_.seek(range.end);
    using Form = PsqlVariable::Form;
    switch (variable->form) {
    case Form::Plain: value(range, false); break;
    case Form::Literal:
    case Form::Identifier:
        edits_.blank(token.range);
        statement_.see(
            {variable->form == Form::Literal ? TokenKind::String : TokenKind::QuotedIdentifier,
             false,
             {range.begin + 1, range.end}});
        break;
    case Form::Test:
        edits_.replace({range.begin, range.begin + 4}, "true");
        edits_.blank({range.begin + 4, range.end});
        statement_.see({TokenKind::Word, false, {range.begin, range.begin + 4}});
        break;
    }
}

} // namespace ironlaw
