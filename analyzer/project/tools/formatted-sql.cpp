// See formatted-sql.h.
#include "analyzer/project/tools/formatted-sql.h"

#include "analyzer/project/script-layout.h"

#include <llvm/ADT/SmallVector.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>

namespace ironlaw {

namespace {

using Kind = SectionProblem::Kind;

constexpr std::string_view changesetMarker = "--changeset author:id";

/// The words behind the two dashes of a line that `word` begins; it is followed by a blank, a colon
/// or nothing.
std::optional<llvm::StringRef> annotation(llvm::StringRef line, llvm::StringRef word) {
    line = line.ltrim();
    if (!line.consume_front("--")) {
        return std::nullopt;
    }
    line = line.ltrim();
    if (!line.consume_front_insensitive(word) ||
        !(line.empty() || llvm::isSpace(line[0]) || line[0] == ':')) {
        return std::nullopt;
    }
    return line;
}

/// The value behind `key:` in the words of a changeset line; quotes hold blanks together.
llvm::StringRef attribute(llvm::StringRef words, llvm::StringRef key) {
    for (size_t at = words.find_insensitive(key); at != llvm::StringRef::npos;
         at = words.find_insensitive(key, at + 1)) {
        llvm::StringRef behind = words.substr(at + key.size());
        const bool isWord = at == 0 || llvm::isSpace(words[at - 1]);
        if (!isWord || !behind.consume_front(":")) {
            continue;
        }
        return behind.consume_front("\"") ? behind.take_until([](char c) { return c == '"'; })
                                          : behind.take_until([](char c) { return c == ' '; });
    }
    return "";
}

ChangesetOptions optionsOf(llvm::StringRef words) {
    const auto is = [&](llvm::StringRef key, llvm::StringRef value) {
        return attribute(words, key).trim().equals_insensitive(value);
    };
    ChangesetOptions options;
    const bool psql = is("runWith", "psql");
    options.inTransaction = !is("runInTransaction", "false") && !psql;
    options.splits = !is("splitStatements", "false") || psql;
    options.endDelimiter = psql ? "" : attribute(words, "endDelimiter").trim().str();
    options.dbms = attribute(words, "dbms").str();
    options.repeatable = is("runOnChange", "true") || is("runAlways", "true");
    options.ignored = is("ignore", "true");
    options.conditional =
        !attribute(words, "context").empty() || !attribute(words, "contextFilter").empty();
    return options;
}

class Reader {
public:
    Reader(FileId file, std::string_view text) : file_(file), text_(text) {}

    FormattedSql read() {
        eachLine(text_, [&](std::string_view line, Range range) { this->line(line, range); });
        end(static_cast<uint32_t>(text_.size()));
        textOutside();
        return std::move(result_);
    }

private:
    void line(llvm::StringRef line, Range range) {
        const Range place{range.begin, range.begin + static_cast<uint32_t>(line.size())};
        if (ignores(line, range)) {
            return;
        }
        if (inRollback_) {
            if (line.rtrim().ends_with("*/")) {
                const auto end = static_cast<uint32_t>(line.rtrim().end() - text_.data()) - 2;
                closeBlock(std::max(end, range.begin));
            }
        } else if (isChangesetLine(line)) {
            end(range.begin);
            changeset(line, range, place);
        } else if (current_ == nullptr) {
            return;
        } else if (const auto words = annotation(line, "rollback");
                   words && words->starts_with(" ")) {
            rollback(*words, range);
        } else if (const auto conditions = annotation(line, "preconditions")) {
            current_->options.conditional |= skipsOnFail(attribute(*conditions, "onFail"));
        } else if (isRollbackBlock(line)) {
            inRollback_ = true;
            blockBegin_ = range.end;
        }
    }

    /// The lines between --ignoreLines:start and --ignoreLines:end, or as many as it says.
    bool ignores(llvm::StringRef line, Range range) {
        std::optional<llvm::StringRef> words = annotation(line, "ignoreLines");
        const bool isMarker = words && words->consume_front(":");
        if (isMarker && words->trim() == "start") {
            ignoring_ = true;
        } else if (isMarker && words->trim() == "end") {
            ignoring_ = false;
        } else if (isMarker) {
            words->trim().getAsInteger(10, ignoredLines_);
        } else if (ignoring_ || ignoredLines_ > 0) {
            ignoredLines_ -= ignoredLines_ > 0 ? 1 : 0;
        } else {
            return false;
        }
        unsent_.push_back(range);
        return true;
    }

    /// Also one that Liquibase refuses for its form: a single dash, for example.
    static bool isChangesetLine(llvm::StringRef line) {
        line = line.ltrim();
        return annotation(line, "changeset") ||
               (line.consume_front("-") && line.ltrim().consume_front_insensitive("changeset") &&
                line.contains(' '));
    }

    void changeset(llvm::StringRef line, Range range, Range place) {
        current_ = &result_.changesets.emplace_back();
        current_->up.file = file_;
        current_->up.range = {range.end, static_cast<uint32_t>(text_.size())};
        current_->up.marker = place;
        const std::optional<llvm::StringRef> words = annotation(line, "changeset");
        const auto [author, behind] = (words ? words->trim() : llvm::StringRef()).split(':');
        const llvm::StringRef id = behind.starts_with("\"")
                                       ? behind.take_front(behind.find('"', 1) + 1)
                                       : behind.take_until([](char c) { return llvm::isSpace(c); });
        current_->author = author.trim("\" ").str();
        current_->id = id.trim('"').str();
        current_->options = optionsOf(behind.substr(id.size()));
        if (id.empty() || author.empty()) {
            result_.problems.push_back({Kind::UnknownMarker, file_, place, changesetMarker});
        }
    }

    static bool isRollbackBlock(llvm::StringRef line) {
        line = line.ltrim();
        return line.consume_front("/*") && line.ltrim().consume_front_insensitive("liquibase") &&
               line.trim().ends_with_insensitive("rollback");
    }

    void closeBlock(uint32_t end) {
        inRollback_ = false;
        Section section;
        section.file = file_;
        section.range = {blockBegin_, end};
        section.direction = Direction::Down;
        current_->down.push_back(section);
    }

    /// A line of the way back. Lines one below the other are one text; what stands between others
    /// is the way up's.
    void rollback(llvm::StringRef words, Range range) {
        std::vector<Section>& down = current_->down;
        if (down.empty() || down.back().range.end != range.begin) {
            Section section;
            section.file = file_;
            section.direction = Direction::Down;
            section.range = range;
            down.push_back(section);
        }
        down.back().range.end = range.end;
        const llvm::StringRef sql = words.trim();
        const bool isEmpty = saysNothing(sql);
        const bool isReference = sql.contains_insensitive("changesetId:");
        current_->downElsewhere |= isReference;
        const auto begin = static_cast<uint32_t>(words.begin() - text_.data());
        down.back().unsent.push_back(isEmpty || isReference ? range : Range{range.begin, begin});
    }

    void end(uint32_t at) {
        if (current_ == nullptr) {
            return;
        }
        current_->up.range.end = std::max(at, current_->up.range.begin);
        if (inRollback_) {
            closeBlock(at);
        }
        if (current_->downElsewhere) {
            current_->down.clear();
        }
        for (const Range one : unsent_) {
            if (one.begin >= current_->up.range.begin) {
                current_->up.unsent.push_back(one);
            }
        }
        unsent_.clear();
        applyOptions(current_->options, text_, current_->up);
        for (Section& section : current_->down) {
            section.optsOutOfTransaction = !current_->options.inTransaction;
        }
    }

    /// SQL above the first changeset runs nowhere.
    void textOutside() {
        const auto first = result_.changesets.empty() ? static_cast<uint32_t>(text_.size())
                                                      : result_.changesets.front().up.marker.begin;
        const auto begin =
            static_cast<uint32_t>(text_.starts_with(byteOrderMark) ? byteOrderMark.size() : 0);
        if (const std::optional<Range> sql = firstSql(text_, {begin, first})) {
            result_.problems.insert(
                result_.problems.begin(),
                {Kind::IgnoredText, file_, *sql, "no \"--changeset author:id\" stands above it"});
        }
    }

    FileId file_;
    std::string_view text_;
    FormattedSql result_;
    Changeset* current_ = nullptr; ///< the last of the result
    std::vector<Range> unsent_;
    bool inRollback_ = false;
    uint32_t blockBegin_ = 0;
    bool ignoring_ = false;
    uint32_t ignoredLines_ = 0;
};

} // namespace

bool ChangesetOptions::runs() const {
    if (ignored) {
        return false;
    }
    llvm::SmallVector<llvm::StringRef> names;
    llvm::StringRef(dbms).split(names, ',', -1, false);
    bool result = true;
    for (llvm::StringRef name : names) {
        name = name.trim();
        const bool isNot = name.consume_front("!");
        if (isNot ? name == "postgresql" : name == "none") {
            return false;
        }
        result = result && isNot;
    }
    return result || std::ranges::any_of(names, [](llvm::StringRef name) {
               return name.trim() == "postgresql" || name.trim() == "all";
           });
}

bool skipsOnFail(std::string_view onFail) {
    const llvm::StringRef value = onFail;
    return value.equals_insensitive("MARK_RAN") || value.equals_insensitive("CONTINUE") ||
           value.equals_insensitive("WARN");
}

bool saysNothing(std::string_view rollback) {
    const llvm::StringRef words = llvm::StringRef(rollback).trim();
    return words.equals_insensitive("empty") || words.equals_insensitive("not required");
}

bool isFormattedSql(std::string_view text) {
    llvm::StringRef line = text;
    line.consume_front(byteOrderMark);
    line = line.ltrim();
    line = line.take_until([](char c) { return c == '\n'; });
    const std::optional<llvm::StringRef> words = annotation(line, "liquibase");
    return words && words->ltrim().starts_with_insensitive("formatted");
}

FormattedSql readFormattedSql(FileId file, std::string_view text) {
    return Reader(file, text).read();
}

void applyOptions(const ChangesetOptions& options, std::string_view text, Section& section) {
    section.optsOutOfTransaction = !options.inTransaction;
    llvm::StringRef delimiter = options.endDelimiter;
    delimiter.consume_front("\\n");
    delimiter.consume_back("$");
    delimiter = delimiter.trim();
    const bool isOwn = !delimiter.empty() && delimiter != ";";
    section.keptWhole = !options.splits || isOwn;
    if (options.splits && isOwn) {
        cutAtDelimiter(section, text, delimiter);
    }
}

} // namespace ironlaw
